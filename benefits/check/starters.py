"""What to suppose first: ideas that would change something for this household, from the rules and its own results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benefits.check.keys import key_of
from benefits.check.progress import Check
from benefits.check.steps import may_add_child
from benefits.eligibility.assess import BenefitAssessment, Status
from benefits.eligibility.facts import BIRTH_DATE, CHILDREN
from benefits.eligibility.program import Reason
from benefits.eligibility.relevance import deciding
from benefits.publishing.words import condition_words

MOST = 5
# What families plan or decide for themselves. Illness, hardship, disability or losing work is nothing to suggest to
# anybody; whoever wants to know finds it among all the answers.
_TO_SUGGEST = frozenset(
    {
        "bought_new_home",
        "childcare",
        "first_home_fund_loan",
        "housing_fund_account",
        "newly_married",
        "pregnant",
        "preparing_pregnancy",
        "renting",
        "residence_permit",
    }
)


@dataclass(frozen=True)
class Starter:
    """An idea: the key of the question to answer otherwise, in words, and what would come of it."""

    key: str
    words: str
    effect: str


def starters(check: Check) -> list[Starter]:
    """One more child, another place, and the single conditions that keep most benefits away."""
    return [*_one_more_child(check), *_elsewhere(check), *_nearly(check)]


def _one_more_child(check: Check) -> Iterator[Starter]:
    matters = any(deciding(check.rulebook, name, check.audience) for name in (CHILDREN, BIRTH_DATE))
    if matters and may_add_child(check):
        index = len(check.household.children or ())
        yield Starter(key_of(BIRTH_DATE, index), _("再有一个孩子") if index else _("有一个孩子"), "")


def _elsewhere(check: Check) -> Iterator[Starter]:
    """The questions that tell whose government answers, of benefits that may be met or are open."""
    routings = Counter(result.benefit.routing for result in _own(check) if result.status is not Status.NOT_ELIGIBLE)
    for key, count in routings.most_common():
        label = check.release.content.questions[key].label
        if key in check.values:
            yield Starter(key, _("“%(question)s”换成别处") % {"question": label}, _concerns(count))


def _nearly(check: Check) -> list[Starter]:
    """Of the benefits that are not met, the conditions that alone stand in the way, those of most benefits first."""
    counts = Counter(
        (reason, child)
        for result in _own(check)
        for reason, child in dict.fromkeys(_alone_in_the_way(result))
        if reason.condition.fact in _TO_SUGGEST and reason.condition.value is not False
    )
    wanted: dict[str, Starter] = {}
    for (reason, child), count in counts.most_common():
        key = key_of(reason.condition.fact, child)
        words = str(condition_words(check.release.content, reason.condition, {}))
        if child is not None:
            words = _("第%(number)s个孩子，%(words)s") % {"number": child + 1, "words": words}
        wanted.setdefault(key, Starter(key, words, _concerns(count)))
    return list(wanted.values())[:MOST]


def _alone_in_the_way(result: BenefitAssessment) -> Iterator[tuple[Reason, int | None]]:
    for subject in result.subjects:
        for tier in subject.nearest(_TO_SUGGEST):
            if len(tier.to_change) == 1:
                (reason,) = tier.to_change
                yield reason, subject.child


def _own(check: Check) -> list[BenefitAssessment]:
    return [result for result in check.assessment.benefits if result.benefit.audience is check.audience]


def _concerns(count: int) -> str:
    return ngettext("关系到%(count)s项", "关系到%(count)s项", count) % {"count": count}
