"""One household's assessment: for each benefit its status, amount, reasons, and what is still missing.

The meaning is the catalogue's: tiers are Kleene "and"s, a status is the Kleene "or" of the tiers, the candidates are
the amounts up to and including the first tier that holds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from benefits.eligibility.facts import AGE_MONTHS, BIRTH_DATE, CHILDREN, DERIVED, FEN, Answer, Family, Scope, family_of
from benefits.eligibility.household import Household
from benefits.eligibility.logic import Kleene, all_of
from benefits.eligibility.program import (
    AssessedAmount,
    Program,
    ProgramBenefit,
    ProgramTier,
    Reason,
    program_on,
)
from benefits.eligibility.rulebook import Amount, AmountKind, Benefit, PolicyStatus, Rulebook, Tier

Totals: TypeAlias = dict[PolicyStatus, dict[AmountKind, Decimal]]


class Status(StrEnum):
    """May be, is not, or not settled: an entitlement only where the policy is in force."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNDETERMINED = "undetermined"


_OUTCOME: Callable[[Reason], Kleene] = itemgetter(1)
# Looking an enum's member up, and calling a named tuple's own constructor, each cost more than a comparison; in what
# runs some two hundred times a household they are passed by.
_ELIGIBLE, _NOT_ELIGIBLE, _UNDETERMINED = Status.ELIGIBLE, Status.NOT_ELIGIBLE, Status.UNDETERMINED
_HOUSEHOLD = Scope.HOUSEHOLD
_new = tuple.__new__
_STATUS: dict[Kleene, Status] = {True: _ELIGIBLE, False: _NOT_ELIGIBLE, None: _UNDETERMINED}


class Distance(NamedTuple):
    """How much would have to be different. What a household can itself bring about is nearer, then what is fewer."""

    is_out_of_reach: bool
    conditions: int


class TierOutcome(NamedTuple):
    """A tier, what it gives on the day (None: the day lies outside its dates), what it came to, and the reasons."""

    tier: Tier
    amount: Amount | None
    outcome: Kleene
    reasons: tuple[Reason, ...]

    @property
    def is_in_dates(self) -> bool:
        """Whether the day lies within the tier's dates."""
        return self.amount is not None

    @property
    def to_change(self) -> tuple[Reason, ...]:
        """The conditions that would have to come out otherwise for the tier to hold."""
        return tuple(reason for reason in self.reasons if reason.outcome is False)

    def distance(self, in_reach: Collection[str] = ()) -> Distance:
        """How far the tier is from holding; `in_reach`: the questions whose answers a household can itself change."""
        to_change = self.to_change
        return Distance(not all(reason.condition.fact in in_reach for reason in to_change), len(to_change))


class SubjectAssessment(NamedTuple):
    """The household (`child` None) or one child (counted from 0) assessed for a benefit. Amounts are in yuan."""

    child: int | None
    status: Status
    amount: AssessedAmount | None
    candidates: tuple[AssessedAmount, ...]
    missing: tuple[str, ...]
    awaits: tuple[str, ...]
    tiers: tuple[TierOutcome, ...]

    def nearest(self, in_reach: Collection[str] = ()) -> tuple[TierOutcome, ...]:
        """Where not eligible: the tiers of this day that are nearest to holding; none where no tier has begun or lasts.

        `in_reach`: the questions whose answers a household can itself change.
        """
        if self.status is not Status.NOT_ELIGIBLE:
            return ()
        distances = [(tier.distance(in_reach), tier) for tier in self.tiers if tier.is_in_dates]
        least = min((distance for distance, _ in distances), default=None)
        return tuple(tier for distance, tier in distances if distance == least)


class BenefitAssessment(NamedTuple):
    """One benefit's result. `subjects`: the household, or each child, or one child of whom nothing is known."""

    benefit: Benefit
    policy_status: PolicyStatus
    status: Status
    missing: tuple[str, ...]
    subjects: tuple[SubjectAssessment, ...]
    departments: tuple[str, ...]

    @property
    def children(self) -> tuple[SubjectAssessment, ...] | None:
        """The children's assessments; None unless the benefit is per child and the children are known."""
        if self.benefit.per is _HOUSEHOLD:
            return None
        return self.subjects if not self.subjects or self.subjects[0].child is not None else None

    @property
    def amount(self) -> AssessedAmount | None:
        """The household's amount; None for a benefit per child, where each child has its own."""
        return self.subjects[0].amount if self.benefit.per is _HOUSEHOLD else None

    @property
    def candidates(self) -> tuple[AssessedAmount, ...]:
        """The household's candidates; none for a benefit per child."""
        return self.subjects[0].candidates if self.benefit.per is _HOUSEHOLD else ()

    @property
    def awaits(self) -> tuple[str, ...]:
        """The unset parameters of the document that the benefit waits for."""
        return tuple(dict.fromkeys([name for subject in self.subjects for name in subject.awaits]))


class Assessment(NamedTuple):
    """All benefits of a release for one household on one day, in the catalogue's order, and the sums in yuan."""

    rulebook: Rulebook
    on: date
    benefits: tuple[BenefitAssessment, ...]
    totals: Totals

    @property
    def release(self) -> int:
        """The number of the published rules it was made with."""
        return self.rulebook.release

    def to_json(self) -> dict[str, Any]:
        """The machine-readable result (contract: policy assessment)."""
        names = _names_of(self.rulebook)
        return {
            "release": self.release,
            "on": self.on.isoformat(),
            "benefits": [_benefit_json(result, names) for result in self.benefits],
            "totals": {
                status.value: {kind.value: str(yuan) for kind, yuan in sums.items()}
                for status, sums in self.totals.items()
            },
        }


def assess(rulebook: Rulebook, household: Household, on: date) -> Assessment:
    """The household's assessment by the rulebook on a day. Raises ValueError if a child is born after `on`."""
    program = program_on(rulebook, on)
    subjects = _Subjects(program, household, on)
    results = tuple(_assess_benefit(subjects, benefit) for benefit in program.benefits)
    return Assessment(rulebook, on, results, _totals(program, results))


class _Judged(NamedTuple):
    """One subject: its reasons, their outcomes at the same places, and the bit behind each unknown fact."""

    child: int | None
    reasons: list[Reason]
    outcomes: list[Kleene]
    bits: Mapping[str, int]


class _Subjects:
    """The household and its children with every distinct condition judged, once."""

    def __init__(self, program: Program, household: Household, on: date) -> None:
        self.program = program
        self.answers = household.answers
        self.children_known = household.children is not None
        self._keys: dict[int, tuple[str, ...]] = {0: ()}
        family = family_of(household.births, on)
        derived = {key: DERIVED[key].compute(family) for key in program.derived}
        answer_to = {**household.answers, **derived}.get
        reasons = [slot.judge(answer_to(slot.fact)) for slot in program.household_slots]
        self.household = _Judged(
            None,
            reasons,
            list(map(_OUTCOME, reasons)),
            {**program.household_bits, **self._derived_bits(family)},
        )
        self.children = [self._child(*child) for child in self._known_children(household, family)]

    def _derived_bits(self, family: Family) -> dict[str, int]:
        """What an unknown derived fact lacks: the children, or the birth dates not given."""
        children_bit = self.program.household_bits[CHILDREN]
        births_bits = children_bit if family.births is None else 0
        for index, born in enumerate(family.births or ()):
            if born is None:
                births_bits |= self.program.child_bits[index][BIRTH_DATE]
        return {key: births_bits if BIRTH_DATE in DERIVED[key].needs else children_bit for key in self.program.derived}

    def _known_children(
        self, household: Household, family: Family
    ) -> Iterable[tuple[int | None, Mapping[str, Answer], Mapping[str, int]]]:
        """Each child's index, facts and bits; one child of whom nothing is known while the children are unknown."""
        if household.children is None or family.ages is None:
            return ((None, {}, self.program.unknown_child_bits),)
        return (
            (index, {**child, AGE_MONTHS: age}, bits)
            for index, (child, age, bits) in enumerate(
                zip(household.children, family.ages, self.program.child_bits, strict=False)
            )
        )

    def _child(self, index: int | None, facts: Mapping[str, Answer], bits: Mapping[str, int]) -> _Judged:
        """A child's conditions stand after the household's."""
        reasons = [slot.judge(facts.get(slot.fact)) for slot in self.program.child_slots]
        home = self.household
        return _Judged(
            index, home.reasons + reasons, home.outcomes + list(map(_OUTCOME, reasons)), {**home.bits, **bits}
        )

    def keys(self, bits: int) -> tuple[str, ...]:
        """The names of missing facts, in the release's order."""
        keys = self._keys.get(bits)
        if keys is None:
            names = self.program.names
            keys = self._keys[bits] = tuple(names[place] for place in _places(bits))
        return keys


def _places(bits: int) -> list[int]:
    places = []
    while bits:
        lowest = bits & -bits
        places.append(lowest.bit_length() - 1)
        bits ^= lowest
    return places


def _assess_benefit(subjects: _Subjects, compiled: ProgramBenefit) -> BenefitAssessment:
    if compiled.is_per_child:
        pairs = [_assess_subject(subjects, compiled, child) for child in subjects.children]
    else:
        pairs = [_assess_subject(subjects, compiled, subjects.household)]
    status, bits = _NOT_ELIGIBLE, 0
    for subject, own in pairs:
        bits |= own
        if subject.status is _ELIGIBLE or status is _NOT_ELIGIBLE:
            status = subject.status
    place = subjects.answers.get(compiled.benefit.routing)
    if place is None and status is not _NOT_ELIGIBLE:
        bits |= compiled.routing_bit
    return _new(
        BenefitAssessment,
        (
            compiled.benefit,
            compiled.policy_status,
            status,
            subjects.keys(bits),
            tuple([subject for subject, _ in pairs]),
            compiled.departments.get(place, compiled.city_departments),
        ),
    )


def _assess_subject(subjects: _Subjects, compiled: ProgramBenefit, judged: _Judged) -> tuple[SubjectAssessment, int]:
    """The subject's assessment and the bits of what it is missing."""
    tiers: list[TierOutcome] = []
    open_tiers: list[ProgramTier] = []
    amounts: list[AssessedAmount] = []
    bits = 0
    holds: Kleene = False
    for tier in compiled.tiers:
        outcomes = tier.pick(judged.outcomes)
        outcome = False if tier.amount is None else all_of(outcomes)
        if tier.amount is not None and outcome is not False and holds is not True:
            holds = outcome
            amount = tier.assessed or _percent(subjects, tier.amount)
            if not amounts or amount not in amounts:
                amounts.append(amount)
            if outcome is None:
                open_tiers.append(tier)
        tiers.append(_new(TierOutcome, (tier.tier, tier.amount, outcome, tier.pick(judged.reasons))))
    status = _STATUS[holds]
    # A child of whom nothing is known settles nothing but that none can be eligible: there may be no child at all.
    if holds is not False and compiled.is_per_child and not subjects.children_known:
        status, bits = _UNDETERMINED, judged.bits[CHILDREN]
    if open_tiers and (status is _UNDETERMINED or len(amounts) > 1):
        bits |= _open_bits(open_tiers, judged)
    for assessed in amounts:
        if assessed.yuan is None and assessed.amount.of is not None:
            bits |= judged.bits[assessed.amount.of]
    subject = _new(
        SubjectAssessment,
        (
            judged.child,
            status,
            amounts[0] if status is _ELIGIBLE and len(amounts) == 1 else None,
            tuple(amounts),
            subjects.keys(bits),
            tuple(dict.fromkeys(name for tier in open_tiers for name in tier.awaits)) if open_tiers else (),
            tuple(tiers),
        ),
    )
    return subject, bits


def _open_bits(open_tiers: list[ProgramTier], judged: _Judged) -> int:
    """What stands, itself or behind a derived fact, in the unknown conditions of these tiers."""
    bits = 0
    for tier in open_tiers:
        for condition, outcome, _, awaited in tier.pick(judged.reasons):
            if outcome is None and awaited is None:
                bits |= judged.bits[condition.fact]
    return bits


def _percent(subjects: _Subjects, amount: Amount) -> AssessedAmount:
    """The percentage of the named fact, rounded half up to the fen; None where that fact is unknown."""
    base = subjects.answers.get(amount.of or "")
    if not isinstance(base, Decimal) or amount.percent is None:
        return AssessedAmount(amount, None)
    return AssessedAmount(amount, (base * amount.percent / 100).quantize(FEN, ROUND_HALF_UP))


def _totals(program: Program, results: tuple[BenefitAssessment, ...]) -> Totals:
    """By policy status, the one-off and monthly amounts given of eligible resident benefits."""
    totals: Totals = {
        status: {AmountKind.ONE_OFF: Decimal("0.00"), AmountKind.MONTHLY: Decimal("0.00")}
        for status in program.statuses
    }
    for compiled, result in zip(program.benefits, results, strict=True):
        if compiled.counts and result.status is _ELIGIBLE:
            sums = totals[compiled.policy_status]
            for subject in result.subjects:
                if subject.amount is not None and subject.amount.yuan is not None:
                    kind = subject.amount.amount.kind
                    if kind in sums:
                        sums[kind] += subject.amount.yuan
    return totals


class _Names(dict[tuple[str, ...], tuple[str, ...]]):
    """The names of departments by their keys; few lists occur in a rulebook, so each is looked up once."""

    def __init__(self, rulebook: Rulebook) -> None:
        super().__init__()
        self.departments = rulebook.department_of

    def __missing__(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        names = self[keys] = tuple(self.departments[key].name for key in keys)
        return names


_names_of = lru_cache(maxsize=16)(_Names)


def _benefit_json(result: BenefitAssessment, names: _Names) -> dict[str, Any]:
    benefit = result.benefit
    household = result.subjects[0] if benefit.per is _HOUSEHOLD else None
    children = result.children
    return {
        "key": benefit.key,
        "measure": benefit.measure,
        "per": benefit.per,
        "audience": benefit.audience,
        "firmness": benefit.firmness,
        "policy_status": result.policy_status,
        "status": result.status,
        "amount": _amount_json(household.amount) if household else None,
        "candidates": [_amount_json(amount) for amount in household.candidates] if household else [],
        "missing": result.missing,
        "awaits": household.awaits if household else result.awaits,
        "children": None if children is None else [{"index": child.child} | _subject_json(child) for child in children],
        "enquire_at": names.departments[benefit.enquire_at].name,
        "departments": names[result.departments],
    }


def _subject_json(subject: SubjectAssessment) -> dict[str, Any]:
    return {
        "status": subject.status,
        "amount": _amount_json(subject.amount),
        "candidates": [_amount_json(amount) for amount in subject.candidates],
        "missing": subject.missing,
    }


def _amount_json(assessed: AssessedAmount | None) -> dict[str, Any] | None:
    if assessed is None:
        return None
    amount, yuan = assessed
    data: dict[str, Any] = {"kind": amount.kind}
    if amount.percent is not None:
        data |= {"percent": amount.percent, "of": amount.of, "yuan": None}
    if yuan is not None:
        data["yuan"] = str(yuan)
    if amount.basis is not None:
        data["basis"] = amount.basis
    return data
