"""manage.py load_policy: bring the policy's data files into the database."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from benefits.publishing.coverage import quotation_coverage
from benefits.publishing.load import LoadRefused, LoadReport, load

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = "把政策数据文件加载到数据库：全部成功，或者一条也不改。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--data", type=Path, default=DATA, metavar="DIR", help="数据文件夹，默认是 benefits/data。")
        parser.add_argument(
            "--update", action="store_true", help="更新上次加载后没有被编辑过的记录；编辑过的列出来，不改动。"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            report = load(options["data"], is_update=options["update"])
        except LoadRefused as refusal:
            lines = [f"  {fault}" for fault in refusal.faults]
            heading = _("没有加载，数据库没有改动。请改正以下各项（序号从1数起）：")
            raise CommandError("\n".join([heading, *lines])) from refusal
        self._tell(report)
        self._tell_coverage()

    def _tell(self, report: LoadReport) -> None:
        counts = {
            "created": len(report.created),
            "updated": len(report.updated),
            "unchanged": len(report.unchanged),
        }
        self.stdout.write(_("新增 %(created)s 条，更新 %(updated)s 条，未变 %(unchanged)s 条。") % counts)
        self._list(_("工作人员编辑过，没有改动："), report.edited)
        self._list(_("数据文件里已经没有，没有改动："), report.absent)

    def _tell_coverage(self) -> None:
        coverage = quotation_coverage()
        figures = {"percent": coverage.percent, "covered": coverage.covered, "sentences": coverage.sentences}
        self.stdout.write(_("引用覆盖：%(percent)s%%（%(covered)s/%(sentences)s 句）") % figures)
        self._list(
            _("没有被引用的句子："),
            [_("第%(number)s条 %(text)s") % {"number": number, "text": text} for number, text in coverage.uncovered],
        )

    def _list(self, heading: str, lines: list[str]) -> None:
        if lines:
            self.stdout.write("\n".join([heading, *(f"  {line}" for line in lines)]))
