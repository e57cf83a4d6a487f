"""How many questions a household is asked, over sample households that answer truthfully and decline what they do
not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from statistics import median, quantiles
from typing import Any

from bench.households import ON
from bench.report import Line
from benefits.eligibility.assess import assess
from benefits.eligibility.facts import CHILDREN, Scope
from benefits.eligibility.household import household_from
from benefits.eligibility.relevance import next_questions
from benefits.eligibility.rulebook import Audience, Rulebook
from benefits.publishing.current import current_release
from benefits.publishing.samples import sample_households

HOUSEHOLDS = 2_000


def lines() -> Iterator[Line]:
    """Median and 90th percentile asked, against all questions there are and asking every one of every child."""
    release = current_release()
    rulebook, sections = release.rulebook, release.content.sections
    households = list(islice(sample_households(rulebook.questions, ON), HOUSEHOLDS))
    asked = [len(list(questions_asked(rulebook, sections, truth))) for truth in households]
    unpruned = [_without_pruning(rulebook, truth) for truth in households]
    typical, all_of_them = median(asked), median(unpruned)
    yield Line(
        f"居民要回答的问题，中位数（{HOUSEHOLDS}户样本）",
        f"{typical:g} 个",
        f"不筛选逐项问 {all_of_them:g} 个；共有 {len(rulebook.questions)} 个问题",
        f"{typical / all_of_them:.2f}",
        "≤ 不筛选的一半",
        typical * 2 <= all_of_them,
    )
    many, most = _ninth_tenth(asked), _ninth_tenth(unpruned)
    yield Line("居民要回答的问题，第90百分位", f"{many:g} 个", f"不筛选逐项问 {most:g} 个", f"{many / most:.2f}", "")


def questions_asked(rulebook: Rulebook, sections: Iterable[str], truth: Mapping[str, Any]) -> Iterator[str]:
    """The keys that the check asks of a resident's household with these answers, page after page."""
    told: dict[str, Any] = {}
    declined: list[str] = []
    while True:
        assessment = assess(rulebook, household_from(rulebook, told, ON), ON)
        page = next_questions(assessment, Audience.RESIDENT, declined, sections)
        if not page:
            return
        yield from page
        for key in page:
            if not _told(told, truth, key):
                declined.append(key)


def _told(told: dict[str, Any], truth: Mapping[str, Any], key: str) -> bool:
    """Answers the question, if the household knows the answer."""
    match key.split("."):
        case [_, index, name]:
            answers, known = told[CHILDREN][int(index)], truth[CHILDREN][int(index)]
        case [name]:
            answers, known = told, truth
    if name not in known:
        return False
    # The children are listed first, and each is asked about on a page of its own.
    answers[name] = [{} for _ in known[name]] if name == CHILDREN else known[name]
    return True


def _without_pruning(rulebook: Rulebook, truth: Mapping[str, Any]) -> int:
    by_scope = rulebook.questions_by_scope
    return len(by_scope[Scope.HOUSEHOLD]) + len(by_scope[Scope.CHILD]) * len(truth.get(CHILDREN, ()))


def _ninth_tenth(counts: list[int]) -> float:
    return quantiles(counts, n=10)[-1]
