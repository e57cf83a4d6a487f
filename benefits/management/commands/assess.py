"""`manage.py assess FILE`: households as JSON Lines in, assessments as JSON Lines out (contract: policy assessment)."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from datetime import date
from typing import Any, BinaryIO

import orjson
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from benefits.eligibility.assess import assess
from benefits.eligibility.household import InvalidHouseholdError, read_household
from benefits.eligibility.rulebook import Rulebook
from benefits.publishing.current import NoRelease, current_release


class Command(BaseCommand):
    """Assess households by the current release, one a line, in order, in constant memory."""

    help = "按当前版本评估家庭：每行一个 JSON 家庭，输出每行一个评估结果。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE and the day."""
        parser.add_argument("file", metavar="FILE", help="JSON Lines 文件（UTF-8）；- 表示标准输入。")
        parser.add_argument("--on", metavar="YYYY-MM-DD", type=_day, help="评估的日期；默认今天（上海时间）。")

    def handle(self, *, file: str, on: date | None, **options: Any) -> None:
        """Write the results; exit with 1 if a line was no household."""
        try:
            rulebook = current_release().rulebook
        except NoRelease as error:
            raise CommandError("还没有发布任何版本。请先运行 manage.py publish。") from error
        failed = False
        with _opened(file) as lines:
            for text, is_fault in _results(rulebook, lines, on or timezone.localdate()):
                self.stdout.write(text)
                failed = failed or is_fault
        self.stdout.flush()
        if failed:
            sys.exit(1)


def _day(raw: str) -> date:
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        day = None
    if day is None or raw != day.isoformat():
        raise ArgumentTypeError(f"应为日历上有的日期，写作 YYYY-MM-DD，不是“{raw}”。")
    return day


def _opened(file: str) -> Any:
    if file == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return open(file, "rb")
    except OSError as error:
        raise CommandError(f"打不开文件 {file}：{error.strerror}。请检查文件名和权限。") from error


def _results(rulebook: Rulebook, lines: Iterable[bytes] | BinaryIO, on: date) -> Iterator[tuple[str, bool]]:
    """Each line's result and whether it is a fault; blank lines are passed over but counted."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            household = read_household(rulebook, line, on)
        except InvalidHouseholdError as error:
            yield _fault_line(number, error), True
        else:
            yield orjson.dumps(assess(rulebook, household, on).to_json()).decode(), False


def _fault_line(number: int, error: InvalidHouseholdError) -> str:
    errors = {key: [str(fault) for fault in faults] for key, faults in error.errors.items()}
    text = json.dumps({"line": number, "errors": errors}, ensure_ascii=False)
    # A key may hold half a surrogate pair, which UTF-8 cannot: it goes out as the JSON escape it came in as.
    return text.encode("utf-8", "backslashreplace").decode()
