"""manage.py publish: make the next release of the rows as they stand."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from benefits.publishing.publish import PublishRefused, publish


class Command(BaseCommand):
    help = "把现在的记录发布为下一个版本。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--note", required=True, help="这一版改了什么，一句话。")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            release = publish(options["note"])
        except PublishRefused as refusal:
            lines = [f"  {line}" for line in str(refusal).splitlines()]
            raise CommandError("\n".join([_("没有发布。请改正以下各项后再发布："), *lines])) from refusal
        self.stdout.write(_("已发布第%(number)s版（校验值 %(checksum)s）。") % vars(release))
