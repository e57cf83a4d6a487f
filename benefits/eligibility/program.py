"""A rulebook compiled for assessing: each distinct condition once, tiers as positions among them.

Many benefits ask the same thing (is she pregnant, is a child under 3), so each condition is evaluated once a household
or child, and a tier only collects what its conditions gave. A program holds for all days between two on which some
tier or amount begins or ends.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from benefits.eligibility.facts import (
    AGE_MONTHS,
    BIRTH_DATE,
    CHILDREN,
    DERIVED,
    MAX_CHILDREN,
    Absent,
    Answer,
    FactType,
    Operator,
    Scope,
    Value,
)
from benefits.eligibility.logic import Kleene
from benefits.eligibility.rulebook import Amount, AmountKind, Audience, Benefit, Condition, PolicyStatus, Rulebook, Tier

# A family of the most children that can be told of may have one more on a timeline.
_MOST_CHILDREN = MAX_CHILDREN + 1


class Reason(NamedTuple):
    """One condition and the answer (None: unknown) that met it, failed it or left it open.

    `awaited` names the parameter that the condition waits for, whatever is answered.
    """

    condition: Condition
    outcome: Kleene
    answer: Answer
    awaited: str | None = None


class AssessedAmount(NamedTuple):
    """An amount with its `yuan`: as the rule says, or the percentage worked out, None where it cannot be."""

    amount: Amount
    yuan: Decimal | None


COMPARE: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.IS: lambda answer, value: bool(answer == value),
    Operator.IS_NOT: lambda answer, value: bool(answer != value),
    Operator.ONE_OF: lambda answer, value: answer in value,
    Operator.AT_LEAST: lambda answer, value: bool(answer >= value),
    Operator.AT_MOST: lambda answer, value: bool(answer <= value),
    Operator.BETWEEN: lambda answer, value: bool(value[0] <= answer <= value[1]),
    Operator.ON_OR_AFTER: lambda answer, value: bool(answer >= value),
    Operator.BEFORE: lambda answer, value: bool(answer < value),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """One distinct condition: the fact to look up, and how to judge its answer."""

    fact: str
    judge: Callable[[Answer], Reason]


@dataclass(frozen=True, slots=True)
class ProgramTier:
    """A tier on these days: its amount (None: outside its dates) and where its conditions stand among the slots."""

    tier: Tier
    amount: Amount | None
    assessed: AssessedAmount | None
    pick: Callable[[list[Any]], tuple[Any, ...]]
    awaits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgramBenefit:
    """A benefit ready to assess; `departments` by the answer to its routing fact (None: unknown)."""

    benefit: Benefit
    policy_status: PolicyStatus
    is_per_child: bool
    counts: bool
    tiers: tuple[ProgramTier, ...]
    routing_bit: int
    departments: Mapping[Answer, tuple[str, ...]]
    city_departments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """A rulebook's tables. A missing fact is a bit; bits stand in the release's order: household, then each child.

    `household_bits` and `child_bits` (by the child's index) give the bit behind an unknown fact; a child of whom
    nothing is known has `unknown_child_bits`. `derived` are the household's derived facts that conditions use.
    """

    names: tuple[str, ...]
    household_slots: tuple[Slot, ...]
    child_slots: tuple[Slot, ...]
    derived: tuple[str, ...]
    household_bits: Mapping[str, int]
    child_bits: tuple[Mapping[str, int], ...]
    unknown_child_bits: Mapping[str, int]
    benefits: tuple[ProgramBenefit, ...]
    statuses: tuple[PolicyStatus, ...]


def program_on(rulebook: Rulebook, on: date) -> Program:
    """The program for a day; compiled once for all days on which the same tiers and amounts apply."""
    return _compile(rulebook, bisect_right(_changes(rulebook), on))


@lru_cache(maxsize=16)
def _changes(rulebook: Rulebook) -> tuple[date, ...]:
    return changes(rulebook.benefits)


def changes(benefits: Iterable[Benefit]) -> tuple[date, ...]:
    """The days, in order, on which a tier or amount begins, or has just ended."""
    periods = [
        period
        for benefit in benefits
        for tier in benefit.tiers
        for period in (tier.period, *(dated.period for dated in tier.amounts))
    ]
    begins = {period.valid_from for period in periods if period.valid_from is not None}
    ends = {
        period.valid_until + timedelta(days=1)
        for period in periods
        if period.valid_until is not None and period.valid_until < date.max
    }
    return tuple(sorted(begins | ends))


@lru_cache(maxsize=128)
def _compile(rulebook: Rulebook, stretch: int) -> Program:
    changes = _changes(rulebook)
    return _Compiler(rulebook, changes[stretch - 1] if stretch else date.min).program()


class _Compiler:
    """Numbers the distinct conditions while it goes through the benefits."""

    def __init__(self, rulebook: Rulebook, on: date) -> None:
        self.rulebook = rulebook
        self.on = on
        self.slots: dict[Scope, dict[tuple[Any, ...], tuple[int, Slot]]] = {Scope.HOUSEHOLD: {}, Scope.CHILD: {}}
        self.household_keys = tuple(rulebook.questions_by_scope[Scope.HOUSEHOLD])
        self.child_keys = tuple(rulebook.questions_by_scope[Scope.CHILD])
        self.household_bits = {key: 1 << place for place, key in enumerate(self.household_keys)}

    def program(self) -> Program:
        rulebook = self.rulebook
        documents = {
            benefit.measure: rulebook.document_of[rulebook.measure_of[benefit.measure].document]
            for benefit in rulebook.benefits
        }
        # All household conditions come first in a subject's list, so they are numbered before the children's.
        for benefit in rulebook.benefits:
            for tier in benefit.tiers:
                for condition in tier.conditions:
                    self._slot(condition, documents[benefit.measure].parameters)
        benefits = tuple(self._benefit(benefit) for benefit in rulebook.benefits)
        facts = {
            condition.fact for benefit in rulebook.benefits for tier in benefit.tiers for condition in tier.conditions
        }
        child_facts = (*self.child_keys, AGE_MONTHS)
        children = tuple(f"{CHILDREN}.{index}.{key}" for index in range(_MOST_CHILDREN) for key in self.child_keys)
        return Program(
            names=self.household_keys + children,
            household_slots=self._slots_of(Scope.HOUSEHOLD),
            child_slots=self._slots_of(Scope.CHILD),
            derived=tuple(key for key, fact in DERIVED.items() if key in facts and fact.of is Scope.HOUSEHOLD),
            household_bits=self.household_bits,
            child_bits=tuple(self._child_bits(index) for index in range(_MOST_CHILDREN)),
            unknown_child_bits=dict.fromkeys(child_facts, self.household_bits[CHILDREN]),
            benefits=benefits,
            statuses=tuple(dict.fromkeys(benefit.policy_status for benefit in benefits)),
        )

    def _child_bits(self, index: int) -> dict[str, int]:
        first = len(self.household_keys) + index * len(self.child_keys)
        bits = {key: 1 << (first + place) for place, key in enumerate(self.child_keys)}
        return bits | {AGE_MONTHS: bits[BIRTH_DATE]}

    def _slots_of(self, scope: Scope) -> tuple[Slot, ...]:
        return tuple(slot for _, slot in self.slots[scope].values())

    def _scope(self, fact: str) -> Scope:
        return DERIVED[fact].of if fact in DERIVED else self.rulebook.question_of[fact].scope

    def _slot(self, condition: Condition, parameters: Mapping[str, date | None]) -> int:
        """The number of the condition's slot among those of its scope."""
        value: object = condition.value if condition.parameter is None else parameters.get(condition.parameter)
        slots = self.slots[self._scope(condition.fact)]
        key = (condition, value)
        if key not in slots:
            slots[key] = (len(slots), self._new_slot(condition, value))
        return slots[key][0]

    def _new_slot(self, condition: Condition, value: object) -> Slot:
        awaits = condition.parameter if value is None else None
        return Slot(
            fact=condition.fact,
            judge=self._judge(condition, value, awaits),
        )

    def _judge(self, condition: Condition, value: object, awaits: str | None) -> Callable[[Answer], Reason]:
        if awaits is not None:
            return lambda answer: Reason(condition, None, answer, awaits)
        compare = COMPARE[condition.operator]
        possible = self._possible(condition.fact)
        if possible:
            reasons: dict[Answer, Reason] = {None: Reason(condition, None, None)}
            reasons |= {answer: Reason(condition, compare(answer, value), answer) for answer in possible}
            return reasons.__getitem__

        def judge(answer: Answer) -> Reason:
            if answer is None:
                return Reason(condition, None, None)
            return Reason(condition, answer is not Absent.ABSENT and compare(answer, value), answer)

        return judge

    def _possible(self, fact: str) -> tuple[Value, ...]:
        """All answers of a fact that has few; their reasons are made once."""
        match self.rulebook.fact_type(fact):
            case FactType.BOOL:
                return (True, False)
            case FactType.CHOICE:
                return self.rulebook.question_of[fact].values
            case _:
                return ()

    def _benefit(self, benefit: Benefit) -> ProgramBenefit:
        measure = self.rulebook.measure_of[benefit.measure]
        document = self.rulebook.document_of[measure.document]
        city = tuple(key for key in measure.departments if self.rulebook.department_of[key].district is None)
        governments = {
            self.rulebook.department_of[key].district: key for key in measure.departments if key not in set(city)
        }
        departments: dict[Answer, tuple[str, ...]] = {
            district: (*city, key) for district, key in governments.items() if district is not None
        }
        departments[None] = (*city, *governments.values())
        return ProgramBenefit(
            benefit=benefit,
            policy_status=document.status,
            is_per_child=benefit.per is Scope.CHILD,
            counts=benefit.audience is Audience.RESIDENT,
            tiers=tuple(self._tier(tier, document.parameters) for tier in benefit.tiers),
            routing_bit=self.household_bits[benefit.routing],
            departments=departments,
            city_departments=city,
        )

    def _tier(self, tier: Tier, parameters: Mapping[str, date | None]) -> ProgramTier:
        offset = len(self.slots[Scope.HOUSEHOLD])
        places = tuple(
            self._slot(condition, parameters) + (offset if self._scope(condition.fact) is Scope.CHILD else 0)
            for condition in tier.conditions
        )
        amount = tier.amount_on(self.on)
        return ProgramTier(
            tier=tier,
            amount=amount,
            assessed=AssessedAmount(amount, amount.yuan) if amount and amount.kind is not AmountKind.PERCENT else None,
            pick=_picker(places),
            awaits=tuple(
                condition.parameter
                for condition in tier.conditions
                if condition.parameter is not None and parameters.get(condition.parameter) is None
            ),
        )


def _picker(places: tuple[int, ...]) -> Callable[[list[Any]], tuple[Any, ...]]:
    """Items at these places as a tuple; `itemgetter` alone gives none for no place and a bare item for one."""
    match places:
        case ():
            return lambda items: ()
        case (place,):
            return lambda items: (items[place],)
        case _:
            return itemgetter(*places)
