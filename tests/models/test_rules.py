"""Rules are refused at the field that is wrong, with the reason and what is allowed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from benefits.eligibility.rulebook import Period
from benefits.models import Benefit, Condition, TierAmount
from tests.factories import (
    BenefitFactory,
    ConditionFactory,
    QuestionFactory,
    TierAmountFactory,
    TierFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tier():
    QuestionFactory(key="employment", label_zh="就业", choices=["employee", "flexible"])
    QuestionFactory(key="bought_on", label_zh="购房日期", date=True)
    QuestionFactory(key="paid", label_zh="实缴", money=True)
    QuestionFactory(children=True)
    QuestionFactory(birth_date=True)
    return TierFactory()


def faults(row):
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    return error.value.message_dict


def condition(tier, fact, operator="is", value="", parameter=""):
    return Condition(tier=tier, fact=fact, operator=operator, value=value, parameter=parameter)


def test_a_condition_on_an_unknown_fact_names_the_facts_there_are(tier):
    found = faults(condition(tier, "agee", value="true"))
    assert list(found) == ["fact"]
    assert "没有叫“agee”的事项" in found["fact"][0]
    assert "employment（就业）" in found["fact"][0]
    assert "multi_child（有2个及以上孩子）" in found["fact"][0]


def test_a_condition_on_the_list_of_children_is_refused(tier):
    assert list(faults(condition(tier, "children", value="2"))) == ["fact"]


def test_a_condition_on_the_due_date_is_refused(tier):
    QuestionFactory(key="due_date", date=True)
    found = faults(condition(tier, "due_date", "before", "2026-01-01"))
    assert list(found) == ["fact"]
    assert "due_date" not in found["fact"][0]


def test_a_negative_age_is_refused_with_the_least_value_there_is():
    QuestionFactory(birth_date=True)
    found = faults(condition(TierFactory(benefit__per_child=True), "age_months", "at_most", "-5"))
    assert found == {"value": ["-5 超出范围。请填整数，不小于 0。"]}


def test_a_child_s_fact_is_refused_where_the_benefit_is_per_household(tier):
    assert "每个孩子" in faults(condition(tier, "age_months", "at_most", "18"))["fact"][0]
    per_child = TierFactory(benefit__per_child=True)
    condition(per_child, "age_months", "at_most", "18").full_clean()


def test_an_operator_that_the_fact_cannot_have_names_those_it_can(tier):
    found = faults(condition(tier, "employment", "at_least", "employee"))
    assert found["operator"] == ["“就业”不能这样比较。可以用：是、不是、是其中之一。"]


def test_a_value_outside_the_choices_names_the_choices(tier):
    found = faults(condition(tier, "employment", "one_of", "employee, retired"))
    assert found["value"][0].startswith("“retired”不合适。可以填：employee（employee的选项）")


def test_a_value_is_kept_in_one_spelling(tier):
    row = condition(tier, "employment", "one_of", "employee，flexible")
    row.full_clean()
    assert row.value == "employee, flexible"


def test_a_condition_may_compare_a_date_with_the_day_of_publication(tier):
    condition(tier, "bought_on", "on_or_after", parameter="policy_published_on").full_clean()


@pytest.mark.parametrize(
    ("fact", "operator", "value", "parameter", "field"),
    [
        ("bought_on", "on_or_after", "2016-01-01", "policy_published_on", "value"),
        ("employment", "is", "", "policy_published_on", "parameter"),
        ("bought_on", "between", "", "policy_published_on", "operator"),
        ("bought_on", "before", "", "policy_unknown", "parameter"),
        ("bought_on", "before", "", "", "value"),
    ],
)
def test_a_parameter_that_does_not_fit_is_refused_at_its_field(tier, fact, operator, value, parameter, field):
    assert field in faults(condition(tier, fact, operator, value, parameter))


def test_the_database_refuses_a_condition_with_neither_value_nor_parameter(tier):
    with pytest.raises(IntegrityError):
        ConditionFactory(tier=tier, value="")


@pytest.mark.parametrize(
    ("parts", "wrong"),
    [
        ({"kind": "one_off"}, ["yuan"]),
        ({"kind": "monthly", "yuan": Decimal(500), "percent": 5}, ["percent"]),
        ({"kind": "monthly", "yuan": Decimal(0)}, ["yuan"]),
        ({"kind": "ceiling", "yuan": Decimal(500)}, ["basis"]),
        ({"kind": "percent"}, ["of", "percent"]),
        ({"kind": "percent", "percent": 101, "of": "paid"}, ["percent"]),
        ({"kind": "percent", "percent": 80, "of": "employment"}, ["of"]),
        ({"kind": "in_kind", "yuan": Decimal(500)}, ["yuan"]),
        ({"kind": "as_regulated", "basis": "paid"}, ["basis"]),
        ({"kind": "gift"}, ["kind"]),
    ],
)
def test_an_amount_has_exactly_the_parts_of_its_kind(tier, parts, wrong):
    assert sorted(set(faults(TierAmount(tier=tier, **parts))) - {"__all__"}) == wrong


@pytest.mark.parametrize(
    "parts",
    [
        {"kind": "one_off", "yuan": Decimal("0.01")},
        {"kind": "ceiling", "yuan": Decimal(500), "basis": "eligible_costs"},
        {"kind": "percent", "percent": 100, "of": "paid"},
        {"kind": "in_kind"},
    ],
)
def test_an_amount_with_the_parts_of_its_kind_is_right(tier, parts):
    TierAmount(tier=tier, **parts).full_clean()


def test_a_percentage_of_a_child_s_fact_is_refused(tier):
    QuestionFactory(key="fees", money=True, of_child=True)
    assert list(faults(TierAmount(tier=tier, kind="percent", percent=80, of="fees"))) == ["of"]


def test_the_database_refuses_an_amount_without_its_parts(tier):
    with pytest.raises(IntegrityError):
        TierAmountFactory(tier=tier, kind="one_off", yuan=None)


def test_a_period_may_be_one_day_but_not_end_before_it_begins(tier):
    tier.valid_from = tier.valid_until = date(2026, 1, 2)
    tier.full_clean()
    assert tier.period == Period(date(2026, 1, 2), date(2026, 1, 2))
    tier.valid_until = date(2026, 1, 1)
    assert "截止日不能早于生效日。" in faults(tier)["__all__"]


def test_a_quotation_that_is_not_in_the_measure_word_for_word_is_refused():
    benefit = BenefitFactory()
    benefit.quotations = "全面落实生育津贴免申即享。\n落实生育津贴。"
    found = faults(benefit)
    assert len(found["quotations"]) == 1
    assert "没有“落实生育津贴。”" in found["quotations"][0]


def test_a_benefit_is_routed_by_a_household_s_choice():
    benefit = BenefitFactory(routing=QuestionFactory())
    assert list(faults(benefit)) == ["routing"]


def test_a_benefit_of_a_new_measure_without_a_place_comes_last_of_its_measure():
    first = BenefitFactory()
    second = BenefitFactory(measure=first.measure)
    assert (first.order, second.order) == (1, 2)
    assert list(Benefit.objects.in_catalogue_order()) == [first, second]


def test_rules_say_what_they_are(tier):
    employed = ConditionFactory(tier=tier, fact="employment", value="employee")
    assert str(employed) == "employment 是 employee"
    assert str(TierAmountFactory(tier=tier, monthly=True)) == "每月金额 500.00元"
    assert str(TierAmountFactory(tier=tier, percent_of=True)) == "按比例 80%"
    assert str(tier) == f"{tier.benefit} 第1档"
