"""Random days and households, dense where the rules change their mind: at ages, dates, sums and ends of months.

A household is read off random bytes, one pair a fact: whether it is known, and which of its table of values it has.
Drawing each fact by itself would take longer than all that is tested with it; bytes shrink to unknown facts as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any, TypeAlias

from hypothesis import strategies as st

from tests.eligibility.oracle import anniversary
from tests.rulebooks import rules_json

Json: TypeAlias = dict[str, Any]
Case: TypeAlias = tuple[date, Json]

ISSUED = "2025-03-01"
MAX_CHILDREN = 10
# Months at which some tier begins or ends, and what lies beyond all of them.
AGES = (0, 1, 11, 12, 18, 19, 20, 24, 35, 36, 37, 71, 72, 179, 180, 191, 192, 215, 216, 300)
NEAR_DATES = ("2015-12-31", "2016-01-01", "2025-02-28", ISSUED, "2025-03-02")
# Sums around those that rules name, and sums whose percentages end in half a fen.
SUMS = ("0.00", "0.01", "0.03", "99.99", "100.00", "100.01", "1234.55", "20000.00", "20000.01", "50000.50", "50000.51")
# Ends and beginnings of months long and short, and plain days.
DAYS = tuple(
    date.fromisoformat(day)
    for day in (
        *("2024-02-28", "2024-02-29", "2024-03-01", "2024-03-31", "2024-04-30", "2024-12-31", "2025-01-01"),
        *("2025-01-30", "2025-01-31", "2025-02-28", "2025-03-01", "2025-05-31", "2025-06-30", "2026-03-30"),
        *("2026-11-23", "2027-08-15", "2028-02-29", "2028-10-07", "2030-02-28", "2030-08-31"),
    )
)
seeds = st.integers(0, 1_000_000)


@cache
def real_rules(policy_published_on: str | None = None) -> Json:
    """The thirteen measures' JSON, with the day of issue set or not."""
    return rules_json(**({} if policy_published_on is None else {"policy_published_on": policy_published_on}))


@cache
def births(on: date) -> tuple[str, ...]:
    """Days on, just before and just after those born on which turn some age on `on`, and those that rules name."""
    turning = {anniversary(on, -months) + timedelta(days=days) for months in AGES for days in (-1, 0, 1)}
    named = set(map(date.fromisoformat, NEAR_DATES))
    return tuple(day.isoformat() for day in sorted(turning | named) if day <= on)


def _values(question: Json, on: date) -> tuple[Any, ...]:
    match question["type"]:
        case "bool":
            return (True, False)
        case "choice":
            return tuple(question["values"])
        case "integer":
            return tuple(range(question["minimum"], question["maximum"] + 1))
        case "money":
            return (*SUMS, "100000000.00")
        case "date" if question["key"] == "due_date":
            return tuple((on + timedelta(days=days)).isoformat() for days in (0, 1, 150, 300))
        case _:
            return births(on)


@cache
def _tables(scope: str, on: date, only: frozenset[str] | None) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """Each fact of the scope with the values that it may have."""
    return tuple(
        (question["key"], _values(question, on))
        for question in real_rules()["questions"]
        if question["scope"] == scope and question["type"] != "children" and (only is None or question["key"] in only)
    )


def _record(tables: tuple[tuple[str, tuple[Any, ...]], ...], chances: Iterator[int], unknown_below: int) -> Json:
    pairs = [(key, values, next(chances), next(chances)) for key, values in tables]
    return {key: values[which % len(values)] for key, values, chance, which in pairs if chance >= unknown_below}


@cache
def cases_on(on: date, only: frozenset[str] | None = None, *, complete: bool = False) -> st.SearchStrategy[Case]:
    """That day and a household's JSON: any part of the facts or, if `complete`, all of them; of `only` these."""
    home, child = _tables("household", on, only), _tables("child", on, only)

    def read(raw: bytes) -> Case:
        chances = iter(raw)
        # The first bytes say how much is unknown and how many children there are: families are mostly small.
        unknown_below, size, is_large, are_known = (next(chances) for _ in range(4))
        unknown_below = 0 if complete else unknown_below
        household = _record(home, chances, unknown_below)
        if complete or are_known >= 64:
            count = size % (MAX_CHILDREN + 1) if is_large >= 224 else size % 4
            household["children"] = [_record(child, chances, unknown_below) for _ in range(count)]
        return on, household

    size = 4 + 2 * len(home) + 2 * len(child) * MAX_CHILDREN
    return st.binary(min_size=size, max_size=size).map(read)


def cases(*, complete: bool = False) -> st.SearchStrategy[Case]:
    """A day and a household's JSON of that day."""
    return st.sampled_from(DAYS).flatmap(lambda on: cases_on(on, complete=complete))


def part_of(source: Json, seed: int) -> Json:
    """The household with some of its answers, each child's too, left out."""
    choose = Random(seed)
    share = choose.random()

    def some(answers: Json) -> Json:
        return {key: value for key, value in answers.items() if choose.random() < share}

    part = some(source)
    if "children" in part:
        part["children"] = [some(child) for child in part["children"]]
    return part
