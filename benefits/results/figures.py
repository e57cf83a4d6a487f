"""The figures on top of a result: each kind apart, each policy status apart, never added to one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from benefits.eligibility.assess import BenefitAssessment, Status, SubjectAssessment
from benefits.eligibility.facts import Scope
from benefits.eligibility.program import AssessedAmount
from benefits.eligibility.rulebook import AmountKind, Audience, PolicyStatus
from benefits.publishing.content import Text
from benefits.publishing.standing import STANDINGS
from benefits.publishing.words import money_words
from benefits.results.reasons import Narrator

SUMMED = {
    AmountKind.ONE_OFF: gettext_lazy("一次性"),
    AmountKind.MONTHLY: gettext_lazy("每月"),
}
APART = {
    AmountKind.CEILING: gettext_lazy("限额"),
    AmountKind.PERCENT: gettext_lazy("按比例"),
}
_WITH_FIGURE = SUMMED | APART
# For whom a benefit of a household is, in the eyes of whoever asks.
_PER = {
    Audience.RESIDENT: gettext_lazy("每个家庭"),
    Audience.EMPLOYER: gettext_lazy("每名职工"),
    Audience.INSTITUTION: gettext_lazy("每个机构"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """Where a figure comes from: the benefit, for whom, and its own amount, "" where that is the figure itself."""

    title: str
    whom: str
    amount: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One kind of amount under one policy status. `kind` is its name, `amount` the sum or the one amount."""

    kind: str | Promise
    standing: Text
    amount: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class _Given:
    result: BenefitAssessment
    subject: SubjectAssessment
    amount: AssessedAmount


def figures(narrator: Narrator, results: Iterable[BenefitAssessment]) -> tuple[Figure, ...]:
    """The amounts given of eligible benefits: sums of one-off and of monthly ones, ceilings and shares singly."""
    given = [
        _Given(result, subject, subject.amount)
        for result in results
        if result.status is Status.ELIGIBLE
        for subject in result.subjects
        if subject.amount is not None and subject.amount.amount.kind in _WITH_FIGURE
    ]
    statuses = dict.fromkeys(each.result.policy_status for each in given)
    return tuple(figure for status in statuses for figure in _of_status(narrator, status, given))


def _of_status(narrator: Narrator, status: PolicyStatus, given: list[_Given]) -> Iterator[Figure]:
    standing = STANDINGS[status].name
    for kind, name in (SUMMED | APART).items():
        same = [each for each in given if each.result.policy_status is status and each.amount.amount.kind is kind]
        if kind in SUMMED and same:
            parts = tuple(_part(narrator, each, _words(narrator, each)) for each in same)
            yield Figure(name, standing, _total(same, status), parts)
        else:
            for each in same:
                yield Figure(name, standing, _words(narrator, each), (_part(narrator, each),))


def _total(given: list[_Given], status: PolicyStatus) -> str:
    total = money_words(sum((each.amount.yuan or Decimal(0) for each in given), Decimal(0)))
    verb = STANDINGS[status].verb
    period = {
        AmountKind.ONE_OFF: Text("一次性", " in total, once"),
        AmountKind.MONTHLY: Text("每月", " in total a month"),
    }[given[0].amount.amount.kind]
    return str(Text(f"{verb.zh}{period.zh}{total.zh}", f"{verb.en}{total.en}{period.en}"))


def _part(narrator: Narrator, given: _Given, amount: str = "") -> Part:
    title = narrator.phrases.leaflets[given.result.benefit.key].title
    return Part(title, _whom(narrator, given), amount)


def _words(narrator: Narrator, given: _Given) -> str:
    return narrator.amount(given.amount, given.result.policy_status)


def _whom(narrator: Narrator, given: _Given) -> str:
    if given.result.benefit.per is Scope.HOUSEHOLD:
        return str(_PER[given.result.benefit.audience])
    return narrator.child_name(given.subject.child or 0)
