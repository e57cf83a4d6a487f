"""manage.py dump_policy: write the working copy back to the policy's data files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from benefits.management.commands.load_policy import DATA
from benefits.publishing.dump import DumpRefused, dump


class Command(BaseCommand):
    help = "把数据库里的政策记录写回数据文件，与 load_policy 相反。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--data", type=Path, default=DATA, metavar="DIR", help="数据文件夹，默认是 benefits/data。")

    def handle(self, *_args: Any, **options: Any) -> None:
        folder = options["data"]
        try:
            report = dump(folder)
        except DumpRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(_("文件写不进去：%s") % error) from error
        counts = {"folder": folder, "written": len(report.written), "unchanged": len(report.unchanged)}
        heading = _("%(folder)s：写入 %(written)s 个文件，%(unchanged)s 个没有变化。") % counts
        self.stdout.write("\n".join([heading, *(f"  {name}" for name in report.written)]))
