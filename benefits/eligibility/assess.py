"""One household's assessment: for each benefit its status, amount, reasons, and what is still missing.

The meaning is the catalogue's: tiers are Kleene "and"s, a status is the Kleene "or" of the tiers, the candidates are
the amounts up to and including the first tier that holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

from benefits.eligibility.facts import AGE_MONTHS, BIRTH_DATE, DERIVED, FEN, Answer, Family, Value, family_of
from benefits.eligibility.household import Household
from benefits.eligibility.logic import Kleene
from benefits.eligibility.program import (
    AssessedAmount,
    Program,
    ProgramBenefit,
    ProgramTier,
    Reason,
    Slot,
    program_on,
)
from benefits.eligibility.rulebook import AmountKind, Benefit, PolicyStatus, Rulebook, Tier

Totals: TypeAlias = dict[PolicyStatus, dict[AmountKind, Decimal]]


class Status(StrEnum):
    """May be, is not, or not settled: an entitlement only where the policy is in force."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNDETERMINED = "undetermined"


_STATUS: dict[Kleene, Status] = {True: Status.ELIGIBLE, False: Status.NOT_ELIGIBLE, None: Status.UNDETERMINED}


class TierOutcome(NamedTuple):
    """A tier, whether the day lies within its dates, what it came to, and every condition's reason."""

    tier: Tier
    is_in_dates: bool
    outcome: Kleene
    reasons: tuple[Reason, ...]

    @property
    def to_change(self) -> tuple[Reason, ...]:
        """The conditions that would have to come out otherwise for the tier to hold."""
        return tuple(reason for reason in self.reasons if reason.outcome is False)


class SubjectAssessment(NamedTuple):
    """The household (`child` None) or one child, counted from 0, assessed for a benefit. Amounts are in yuan."""

    child: int | None
    status: Status
    amount: AssessedAmount | None
    candidates: tuple[AssessedAmount, ...]
    missing: tuple[str, ...]
    awaits: tuple[str, ...]
    tiers: tuple[TierOutcome, ...]

    @property
    def nearest(self) -> tuple[TierOutcome, ...]:
        """Where not eligible: the tiers of this day with the fewest conditions to change."""
        if self.status is not Status.NOT_ELIGIBLE:
            return ()
        failed = [tier for tier in self.tiers if tier.is_in_dates]
        fewest = min((len(tier.to_change) for tier in failed), default=0)
        return tuple(tier for tier in failed if len(tier.to_change) == fewest)


class BenefitAssessment(NamedTuple):
    """One benefit's result. `subjects`: the household, or each child, or one child of whom nothing is known."""

    benefit: Benefit
    policy_status: PolicyStatus
    status: Status
    amount: AssessedAmount | None
    candidates: tuple[AssessedAmount, ...]
    missing: tuple[str, ...]
    awaits: tuple[str, ...]
    children: tuple[SubjectAssessment, ...] | None
    subjects: tuple[SubjectAssessment, ...]
    departments: tuple[str, ...]


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
        names = {key: department.name for key, department in self.rulebook.department_of.items()}
        return {
            "release": self.release,
            "on": self.on.isoformat(),
            "benefits": [_benefit_json(result, names) for result in self.benefits],
            "totals": {
                status: {kind: str(yuan) for kind, yuan in sums.items()} for status, sums in self.totals.items()
            },
        }


def assess(rulebook: Rulebook, household: Household, on: date) -> Assessment:
    """The household's assessment by the rulebook on a day. Raises ValueError if a child is born after `on`."""
    program = program_on(rulebook, on)
    subjects = _Subjects(program, household, on)
    results = tuple(_assess_benefit(subjects, benefit) for benefit in program.benefits)
    return Assessment(rulebook, on, results, _totals(program, results))


class _Judged(NamedTuple):
    """One subject's reasons, with their outcomes and missing bits at the same places."""

    child: int | None
    reasons: list[Reason]
    outcomes: list[Kleene]
    missing: list[int]


class _Subjects:
    """The household and its children with every distinct condition judged, once."""

    def __init__(self, program: Program, household: Household, on: date) -> None:
        self.program = program
        self.answers = household.answers
        self.children_known = household.children is not None
        self._keys: dict[int, tuple[str, ...]] = {0: ()}
        family = family_of(household.births, on)
        derived = {key: DERIVED[key].compute(family) for key in program.household_derived}
        facts: Mapping[str, Answer] = {**household.answers, **derived}
        unknown_births = self._unknown_births(family)
        reasons = [slot.judge(facts.get(slot.fact)) for slot in program.household_slots]
        missing = [
            0 if reason[1] is not None or slot.awaits else self._household_missing(slot, unknown_births)
            for slot, reason in zip(program.household_slots, reasons, strict=True)
        ]
        self.household = _Judged(None, reasons, [reason[1] for reason in reasons], missing)
        self.children = (
            (self._child({}, None, None),)
            if household.children is None or family.ages is None
            else tuple(
                self._child(child, age, index)
                for index, (child, age) in enumerate(zip(household.children, family.ages, strict=True))
            )
        )

    def _unknown_births(self, family: Family) -> int:
        """The bits of what derived facts lack: the children, or the birth dates not given."""
        if family.births is None:
            return self.program.children_bit
        bits = 0
        for born, bit in zip(family.births, self.program.birth_bits, strict=False):
            if born is None:
                bits |= bit
        return bits

    def _household_missing(self, slot: Slot, unknown_births: int) -> int:
        if not slot.is_derived:
            return slot.missing
        return unknown_births if BIRTH_DATE in DERIVED[slot.fact].needs else self.program.children_bit

    def _child(self, child: Mapping[str, Value], age: int | None, index: int | None) -> _Judged:
        """A child judged after the household; `index` None: a child of whom nothing is known."""
        slots = self.program.child_slots
        reasons = [slot.judge(age if slot.fact == AGE_MONTHS else child.get(slot.fact)) for slot in slots]
        shift = (index or 0) * self.program.child_bits
        missing = [
            0
            if reason[1] is not None or slot.awaits
            else self.program.children_bit
            if index is None
            else slot.missing << shift
            for slot, reason in zip(slots, reasons, strict=True)
        ]
        home = self.household
        return _Judged(
            index,
            home.reasons + reasons,
            home.outcomes + [reason[1] for reason in reasons],
            home.missing + missing,
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
    if not compiled.is_per_child:
        subject, bits = _assess_subject(subjects, compiled, subjects.household)
        return _result(subjects, compiled, subject.status, (subject,), bits)
    pairs = [_assess_subject(subjects, compiled, child) for child in subjects.children]
    statuses = [subject.status for subject, _ in pairs]
    bits = 0
    for _, own in pairs:
        bits |= own
    if Status.ELIGIBLE in statuses:
        status = Status.ELIGIBLE
    else:
        status = Status.UNDETERMINED if Status.UNDETERMINED in statuses else Status.NOT_ELIGIBLE
    return _result(subjects, compiled, status, tuple(subject for subject, _ in pairs), bits)


def _result(
    subjects: _Subjects, compiled: ProgramBenefit, status: Status, assessed: tuple[SubjectAssessment, ...], bits: int
) -> BenefitAssessment:
    benefit = compiled.benefit
    place = subjects.answers.get(benefit.routing)
    if place is None and status is not Status.NOT_ELIGIBLE:
        bits |= compiled.routing_bit
    per_child = compiled.is_per_child
    return BenefitAssessment(
        benefit,
        compiled.policy_status,
        status,
        None if per_child else assessed[0].amount,
        () if per_child else assessed[0].candidates,
        subjects.keys(bits),
        assessed[0].awaits
        if len(assessed) == 1
        else tuple(dict.fromkeys(name for subject in assessed for name in subject.awaits)),
        assessed if per_child and subjects.children_known else None,
        assessed,
        compiled.departments.get(place, compiled.city_departments),
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
        if tier.amount is None or False in outcomes:
            outcome: Kleene = False
        else:
            outcome = None if None in outcomes else True
            if holds is not True:
                holds = outcome
                amount = tier.assessed or _percent(subjects, tier)
                if amount not in amounts:
                    amounts.append(amount)
                if outcome is None:
                    open_tiers.append(tier)
        tiers.append(TierOutcome(tier.tier, tier.amount is not None, outcome, tier.pick(judged.reasons)))
    status = _STATUS[holds]
    # A child of whom nothing is known cannot settle anything but that none can be eligible.
    if holds and compiled.is_per_child and not subjects.children_known:
        status, bits = Status.UNDETERMINED, subjects.program.children_bit
    awaits: tuple[str, ...] = ()
    if open_tiers:
        if status is Status.UNDETERMINED or len(amounts) > 1:
            for tier in open_tiers:
                for own in tier.pick(judged.missing):
                    bits |= own
        awaits = tuple(dict.fromkeys(name for tier in open_tiers for name in tier.awaits))
    if amounts:
        bits |= _percent_missing(subjects, amounts)
    settled = status is Status.ELIGIBLE and len(amounts) == 1
    subject = SubjectAssessment(
        judged.child,
        status,
        amounts[0] if settled else None,
        tuple(amounts),
        subjects.keys(bits),
        awaits,
        tuple(tiers),
    )
    return subject, bits


def _percent(subjects: _Subjects, tier: ProgramTier) -> AssessedAmount:
    """The percentage of the named fact, rounded half up to the fen; None where that fact is unknown."""
    amount = tier.amount
    assert amount is not None and amount.percent is not None and amount.of is not None
    base = subjects.answers.get(amount.of)
    if not isinstance(base, Decimal):
        return AssessedAmount(amount, None)
    return AssessedAmount(amount, (base * amount.percent / 100).quantize(FEN, ROUND_HALF_UP))


def _percent_missing(subjects: _Subjects, amounts: list[AssessedAmount]) -> int:
    bits = 0
    for assessed in amounts:
        if assessed[1] is None and assessed[0].of is not None:
            bits |= subjects.program.bit_of[assessed[0].of]
    return bits


def _totals(program: Program, results: tuple[BenefitAssessment, ...]) -> Totals:
    """By policy status, the one-off and monthly amounts given of eligible resident benefits."""
    totals: Totals = {
        status: {AmountKind.ONE_OFF: Decimal("0.00"), AmountKind.MONTHLY: Decimal("0.00")}
        for status in program.statuses
    }
    for compiled, result in zip(program.benefits, results, strict=True):
        if compiled.counts and result.status is Status.ELIGIBLE:
            sums = totals[compiled.policy_status]
            for subject in result.subjects:
                if subject.amount is not None and subject.amount.yuan is not None:
                    kind = subject.amount.amount.kind
                    if kind in sums:
                        sums[kind] += subject.amount.yuan
    return totals


def _benefit_json(result: BenefitAssessment, names: Mapping[str, str]) -> dict[str, Any]:
    benefit = result.benefit
    return {
        "key": benefit.key,
        "measure": benefit.measure,
        "per": benefit.per,
        "audience": benefit.audience,
        "firmness": benefit.firmness,
        "policy_status": result.policy_status,
        "status": result.status,
        "amount": _amount_json(result.amount),
        "candidates": [_amount_json(amount) for amount in result.candidates],
        "missing": result.missing,
        "awaits": result.awaits,
        "children": None if result.children is None else [_child_json(child) for child in result.children],
        "enquire_at": names[benefit.enquire_at],
        "departments": [names[key] for key in result.departments],
    }


def _child_json(subject: SubjectAssessment) -> dict[str, Any]:
    return {
        "index": subject.child,
        "status": subject.status,
        "amount": _amount_json(subject.amount),
        "candidates": [_amount_json(amount) for amount in subject.candidates],
        "missing": subject.missing,
    }


def _amount_json(assessed: AssessedAmount | None) -> dict[str, Any] | None:
    if assessed is None:
        return None
    amount, yuan = assessed
    match amount.kind:
        case AmountKind.ONE_OFF | AmountKind.MONTHLY:
            return {"kind": amount.kind, "yuan": str(yuan)}
        case AmountKind.CEILING:
            return {"kind": amount.kind, "yuan": str(yuan), "basis": amount.basis}
        case AmountKind.PERCENT:
            percent = {"kind": amount.kind, "percent": amount.percent, "of": amount.of}
            return percent | {"yuan": None if yuan is None else str(yuan)}
        case AmountKind.IN_KIND | AmountKind.AS_REGULATED:
            return {"kind": amount.kind}
