"""Derived facts: months by the calendar, and what a family is known to be while part of it is unknown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefits.eligibility.facts import DERIVED, Absent, age_months, family_of
from tests.eligibility.oracle import anniversary

ON = date(2026, 11, 23)
YOUNG, GROWN = date(2025, 11, 24), date(2008, 11, 23)


def derived(fact: str, *births: date | None) -> object:
    return DERIVED[fact].compute(family_of(births, ON))


@pytest.mark.parametrize("born", ["2023-01-28", "2023-01-29", "2023-01-30", "2023-01-31", "2024-02-29", "2023-12-31"])
def test_day_by_day_the_age_grows_by_one_on_each_anniversary_and_never_else(born):
    born = date.fromisoformat(born)
    on, months = born, 0
    for _ in range(365 * 5):
        on += timedelta(days=1)
        if on == anniversary(born, months + 1):
            months += 1
        assert age_months(born, on) == months


@pytest.mark.fuzz
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 40_000))
def test_the_last_anniversary_has_come_and_the_next_has_not(born, days):
    on = born + timedelta(days=days)
    months = age_months(born, on)
    assert anniversary(born, months) <= on < anniversary(born, months + 1)


@pytest.mark.parametrize(
    ("born", "on", "months"),
    [
        ("2024-02-29", "2025-02-27", 11),
        ("2024-02-29", "2025-02-28", 12),
        ("2024-02-29", "2028-02-28", 47),
        ("2024-02-29", "2028-02-29", 48),
        ("2025-01-31", "2025-02-27", 0),
        ("2025-01-31", "2025-02-28", 1),
        ("2025-01-31", "2025-03-30", 1),
        ("2025-01-31", "2025-03-31", 2),
        ("2025-01-31", "2025-04-30", 3),
        ("2026-11-23", "2026-11-23", 0),
    ],
)
def test_a_month_that_lacks_the_day_counts_its_last(born, on, months):
    assert age_months(date.fromisoformat(born), date.fromisoformat(on)) == months


def test_nobody_has_an_age_before_birth():
    with pytest.raises(ValueError, match="born 2026-11-24 after 2026-11-23"):
        age_months(date(2026, 11, 24), ON)


@pytest.mark.parametrize("fact", [key for key, fact in DERIVED.items() if fact.of == "household"])
def test_a_household_fact_is_unknown_while_the_children_are(fact):
    assert DERIVED[fact].compute(family_of(None, ON)) is None


def test_the_number_of_children_is_known_whatever_their_ages():
    assert derived("children_count", None, None) == 2
    assert derived("multi_child", None, None) is True
    assert derived("multi_child", None) is False
    assert derived("children_count") == 0


def test_some_child_is_under_an_age_as_soon_as_one_is_and_none_only_when_all_are_not():
    assert derived("has_child_under_3", None, YOUNG) is True
    assert derived("has_child_under_3", None, GROWN) is None
    assert derived("has_child_under_3", GROWN) is False
    assert derived("has_minor_child", GROWN) is False
    assert derived("has_minor_child", GROWN + timedelta(days=1)) is True
    assert derived("has_child_under_1", YOUNG) is True
    assert derived("has_child_under_1", YOUNG - timedelta(days=1)) is False
    assert derived("has_child_under_1") is False


def test_the_second_child_is_the_second_oldest_and_known_only_with_all_births():
    assert derived("second_child_born_on", YOUNG, GROWN) == YOUNG
    assert derived("second_child_born_on", ON, GROWN, YOUNG) == YOUNG
    assert derived("second_child_born_on", YOUNG, None, GROWN) is None
    assert derived("second_child_born_on", GROWN) is Absent.ABSENT
    assert derived("second_child_born_on") is Absent.ABSENT


def test_the_age_of_a_child_is_known_with_its_birth():
    assert derived("age_months", YOUNG) == 11
    assert derived("age_months", None) is None
    assert DERIVED["age_months"].compute(family_of(None, ON)) is None
