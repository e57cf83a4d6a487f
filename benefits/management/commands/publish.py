"""manage.py publish: make the next release of what is approved; the first one of all rows."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from benefits.publishing.publish import PublishRefused, publish


class Command(BaseCommand):
    help = "发布下一个版本：第一版是现在的全部记录，以后只发布已批准的修改。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--note", default="", help="这一版改了什么，一句话；不写则用各份修改的说明。")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            release = publish(options["note"])
        except PublishRefused as refusal:
            lines = [f"  {line}" for line in str(refusal).splitlines()]
            raise CommandError("\n".join([_("没有发布。请改正以下各项后再发布："), *lines])) from refusal
        self.stdout.write(_("已发布第%(number)s版（校验值 %(checksum)s）。") % vars(release))
