"""The same household on later days: what opens, changes and closes, and what is paid each month.

Time moves ages, dates of validity and a birth on the due date; everything else stays as answered, and the rules as
they are. The engine assesses only the days on which one of these can change an outcome.

Without a due date a pregnancy lasts for nine months at most. After them it is unknown, not over: what depends on it is
undetermined from then on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from benefits.eligibility.assess import Status, SubjectAssessment, Totals, assess
from benefits.eligibility.facts import (
    AGE_LIMITS,
    AGE_MONTHS,
    BIRTH_DATE,
    DUE_DATE,
    PREGNANT,
    Operator,
    age_months,
    months_after,
)
from benefits.eligibility.household import Household
from benefits.eligibility.program import changes
from benefits.eligibility.rulebook import AmountKind, Audience, Benefit, Condition, PolicyStatus, Rulebook

MONTHS = 60
PREGNANCY_MONTHS = 9
_DAY = timedelta(days=1)
_NOTHING = Decimal("0.00")


class CauseKind(StrEnum):
    """What time moves."""

    AGE = "age"
    BIRTH = "birth"
    PREGNANCY = "pregnancy"
    DATES = "dates"


class Cause(NamedTuple):
    """Why an outcome can change on a day: AGE, `child` (counted from 0) turns `months` old; BIRTH, of `child` where the
    others are known; PREGNANCY, its nine months are over; DATES, a tier or amount begins or has just ended.
    """

    kind: CauseKind
    child: int | None = None
    months: int | None = None


class ChangeKind(StrEnum):
    """What becomes of a benefit that is, or may be, the subject's."""

    OPENS = "opens"
    CHANGES = "changes"
    CLOSES = "closes"


class Span(NamedTuple):
    """Days, first and last included, on which a subject came out alike; `subject` is that of the first day."""

    valid_from: date
    valid_until: date
    subject: SubjectAssessment

    def given(self, kind: AmountKind) -> Decimal:
        """The yuan given, if its amount is of this kind; else 0."""
        amount = self.subject.amount
        return _NOTHING if amount is None or amount.amount.kind is not kind or amount.yuan is None else amount.yuan


class Course(NamedTuple):
    """One benefit for the household or one child (`child`, counted from 0) through time, in spans without a gap.

    Of a child to be born it begins with the birth.
    """

    benefit: Benefit
    policy_status: PolicyStatus
    child: int | None
    spans: tuple[Span, ...]

    def given_on(self, day: date, kind: AmountKind) -> Decimal:
        """The yuan given on a day, if of this kind; else 0."""
        return next((span.given(kind) for span in reversed(self.spans) if span.valid_from <= day), _NOTHING)

    @property
    def counts(self) -> bool:
        """Whether its amounts count in sums: a resident's own."""
        return self.benefit.audience is Audience.RESIDENT


class Change(NamedTuple):
    """What becomes of one benefit for one subject on a day. `before` is None of a child just born."""

    course: Course
    before: SubjectAssessment | None
    after: SubjectAssessment

    @property
    def kind(self) -> ChangeKind:
        """What is not settled may be theirs, so it opens and closes as well."""
        if self.before is None or self.before.status is Status.NOT_ELIGIBLE:
            return ChangeKind.OPENS
        return ChangeKind.CLOSES if self.after.status is Status.NOT_ELIGIBLE else ChangeKind.CHANGES


class Event(NamedTuple):
    """A day on which something changes, and what moved by then."""

    on: date
    causes: tuple[Cause, ...]
    changes: tuple[Change, ...]


class Payments(NamedTuple):
    """What a child (None: the household) is given each month under one policy status, in yuan, month by month."""

    policy_status: PolicyStatus
    child: int | None
    yuan: tuple[Decimal, ...]


class Timeline(NamedTuple):
    """A household's coming months, up to `until`.

    `months` are calendar months by their first days, the current one first; what a month pays is what holds on its
    first day, of the current month `on`. `sums` are all that `payments` pay, and each one-off amount once.
    """

    on: date
    until: date
    courses: tuple[Course, ...]
    events: tuple[Event, ...]
    months: tuple[date, ...]
    payments: tuple[Payments, ...]
    sums: Totals


def timeline(rulebook: Rulebook, household: Household, on: date) -> Timeline:
    """The household's coming 60 months by the rulebook. Raises ValueError if a child is born after `on`."""
    # The calendar itself ends in 9999.
    length = min(MONTHS, (date.max.year - on.year) * 12 + 12 - on.month)
    until = max(on, months_after(on, length) - _DAY)
    months = tuple(months_after(on.replace(day=1), month) for month in range(max(length, 1)))
    stages = _stages(household, on, length)
    causes = _causes(rulebook, stages, on, until)
    courses = _courses(rulebook, stages, [on, *sorted(causes)], until)
    payments = tuple(_payments(courses, [max(month, on) for month in months]))
    events = tuple(_events(courses, causes, on))
    return Timeline(on, until, courses, events, months, payments, _sums(courses, payments))


class _Stage(NamedTuple):
    """The household from a day on, and what made it so."""

    valid_from: date
    household: Household
    cause: Cause | None = None


def _stages(household: Household, on: date, length: int) -> list[_Stage]:
    """The household as it is and, if pregnant, as it will be: after the birth, or when nine months are over."""
    stages = [_Stage(date.min, household)]
    if household.answers.get(PREGNANT) is not True:
        return stages
    answers = {key: value for key, value in household.answers.items() if key not in (PREGNANT, DUE_DATE)}
    due, children = household.answers.get(DUE_DATE), household.children
    if isinstance(due, date):
        born = None if children is None else (*children, {BIRTH_DATE: due})
        cause = Cause(CauseKind.BIRTH, child=None if children is None else len(children))
        stages.append(_Stage(due, Household({**answers, PREGNANT: False}, born), cause))
    elif length >= PREGNANCY_MONTHS:
        over = months_after(on, PREGNANCY_MONTHS)
        stages.append(_Stage(over, Household(answers, children), Cause(CauseKind.PREGNANCY)))
    return stages


def _causes(rulebook: Rulebook, stages: list[_Stage], on: date, until: date) -> dict[date, list[Cause]]:
    """The days after `on` on which something can change, with what moves then."""
    limits = _limits(rulebook)
    causes = [(stage.valid_from, stage.cause) for stage in stages if stage.cause is not None]
    for child, born in enumerate(stages[-1].household.births or ()):
        if born is not None and born <= until:
            oldest = age_months(born, until)
            causes += [
                (months_after(born, months), Cause(CauseKind.AGE, child, months))
                for months in limits.ages
                if months <= oldest
            ]
    causes += [(day, Cause(CauseKind.DATES)) for day in limits.days]
    by_day: dict[date, list[Cause]] = {}
    for day, cause in causes:
        if on < day <= until:
            by_day.setdefault(day, []).append(cause)
    return by_day


class _Limits(NamedTuple):
    """The ages in months that rules turn at, but birth, and the days on which their dates do."""

    ages: tuple[int, ...]
    days: tuple[date, ...]


@lru_cache(maxsize=16)
def _limits(rulebook: Rulebook) -> _Limits:
    conditions = [condition for benefit in rulebook.benefits for tier in benefit.tiers for condition in tier.conditions]
    ages = {age for condition in conditions for age in _ages(condition)}
    return _Limits(tuple(sorted(age for age in ages if age > 0)), changes(rulebook.benefits))


def _ages(condition: Condition) -> Iterable[int]:
    """The ages in months at which the condition's outcome can turn."""
    if condition.fact in AGE_LIMITS:
        return (AGE_LIMITS[condition.fact],)
    if condition.fact != AGE_MONTHS:
        return ()
    value: Any = condition.value
    match condition.operator:
        case Operator.AT_LEAST:
            return (value,)
        case Operator.AT_MOST:
            return (value + 1,)
        case Operator.BETWEEN:
            return (value[0], value[1] + 1)
        case _:
            return [turn for age in (value if isinstance(value, tuple) else (value,)) for turn in (age, age + 1)]


def _courses(rulebook: Rulebook, stages: list[_Stage], days: list[date], until: date) -> tuple[Course, ...]:
    """Every benefit for every subject, in the catalogue's order, from the assessments of these days."""
    found: list[dict[int | None, list[tuple[date, SubjectAssessment]]]] = [{} for _ in rulebook.benefits]
    for day in days:
        household = next(stage.household for stage in reversed(stages) if stage.valid_from <= day)
        results = assess(rulebook, household, day).benefits
        for starts_of, result in zip(found, results, strict=True):
            for subject in result.subjects:
                starts = starts_of.setdefault(subject.child, [])
                if not starts or _outcome(starts[-1][1]) != _outcome(subject):
                    starts.append((day, subject))
    return tuple(
        Course(result.benefit, result.policy_status, child, tuple(_spans(starts, until)))
        for starts_of, result in zip(found, results, strict=True)
        for child, starts in starts_of.items()
    )


def _outcome(subject: SubjectAssessment) -> tuple[object, ...]:
    return subject.status, subject.amount, subject.candidates


def _spans(starts: list[tuple[date, SubjectAssessment]], until: date) -> Iterator[Span]:
    ends = [*(day - _DAY for day, _ in starts[1:]), until]
    return (Span(day, end, subject) for (day, subject), end in zip(starts, ends, strict=True))


def _events(courses: tuple[Course, ...], causes: Mapping[date, list[Cause]], on: date) -> Iterator[Event]:
    """The days on which some course changes, in order."""
    changes: dict[date, list[Change]] = {}
    for course in courses:
        first = course.spans[0]
        if first.valid_from > on and first.subject.status is not Status.NOT_ELIGIBLE:
            changes.setdefault(first.valid_from, []).append(Change(course, None, first.subject))
        for before, after in pairwise(course.spans):
            changes.setdefault(after.valid_from, []).append(Change(course, before.subject, after.subject))
    for day in sorted(changes):
        yield Event(day, tuple(causes[day]), tuple(changes[day]))


def _payments(courses: tuple[Course, ...], days: list[date]) -> Iterator[Payments]:
    """Of every subject to whom some benefit pays monthly: the household first, then by child."""
    paid: dict[tuple[PolicyStatus, int | None], list[Decimal]] = {}
    for course in courses:
        if course.counts and any(span.given(AmountKind.MONTHLY) for span in course.spans):
            own = paid.setdefault((course.policy_status, course.child), [_NOTHING] * len(days))
            for month, day in enumerate(days):
                own[month] += course.given_on(day, AmountKind.MONTHLY)
    for status, child in sorted(paid, key=lambda key: (key[0], -1 if key[1] is None else key[1])):
        # What begins and ends between two firsts of a month is paid in none.
        if any(paid[status, child]):
            yield Payments(status, child, tuple(paid[status, child]))


def _sums(courses: tuple[Course, ...], payments: tuple[Payments, ...]) -> Totals:
    """By policy status: what the months pay, and the first one-off amount of each benefit and subject."""
    sums: Totals = {
        course.policy_status: {AmountKind.ONE_OFF: _NOTHING, AmountKind.MONTHLY: _NOTHING} for course in courses
    }
    for course in courses:
        if course.counts:
            one_offs = (span.given(AmountKind.ONE_OFF) for span in course.spans)
            sums[course.policy_status][AmountKind.ONE_OFF] += next(filter(None, one_offs), _NOTHING)
    for line in payments:
        sums[line.policy_status][AmountKind.MONTHLY] += sum(line.yuan)
    return sums
