"""What may be asked of a household or child, and what is derived from it.

The questions themselves are data (a release's rows); their types, the comparisons each type allows, the derived facts
and the parameters of a document are code. Source: policy facts.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import NamedTuple, TypeAlias

from benefits.eligibility.logic import Kleene, any_of

MAX_CHILDREN = 10
# The smallest unit of money, in yuan.
FEN = Decimal("0.01")
MINOR_UNTIL_MONTHS = 216
# Questions that must exist whatever staff edit, because derived facts are computed from them.
CHILDREN = "children"
BIRTH_DATE = "birth_date"
# No rule may use it and it is never missing: it only moves a timeline.
DUE_DATE = "due_date"
# What the due date ends.
PREGNANT = "pregnant"


class Absent(Enum):
    """A fact that is known not to exist, such as the birth of a second child where there is one child."""

    ABSENT = "absent"


Value: TypeAlias = bool | int | str | Decimal | date
Answer: TypeAlias = Value | Absent | None


class Scope(StrEnum):
    """Whom a fact is about, and of whom a benefit is assessed."""

    HOUSEHOLD = "household"
    CHILD = "child"


class FactType(StrEnum):
    """What kind of value a fact has. CHILDREN is the list of children itself."""

    BOOL = "bool"
    CHOICE = "choice"
    INTEGER = "integer"
    MONEY = "money"
    DATE = "date"
    CHILDREN = "children"


class Operator(StrEnum):
    """The closed set of comparisons that a condition may make."""

    IS = "is"
    IS_NOT = "is_not"
    ONE_OF = "one_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    ON_OR_AFTER = "on_or_after"
    BEFORE = "before"


_NUMBER = frozenset({Operator.AT_LEAST, Operator.AT_MOST, Operator.BETWEEN})
OPERATORS: dict[FactType, frozenset[Operator]] = {
    FactType.BOOL: frozenset({Operator.IS}),
    FactType.CHOICE: frozenset({Operator.IS, Operator.IS_NOT, Operator.ONE_OF}),
    FactType.INTEGER: _NUMBER | {Operator.IS, Operator.IS_NOT, Operator.ONE_OF},
    FactType.MONEY: _NUMBER,
    FactType.DATE: frozenset({Operator.ON_OR_AFTER, Operator.BEFORE, Operator.BETWEEN}),
    FactType.CHILDREN: frozenset(),
}


def operators_of(key: str, kind: FactType) -> frozenset[Operator]:
    """The comparisons that a condition may make with this fact; none: no condition may use it."""
    return frozenset() if key == DUE_DATE else OPERATORS[kind]


# Parameters of a policy document that a condition may compare with.
PARAMETERS: dict[str, FactType] = {"policy_published_on": FactType.DATE}


@dataclass(frozen=True, slots=True)
class Question:
    """One fact that may be asked. Limits are included; days are counted from the day of the assessment."""

    key: str
    scope: Scope
    type: FactType
    section: str
    values: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    earliest_days: int | None = None
    latest_days: int | None = None


class Family(NamedTuple):
    """What derived facts are computed from: each child's birth date and age in months, unknown where not given."""

    births: tuple[date | None, ...] | None
    ages: tuple[int | None, ...] | None


@dataclass(frozen=True, slots=True)
class Derived:
    """A computed fact: its name, of whom it is, its type, and the asked facts behind it."""

    label: str
    label_en: str
    of: Scope
    type: FactType
    needs: tuple[str, ...]
    compute: Callable[[Family], Answer]

    @property
    def minimum(self) -> Decimal | None:
        """The least value: what is computed as a number counts children or months."""
        return Decimal(0) if self.type is FactType.INTEGER else None


def age_months(born: date, on: date) -> int:
    """Completed calendar months of age on `on` (convention: policy facts). Raises ValueError if born after `on`."""
    if born > on:
        raise ValueError(f"born {born} after {on}")
    months = (on.year - born.year) * 12 + on.month - born.month
    if on.day >= born.day:
        return months
    # A month that lacks the day counts its last day.
    return months if on.day == monthrange(on.year, on.month)[1] else months - 1


def months_after(day: date, months: int) -> date:
    """The day on which a child born on `day` turns so many months old, by the same convention. Raises ValueError
    beyond the calendar's end.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def family_of(births: tuple[date | None, ...] | None, on: date) -> Family:
    """The family on a day. Raises ValueError if a child is born after it."""
    if births is None:
        return Family(None, None)
    return Family(births, tuple(None if born is None else age_months(born, on) for born in births))


def _children_count(family: Family) -> int | None:
    return None if family.births is None else len(family.births)


def _multi_child(family: Family) -> Kleene:
    return None if family.births is None else len(family.births) >= 2


def _second_child_born_on(family: Family) -> date | Absent | None:
    if family.births is None:
        return None
    if len(family.births) < 2:
        return Absent.ABSENT
    known = [born for born in family.births if born is not None]
    return sorted(known)[1] if len(known) == len(family.births) else None


AGE_MONTHS = "age_months"
SECOND_CHILD_BORN_ON = "second_child_born_on"
# The facts that some child is younger than so many months.
AGE_LIMITS = {"has_minor_child": MINOR_UNTIL_MONTHS, "has_child_under_3": 36, "has_child_under_1": 12}


def _has_child_under(fact: str) -> Callable[[Family], Kleene]:
    months = AGE_LIMITS[fact]

    def compute(family: Family) -> Kleene:
        if family.ages is None:
            return None
        return any_of([None if age is None else age < months for age in family.ages])

    return compute


_COUNT = (CHILDREN,)
_BIRTHS = (CHILDREN, BIRTH_DATE)
DERIVED: dict[str, Derived] = {
    "children_count": Derived(
        "孩子数量", "Number of children", Scope.HOUSEHOLD, FactType.INTEGER, _COUNT, _children_count
    ),
    "multi_child": Derived(
        "有2个及以上孩子", "Two or more children", Scope.HOUSEHOLD, FactType.BOOL, _COUNT, _multi_child
    ),
    SECOND_CHILD_BORN_ON: Derived(
        "第2个孩子的出生日期",
        "Birth date of the second child",
        Scope.HOUSEHOLD,
        FactType.DATE,
        _BIRTHS,
        _second_child_born_on,
    ),
    "has_minor_child": Derived(
        "有未满18岁的孩子",
        "A child under 18",
        Scope.HOUSEHOLD,
        FactType.BOOL,
        _BIRTHS,
        _has_child_under("has_minor_child"),
    ),
    "has_child_under_3": Derived(
        "有未满3岁的孩子",
        "A child under 3",
        Scope.HOUSEHOLD,
        FactType.BOOL,
        _BIRTHS,
        _has_child_under("has_child_under_3"),
    ),
    "has_child_under_1": Derived(
        "有未满1岁的孩子",
        "A child under 1",
        Scope.HOUSEHOLD,
        FactType.BOOL,
        _BIRTHS,
        _has_child_under("has_child_under_1"),
    ),
    # Of one child: computed on a family of that child alone.
    AGE_MONTHS: Derived(
        "孩子月龄",
        "Child's age in months",
        Scope.CHILD,
        FactType.INTEGER,
        (BIRTH_DATE,),
        lambda family: None if not family.ages else family.ages[0],
    ),
}
