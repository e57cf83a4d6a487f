"""What it costs to see the effect of a change on the sample households: of one benefit, and of all at once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from bench.households import ON
from bench.report import Line
from benefits.eligibility.assess import assess
from benefits.eligibility.household import household_from
from benefits.models import Release
from benefits.publishing.current import current_release
from benefits.publishing.effect import effect
from benefits.publishing.samples import COUNT, sample_households


def lines() -> Iterator[Line]:
    """The effect's figures."""
    content = Release.objects.get().content
    assessing = _assessing()
    count = len(content["rulebook"]["benefits"])
    yield _line("改一项待遇的影响", content, 1, assessing, seconds=4)
    yield _line(f"改全部{count}项待遇的影响", content, count, assessing, seconds=10)


def _line(name: str, content: dict[str, Any], count: int, assessing: float, seconds: int) -> Line:
    new = deepcopy(content)
    for benefit in new["rulebook"]["benefits"][-count:]:
        benefit["tiers"][0]["valid_until"] = "2025-12-31"
    started = time.process_time()
    effect(content, new, ON)
    taken = time.process_time() - started
    return Line(
        f"{name}（示例和{COUNT}户样本）",
        f"{taken:.2f} 秒",
        f"只评估同样多户一次 {assessing:.2f} 秒",
        f"{taken / assessing:.2f}",
        f"≤ {seconds} 秒",
        taken <= seconds,
    )


def _assessing() -> float:
    """Seconds to assess all sample households once, for all benefits."""
    rulebook = current_release().rulebook
    households = [household_from(rulebook, data, ON) for data in sample_households(rulebook.questions, ON)]
    started = time.process_time()
    for household in households:
        assess(rulebook, household, ON)
    return time.process_time() - started
