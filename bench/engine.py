"""How fast the engine is: against the same measures by hand, and line by line from the command."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import chain, islice, repeat
from pathlib import Path

from bench.households import FOUR_CHILDREN, ON, TWO_CHILDREN
from bench.reference import assess_by_hand
from bench.report import Line
from bench.timing import medians
from benefits.eligibility.assess import assess
from benefits.eligibility.household import household_from
from benefits.eligibility.timeline import timeline
from benefits.models import Release
from benefits.publishing.current import current_release, loaded
from benefits.publishing.samples import sample_households

LINES = 20_000


def lines() -> Iterator[Line]:
    """The engine's figures."""
    yield _assessing()
    yield _timeline()
    yield _loading()


def _assessing() -> Line:
    rulebook = current_release().rulebook
    household = household_from(rulebook, TWO_CHILDREN, ON)
    own, by_hand = medians(lambda: assess(rulebook, household, ON), lambda: assess_by_hand(household, ON), rounds=1000)
    return Line(
        "评估两孩家庭，含理由（全部待遇）",
        f"{own:.0f} 微秒",
        f"手写函数、无理由 {by_hand:.1f} 微秒",
        f"{own / by_hand:.1f}",
        "≤ 250 微秒，≤ 100 倍",
        own <= 250 and own / by_hand <= 100,
    )


def _timeline() -> Line:
    rulebook = current_release().rulebook
    household = household_from(rulebook, FOUR_CHILDREN, ON)
    own, once = medians(lambda: timeline(rulebook, household, ON), lambda: assess(rulebook, household, ON))
    return Line(
        "四孩家庭60个月的时间表",
        f"{own / 1000:.1f} 毫秒",
        f"评估这个家庭1次 {once / 1000:.2f} 毫秒",
        f"{own / once:.1f}",
        "≤ 20 毫秒",
        own <= 20_000,
    )


def _loading() -> Line:
    row = Release.objects.get()
    text = json.dumps(row.content)
    own, reference = medians(lambda: loaded(row), lambda: json.loads(text), rounds=50, warm_up=5)
    return Line(
        "装入一个版本",
        f"{own / 1000:.1f} 毫秒",
        f"json.loads 同一版本 {reference / 1000:.1f} 毫秒",
        f"{own / reference:.1f}",
        "≤ 20 毫秒",
        own <= 20_000,
    )


def command_line(environment: dict[str, str]) -> Iterator[Line]:
    """`manage.py assess` on a file, in a process of its own: its rate, and whether its memory grows."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "households.jsonl"
        few = _memory(file, 200, environment)
        seconds_for_few = few[0]
        seconds, memory = _memory(file, LINES, environment)
        rate = (LINES - 200) / (seconds - seconds_for_few)
        yield Line(
            "manage.py assess",
            f"{rate:.0f} 户/秒",
            f"复制同样多的行 {_copying(file):.0f} 行/秒",
            "",
            "≥ 2000 户/秒",
            rate >= 2000,
        )
        growth = memory / few[1]
        yield Line(
            f"manage.py assess 的内存（{LINES} 户）",
            f"{memory / 1024:.0f} MiB",
            f"200 户 {few[1] / 1024:.0f} MiB",
            f"{growth:.2f}",
            "不随户数增长（≤ 1.1）",
            growth <= 1.1,
        )


_MEASURED = """
import resource, sys, time
from django.core.management import execute_from_command_line
started = time.process_time()
execute_from_command_line(["manage.py", "assess", sys.argv[1], "--on", sys.argv[2]])
print(time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def _memory(file: Path, count: int, environment: dict[str, str]) -> tuple[float, int]:
    """Seconds of processor time and the highest memory in KiB for that many households."""
    questions = current_release().rulebook.questions
    samples = chain.from_iterable(sample_households(questions, ON) for _ in repeat(None))
    with file.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(data) + "\n" for data in islice(samples, count))
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", _MEASURED, str(file), ON.isoformat()],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=True,
    )
    seconds, memory = done.stderr.split()
    return float(seconds), int(memory)


def _copying(file: Path) -> float:
    started = time.process_time()
    with file.open("rb") as source, open("/dev/null", "wb") as sink:
        count = sum(bool(sink.write(json.dumps(json.loads(line)).encode())) for line in source)
    return count / (time.process_time() - started)
