"""The rulebook's JSON: read exactly, written back unchanged, and refused by record where it cannot be."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from benefits.eligibility.facts import FactType, Scope
from benefits.eligibility.rulebook import Period, Rulebook, RulebookError
from tests.eligibility.small import IN_KIND, benefit, condition, small, small_json, tier
from tests.eligibility.strategies import ISSUED
from tests.rulebooks import real_rulebook, rules_json

REAL = real_rulebook()


def test_the_thirteen_measures_survive_their_json():
    for rulebook in (REAL, real_rulebook(policy_published_on=ISSUED)):
        again = Rulebook.from_json(json.loads(json.dumps(rulebook.to_json())), release=rulebook.release)
        assert again.to_json() == rulebook.to_json()
        for part in ("release", "documents", "departments", "measures", "questions", "benefits"):
            assert getattr(again, part) == getattr(rulebook, part)


def test_nothing_of_a_benefit_is_lost_on_the_way():
    raw = rules_json()["benefits"]
    assert [item["key"] for item in REAL.to_json()["benefits"]] == [item["key"] for item in raw]
    assert REAL.to_json()["benefits"] == raw


def test_values_are_typed_by_their_facts():
    [raw] = small(
        benefit(
            tier(
                condition("home_purchase_date", "between", ["2016-01-01", "2025-02-28"]),
                condition("employer_social_insurance_paid", "at_least", "100.5"),
                condition("children_count", "one_of", [1, 2]),
                condition("pregnant", value=False),
            )
        )
    ).benefits
    assert [one.value for one in raw.tiers[0].conditions] == [
        (date(2016, 1, 1), date(2025, 2, 28)),
        Decimal("100.5"),
        (1, 2),
        False,
    ]


def test_an_amount_applies_on_the_days_of_its_tier_and_its_own_both_ends_included():
    old = IN_KIND | {"valid_until": "2026-01-31"}
    new = {"kind": "as_regulated", "valid_from": "2026-02-02", "valid_until": "2026-12-31"}
    [dated] = small(benefit(tier(amounts=[old, new], valid_from="2026-01-01", valid_until="2026-06-30"))).benefits
    kinds = {
        day: amount and amount.kind.value
        for day in ("2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01", "2026-02-02", "2026-06-30", "2026-07-01")
        for amount in [dated.tiers[0].amount_on(date.fromisoformat(day))]
    }
    assert list(kinds.values()) == [None, "in_kind", "in_kind", None, "as_regulated", "as_regulated", None]


def test_a_period_without_ends_covers_every_day():
    assert Period().covers(date.min)
    assert Period().covers(date.max)


def test_records_are_found_by_key():
    assert REAL.measure_of[9].departments
    assert REAL.department_of["jingkai"].district == "jingkai"
    assert REAL.document_of[REAL.measure_of[1].document].status == "consultation"
    assert REAL.question_of["birth_date"].scope is Scope.CHILD
    assert REAL.fact_type("renting") is FactType.BOOL
    assert REAL.fact_type("age_months") is FactType.INTEGER
    assert REAL.fact_type("colour") is None


def test_missing_keys_are_asked_household_first_then_child_by_child():
    keys = ["children.1.birth_date", "children.0.childcare", "children.0.birth_date", "children", "district"]
    assert sorted(keys, key=REAL.asking_order) == [*reversed(keys[3:]), *reversed(keys[1:3]), keys[0]]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"questions": [{"key": "pregnant"}]}, "questions pregnant: KeyError('scope')"),
        ({"departments": [{"key": "x", "name": "x", "tel": "1"}]}, "departments x: TypeError"),
        ({"measures": [{"number": 4}]}, "measures 4: KeyError('document')"),
        ({"documents": [{"key": "d", "status": "law", "parameters": {}}]}, "documents d: ValueError"),
        ({"documents": ["d"]}, "documents 0: TypeError"),
        ({"benefits": [benefit(tier(condition("pregnant", "equals")))]}, "benefits benefit: ValueError"),
        ({"benefits": [benefit(tier(condition("birth_date", "before", "soon")))]}, "benefits benefit: ValueError"),
        (
            {"benefits": [benefit(tier(amounts=[{"kind": "one_off", "yuan": "much"}]))]},
            "benefits benefit: InvalidOperation",
        ),
    ],
)
def test_a_record_that_cannot_be_read_is_named_with_the_reason(parts, said):
    with pytest.raises(RulebookError) as refused:
        small(**parts) if "benefits" not in parts else Rulebook.from_json(small_json(*parts["benefits"]))
    assert str(refused.value).startswith(said)
