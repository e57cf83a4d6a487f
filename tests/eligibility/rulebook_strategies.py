"""Random rulebooks by which all can be assessed: every fact, operator, kind of amount, period, routing and status."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.eligibility.strategies import ISSUED, Json, cases_on, real_rules

ON = date(2026, 11, 23)
DEPARTMENTS = (
    {"key": "health", "name": "市卫生健康委"},
    {"key": "jiangyin", "name": "江阴市人民政府", "district": "jiangyin"},
    {"key": "finance", "name": "市财政局"},
    {"key": "liangxi", "name": "梁溪区人民政府", "district": "liangxi"},
)
DOCUMENTS = (
    {"key": "draft", "status": "consultation", "parameters": {"policy_published_on": None}},
    {"key": "law", "status": "in_force", "parameters": {"policy_published_on": ISSUED}},
)
MEASURES = (
    {"number": 1, "document": "draft", "departments": ["finance", "jiangyin", "health", "liangxi"]},
    {"number": 2, "document": "law", "departments": ["health"]},
)


def _is(fact: str, operator: str, value: Any) -> Json:
    return {"fact": fact, "operator": operator, "value": value}


def _parameter(fact: str, operator: str) -> Json:
    return {"fact": fact, "operator": operator, "parameter": "policy_published_on"}


OF_HOUSEHOLD = (
    _is("pregnant", "is", True),
    _is("pregnant", "is", False),
    _is("renting", "is", True),
    _is("district", "is_not", "elsewhere"),
    _is("employment", "is", "employee"),
    _is("employment", "one_of", ["flexible", "new_form", "migrant_worker"]),
    _is("maternity_leave_child_order", "is", 3),
    _is("maternity_leave_child_order", "is_not", 1),
    _is("maternity_leave_child_order", "one_of", [1, 2]),
    _is("maternity_leave_child_order", "between", [2, 4]),
    _is("employer_social_insurance_paid", "at_least", "100.00"),
    _is("employer_social_insurance_paid", "at_most", "50000.5"),
    _is("employer_social_insurance_paid", "between", ["0", "20000"]),
    _is("home_purchase_date", "on_or_after", "2016-01-01"),
    _is("home_purchase_date", "between", ["2016-01-01", "2025-02-28"]),
    _parameter("home_purchase_date", "on_or_after"),
    _parameter("second_child_born_on", "before"),
    _is("second_child_born_on", "on_or_after", "2016-01-01"),
    _is("children_count", "at_least", 1),
    _is("children_count", "is", 2),
    _is("children_count", "is_not", 3),
    _is("children_count", "between", [1, 3]),
    _is("multi_child", "is", False),
    _is("has_minor_child", "is", True),
    _is("has_child_under_3", "is", False),
    _is("has_child_under_1", "is", True),
)
OF_CHILD = (
    _is("age_months", "at_most", 18),
    _is("age_months", "between", [19, 36]),
    _is("age_months", "at_least", 36),
    _is("age_months", "is", 0),
    _is("age_months", "one_of", [18, 36]),
    _is("birth_date", "before", "2016-01-01"),
    _parameter("birth_date", "on_or_after"),
    _is("childcare", "one_of", ["inclusive_nursery", "inclusive_kindergarten"]),
    _is("childcare", "is_not", "none"),
    _is("disability", "is", True),
    _is("in_distress", "is", False),
)
FACTS = frozenset(
    {
        *("district", "insured_district", "pregnant", "renting", "employment", "children", "home_purchase_date"),
        *("maternity_leave_child_order", "employer_social_insurance_paid"),
        *("birth_date", "childcare", "disability", "in_distress"),
    }
)
QUESTIONS = [question for question in real_rules()["questions"] if question["key"] in FACTS]
AMOUNTS = (
    {"kind": "one_off", "yuan": "5000"},
    {"kind": "one_off", "yuan": "0.05"},
    {"kind": "monthly", "yuan": "500.00"},
    {"kind": "monthly", "yuan": "300.5"},
    {"kind": "ceiling", "yuan": "1200", "basis": "eligible_costs"},
    {"kind": "ceiling", "yuan": "1200", "basis": "paid"},
    {"kind": "percent", "percent": 80, "of": "employer_social_insurance_paid"},
    {"kind": "percent", "percent": 33, "of": "employer_social_insurance_paid"},
    {"kind": "in_kind"},
    {"kind": "as_regulated"},
)


def _day(distance: int) -> str:
    return (ON + timedelta(days=distance)).isoformat()


def _dated_amounts(choose: Random) -> list[Json]:
    """One amount, or two of which the second begins on the day after the first ends, or a day later."""
    if choose.random() < 0.75:
        return [choose.choice(AMOUNTS)]
    change, gap = choose.randint(-1, 1), choose.choice((1, 1, 2))
    return [
        {**choose.choice(AMOUNTS), "valid_until": _day(change)},
        {**choose.choice(AMOUNTS), "valid_from": _day(change + gap)},
    ]


_PERIODS = ({}, {}, {}, {}, {"valid_from": _day(0)}, {"valid_until": _day(0)}, {"valid_from": _day(1)})


def _tier(conditions: tuple[Json, ...], choose: Random) -> Json:
    of = [choose.choice(conditions) for _ in range(choose.randint(0, 3))]
    return {"conditions": of, "amounts": _dated_amounts(choose), **choose.choice(_PERIODS)}


def _benefit(number: int, choose: Random) -> Json:
    per = choose.choice(("household", "child"))
    conditions = OF_HOUSEHOLD if per == "household" else OF_CHILD * 2 + OF_HOUSEHOLD
    return {
        "key": f"benefit-{number}",
        "measure": choose.choice((1, 2)),
        "per": per,
        "audience": choose.choice(("resident", "resident", "employer")),
        "firmness": choose.choice(("stated", "exploring")),
        "enquire_at": choose.choice(("health", "finance")),
        "routing": choose.choice(("district", "insured_district")),
        "tiers": [_tier(conditions, choose) for _ in range(choose.randint(1, 4))],
    }


def rules_of(seed: int) -> Json:
    """The rulebook's JSON that a number stands for."""
    choose = Random(seed)
    return {
        "documents": list(DOCUMENTS),
        "departments": list(DEPARTMENTS),
        "measures": list(MEASURES),
        "questions": QUESTIONS,
        "benefits": [_benefit(number, choose) for number in range(choose.randint(1, 5))],
    }


# From a number, because drawing each part of a rulebook would take longer than all that is tested with it.
rules = st.integers(0, 1_000_000).map(rules_of)
_DAYS = tuple(ON + timedelta(days=distance) for distance in (0, 1, -1, 2))
synthetic_cases = st.one_of([cases_on(day, FACTS) for day in _DAYS])
complete_synthetic_cases = st.one_of([cases_on(day, FACTS, complete=True) for day in _DAYS])
