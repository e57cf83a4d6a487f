"""The cells that conditions cut the facts into, and the boxes of cells in which tiers hold.

Within a cell no condition of the benefit tells two answers apart, so one answer stands for all of it, and the engine's
own comparisons say whether a condition is met there. Facts that hang together make one dimension: the number of
children, whether there are two, the second one's birth date, whether a child is under a limit of age, and the age of
the child that a benefit is assessed for.

What hangs together only by the day of the assessment is taken for independent: a child's birth date and its age, the
second child's birth date and the ages, dates that may be answered only so many days from that day. Of each date alone
the first and the last that some day of the tier allows are kept. So a household may seem possible that is not, and a
contradiction of that kind goes unfound; a household that is possible never seems impossible.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise, product
from typing import NamedTuple, TypeAlias

from benefits.eligibility.facts import (
    AGE_LIMITS,
    AGE_MONTHS,
    DERIVED,
    FEN,
    MAX_CHILDREN,
    SECOND_CHILD_BORN_ON,
    Absent,
    Answer,
    FactType,
    Family,
    Question,
    Scope,
    Value,
)
from benefits.eligibility.household import FARTHEST
from benefits.eligibility.logic import Kleene
from benefits.eligibility.program import COMPARE, changes
from benefits.eligibility.rulebook import Benefit, Condition, Rulebook

# For every dimension the cells in question, each a bit.
Box: TypeAlias = tuple[int, ...]
_OLDEST_MONTHS = (date.max.year - date.min.year + 1) * 12


class Days(NamedTuple):
    """Days in a row, both included, on which a benefit's tiers and their amounts stay the same."""

    first: date
    last: date


def stretches(benefit: Benefit) -> list[Days]:
    """All days, cut where one of the benefit's tiers or amounts begins or ends."""
    firsts = sorted({date.min, *changes([benefit])})
    lasts = [first - timedelta(days=1) for first in firsts[1:]]
    return [Days(*ends) for ends in zip(firsts, [*lasts, date.max], strict=True)]


class _Dimension(NamedTuple):
    """Facts that hang together, and their answers in each cell."""

    facts: tuple[str, ...]
    cells: Sequence[tuple[Answer, ...]]

    @property
    def whole(self) -> int:
        """All of its cells."""
        return (1 << len(self.cells)) - 1


class Grid:
    """The cells of all facts that a benefit's conditions use, on some days, the document's parameters being given."""

    def __init__(self, rulebook: Rulebook, benefit: Benefit, days: Days, parameters: Mapping[str, date]) -> None:
        """Cut every fact where some condition's outcome changes."""
        self._parameters = parameters
        conditions = [condition for tier in benefit.tiers for condition in tier.conditions]
        compared: dict[str, list[Value]] = {}
        for condition in conditions:
            compared.setdefault(condition.fact, []).extend(_values(condition, parameters))
        # A question that nobody can answer on these days still has one cell, in which no condition is met.
        self._dimensions = [
            _Dimension((fact,), [(answer,) for answer in _answers(rulebook.question_of[fact], days, values) or (None,)])
            for fact, values in compared.items()
            if fact not in DERIVED
        ]
        derived = {fact: values for fact, values in compared.items() if fact in DERIVED}
        if derived:
            families = dict.fromkeys(_families(derived, days, is_of_child=benefit.per is Scope.CHILD))
            self._dimensions.append(_Dimension(tuple(derived), list(families)))
        self._met = {condition: self._cells_met(condition) for condition in conditions}

    def box(self, conditions: Iterable[Condition]) -> Box:
        """The cells in which these conditions of the benefit are met."""
        box = [dimension.whole for dimension in self._dimensions]
        for condition in conditions:
            place, cells = self._met[condition]
            box[place] &= cells
        return tuple(box)

    def _cells_met(self, condition: Condition) -> tuple[int, int]:
        """The condition's dimension, and the cells of it in which it is met."""
        place = next(place for place, found in enumerate(self._dimensions) if condition.fact in found.facts)
        dimension = self._dimensions[place]
        column = dimension.facts.index(condition.fact)
        compare, value = COMPARE[condition.operator], _value(condition, self._parameters)
        met = 0
        for number, cell in enumerate(dimension.cells):
            answer = cell[column]
            if answer is not None and answer is not Absent.ABSENT and compare(answer, value):
                met |= 1 << number
        return place, met


def parameter_choices(rulebook: Rulebook, benefit: Benefit, days: Days) -> list[Mapping[str, date]]:
    """The parameters of a benefit's document; several choices where one is awaited, which may come to be any day."""
    document = rulebook.document_of[rulebook.measure_of[benefit.measure].document]
    conditions = [condition for tier in benefit.tiers for condition in tier.conditions]
    known = {name: day for name, day in document.parameters.items() if day is not None}
    named = {condition.parameter for condition in conditions if condition.parameter is not None}
    awaited = sorted(named.difference(known))
    chosen = product(_orders(rulebook, conditions, days, len(awaited)), repeat=len(awaited))
    return [{**known, **dict(zip(awaited, choice, strict=True))} for choice in chosen]


def is_empty(box: Box) -> bool:
    """Whether no household is in the box."""
    return 0 in box


def is_covered(box: Box, by: Sequence[Box], steps: Iterator[int]) -> Kleene:
    """Whether every household of the box, if any, is in one of the others; unknown where the steps do not suffice."""
    pieces = [] if is_empty(box) else [(box, 0)]
    for _ in steps:
        if not pieces:
            return True
        piece, number = pieces.pop()
        if number == len(by):
            return False
        pieces.extend((rest, number + 1) for rest in _outside(piece, by[number]))
    return None


def age_runs(conditions: Iterable[Condition]) -> list[tuple[int, int]]:
    """All ages in months, cut where the outcome of a condition on them changes: each run's first and last."""
    return _runs(0, _OLDEST_MONTHS, [value for condition in conditions for value in _values(condition, {})])


def _outside(piece: Box, box: Box) -> Iterator[Box]:
    """What is left of a piece outside a box, in pieces that do not overlap."""
    if is_empty(tuple(one & other for one, other in zip(piece, box, strict=True))):
        yield piece
        return
    for place, (one, other) in enumerate(zip(piece, box, strict=True)):
        rest = one & ~other
        if rest:
            inside = (first & second for first, second in zip(piece[:place], box[:place], strict=True))
            yield (*inside, rest, *piece[place + 1 :])


def _value(condition: Condition, parameters: Mapping[str, date]) -> object:
    return condition.value if condition.parameter is None else parameters[condition.parameter]


def _values(condition: Condition, parameters: Mapping[str, date]) -> tuple[Value, ...]:
    """What the condition compares with, one by one."""
    if condition.parameter is not None:
        return (parameters[condition.parameter],)
    if isinstance(condition.value, tuple):
        return condition.value
    return () if condition.value is None else (condition.value,)


def _answers(question: Question, days: Days, values: Collection[Value]) -> Sequence[Answer]:
    """One answer of each cell that comparing with the values cuts a question's answers into."""
    match question.type:
        case FactType.BOOL:
            return (True, False)
        case FactType.CHOICE:
            return question.values
        case FactType.DATE:
            return _dates(*_date_limits(question, days), values)
        case _:
            low = -FARTHEST if question.minimum is None else question.minimum
            high = FARTHEST if question.maximum is None else question.maximum
            if question.type is FactType.MONEY:
                return _firsts(low, high, FEN, values)
            return [int(first) for first in _firsts(low, high, Decimal(1), values)]


def _families(
    compared: Mapping[str, Collection[Value]], days: Days, *, is_of_child: bool
) -> Iterator[tuple[Answer, ...]]:
    """What the compared derived facts are in every kind of family that they tell apart."""
    limits = [AGE_LIMITS[fact] for fact in compared if fact in AGE_LIMITS]
    counts = [first for first, _ in _runs(int(is_of_child), MAX_CHILDREN, [1, *compared.get("children_count", ())])]
    ages = [
        first
        for first, _ in _runs(0, _OLDEST_MONTHS, [*(limit - 1 for limit in limits), *compared.get(AGE_MONTHS, ())])
    ]
    seconds = _dates(*_date_limits(None, days), compared.get(SECOND_CHILD_BORN_ON, ()))
    # All other children are as old as the youngest of them: no fact asks for more.
    for count, age, youngest in product(counts, ages if is_of_child else [0], [0, *limits]):
        others = (youngest,) * (count - is_of_child)
        family = Family((None,) * count, (age, *others) if is_of_child else others)
        known = {fact: DERIVED[fact].compute(family) for fact in compared}
        for second in seconds if count > 1 else [Absent.ABSENT]:
            yield tuple(second if fact == SECOND_CHILD_BORN_ON else known[fact] for fact in compared)


def _date_limits(question: Question | None, days: Days) -> tuple[int, int]:
    """The ordinals of the first and the last date that can be answered on some of the days; of no question: a birth."""
    earliest, latest = (None, 0) if question is None else (question.earliest_days, question.latest_days)
    first, last = date.min.toordinal(), date.max.toordinal()
    if earliest is not None:
        first = max(first, days.first.toordinal() + earliest)
    if latest is not None:
        last = min(last, days.last.toordinal() + latest)
    return first, last


def _runs(low: int, high: int, values: Collection[Value]) -> list[tuple[int, int]]:
    firsts = [int(first) for first in _firsts(Decimal(low), Decimal(high), Decimal(1), values)]
    return [(first, after - 1) for first, after in pairwise([*firsts, high + 1])]


def _dates(first: int, last: int, values: Collection[Value]) -> list[date]:
    return [date.fromordinal(int(day)) for day in _firsts(Decimal(first), Decimal(last), Decimal(1), values)]


def _firsts(low: Decimal, high: Decimal, step: Decimal, values: Collection[Value]) -> list[Decimal]:
    """Where cells begin between two limits: at the lower, at each value, and just after it."""
    numbers = [_number(value) for value in values]
    within = [number for number in numbers if low <= number <= high]
    begins = {low.quantize(step, ROUND_CEILING)}
    begins |= {number.quantize(step, ROUND_CEILING) for number in within}
    begins |= {number.quantize(step, ROUND_FLOOR) + step for number in within}
    return sorted(first for first in begins if low <= first <= high)


def _number(value: Value) -> Decimal:
    return Decimal(value.toordinal()) if isinstance(value, date) else Decimal(value)


def _orders(rulebook: Rulebook, conditions: Iterable[Condition], days: Days, awaited: int) -> list[date]:
    """Days that stand for all that awaited parameters may come to be: where cells of dates begin, and right after."""
    begins = {date.min.toordinal()}
    for condition in conditions:
        if rulebook.fact_type(condition.fact) is FactType.DATE:
            first, last = _date_limits(rulebook.question_of.get(condition.fact), days)
            begins |= {first, last + 1}
            if condition.parameter is None:
                begins |= {int(_number(day)) + after for day in _values(condition, {}) for after in (0, 1)}
    ordinals = sorted({begin + after for begin in begins for after in range(awaited + 1)})
    return [date.fromordinal(day) for day in ordinals if date.min.toordinal() <= day <= date.max.toordinal()]
