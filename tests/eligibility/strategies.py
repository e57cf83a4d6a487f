"""Random days, households and rulebooks, dense where the rules change their mind: at ages, dates and ends of months."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.eligibility.oracle import anniversary
from tests.rulebooks import rules_json

Json = dict[str, Any]

ISSUED = "2025-03-01"
# Months at which some tier begins or ends, and what lies beyond all of them.
AGES = (0, 1, 11, 12, 18, 19, 20, 24, 35, 36, 37, 71, 72, 179, 180, 191, 192, 215, 216, 300)
NEAR_DATES = tuple(map(date.fromisoformat, ("2015-12-31", "2016-01-01", "2025-02-28", ISSUED, "2025-03-02")))
# Few enough that each day's strategies are built once: ends and beginnings of months long and short, and plain days.
DAYS = tuple(
    map(
        date.fromisoformat,
        (
            *("2024-02-28", "2024-02-29", "2024-03-01", "2024-03-31", "2024-04-30", "2024-12-31"),
            *("2025-01-01", "2025-01-30", "2025-01-31", "2025-02-28", "2025-03-01", "2025-05-31", "2025-06-30"),
            *("2026-03-30", "2026-11-23", "2027-08-15", "2028-02-29", "2028-10-07", "2030-02-28", "2030-08-31"),
        ),
    )
)
days = st.sampled_from(DAYS)


@cache
def real_rules(policy_published_on: str | None = None) -> Json:
    """The thirteen measures' JSON, with the day of issue set or not."""
    return rules_json(**({} if policy_published_on is None else {"policy_published_on": policy_published_on}))


@cache
def questions(scope: str) -> tuple[Json, ...]:
    return tuple(question for question in real_rules()["questions"] if question["scope"] == scope)


@cache
def births(on: date) -> st.SearchStrategy[str]:
    """Birth dates on, just before and just after each age's anniversary, and around the dates that rules name."""
    turning = {_turning(months, on) + timedelta(days=days) for months in AGES for days in (-1, 0, 1, 2)}
    return st.sampled_from(sorted(day.isoformat() for day in {*turning, *NEAR_DATES} if day <= on))


def _turning(months: int, on: date) -> date:
    """A day of birth about that many months before."""
    first = anniversary(on.replace(day=1), -months)
    return anniversary(on, -months) if anniversary(on, -months).month == first.month else first


def _answers(question: Json, on: date) -> st.SearchStrategy[Any]:
    match question["type"]:
        case "bool":
            return st.booleans()
        case "choice":
            return st.sampled_from(question["values"])
        case "integer":
            return st.integers(question["minimum"], question["maximum"])
        case "money":
            return st.integers(0, 10_000_000).map(lambda fen: f"{fen / 100:.2f}")
        case "date" if question["key"] == "due_date":
            return st.integers(0, 300).map(lambda days: (on + timedelta(days=days)).isoformat())
        case _:
            return births(on)


@cache
def children(on: date, *, complete: bool = False) -> st.SearchStrategy[Json]:
    return _record("child", on, complete=complete)


@cache
def _record(scope: str, on: date, *, complete: bool) -> st.SearchStrategy[Json]:
    fields = {
        question["key"]: _answers(question, on) for question in questions(scope) if question["type"] != "children"
    }
    return st.fixed_dictionaries(fields) if complete else st.fixed_dictionaries({}, optional=fields)


@cache
def households(on: date, *, complete: bool = False) -> st.SearchStrategy[Json]:
    """Households' JSON: any part of the facts or, if `complete`, all of them."""
    family = st.lists(children(on, complete=complete), max_size=10 if not complete else 4)
    home = _record("household", on, complete=complete)
    if complete:
        return st.builds(lambda answers, offspring: {**answers, "children": offspring}, home, family)
    return st.builds(
        lambda answers, offspring: answers if offspring is None else {**answers, "children": offspring},
        home,
        st.none() | family,
    )


@cache
def cases_on(on: date, *, complete: bool = False) -> st.SearchStrategy[tuple[date, Json]]:
    """That day and a household's JSON."""
    return st.tuples(st.just(on), households(on, complete=complete))


def cases(*, complete: bool = False) -> st.SearchStrategy[tuple[date, Json]]:
    """A day and a household's JSON of that day."""
    return days.flatmap(lambda on: cases_on(on, complete=complete))
