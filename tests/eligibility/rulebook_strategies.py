"""Random rulebooks that lint finds no error in: every fact, operator, kind of amount, period, routing and status."""

from __future__ import annotations

from datetime import date, timedelta
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


@st.composite
def _dated_amounts(draw: st.DrawFn) -> list[Json]:
    """One amount, or two of which the second begins on the day after the first ends, or some days later."""
    amount = st.sampled_from(AMOUNTS)
    if not draw(st.integers(0, 3)):
        change = draw(st.integers(-1, 1))
        gap = draw(st.sampled_from((1, 1, 2)))
        return [
            {**draw(amount), "valid_until": _day(change)},
            {**draw(amount), "valid_from": _day(change + gap)},
        ]
    return [draw(amount)]


_PERIODS = ({}, {}, {}, {}, {"valid_from": _day(0)}, {"valid_until": _day(0)}, {"valid_from": _day(1)})


def _tiers(conditions: tuple[Json, ...]) -> st.SearchStrategy[list[Json]]:
    tier = st.builds(
        lambda of, amounts, period: {"conditions": of, "amounts": amounts, **period},
        st.lists(st.sampled_from(conditions), max_size=3),
        _dated_amounts(),
        st.sampled_from(_PERIODS),
    )
    return st.lists(tier, min_size=1, max_size=4)


def _benefits(per: str, conditions: tuple[Json, ...]) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(
        {
            "measure": st.sampled_from((1, 2)),
            "per": st.just(per),
            "audience": st.sampled_from(("resident", "resident", "employer")),
            "firmness": st.sampled_from(("stated", "exploring")),
            "enquire_at": st.sampled_from(("health", "finance")),
            "routing": st.sampled_from(("district", "insured_district")),
            "tiers": _tiers(conditions),
        }
    )


def _rules(benefits: list[Json]) -> Json:
    return {
        "documents": list(DOCUMENTS),
        "departments": list(DEPARTMENTS),
        "measures": list(MEASURES),
        "questions": real_rules()["questions"],
        "benefits": [{"key": f"benefit-{number}"} | benefit for number, benefit in enumerate(benefits)],
    }


rules = st.lists(
    st.one_of(_benefits("household", OF_HOUSEHOLD), _benefits("child", OF_CHILD * 2 + OF_HOUSEHOLD)),
    min_size=1,
    max_size=4,
).map(_rules)
synthetic_cases = st.one_of([cases_on(ON + timedelta(days=distance)) for distance in (0, 1, -1, 2)])
