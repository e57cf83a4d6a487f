"""A question that rules rely on stays the question it is."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    return factories.QuestionFactory(key="employment", label_zh="就业", choices=["employee", "flexible"])


def used_in_a_condition(question):
    return factories.ConditionFactory(fact=question.key, operator="is", value="employee").tier.benefit


def used_as_a_base(question):
    tier = factories.TierFactory(amount=None)
    return factories.TierAmountFactory(tier=tier, kind="percent", percent=80, of=question.key).tier.benefit


def used_in_routing(question):
    return factories.BenefitFactory(routing=question)


USES = [used_in_a_condition, used_as_a_base, used_in_routing]


@pytest.mark.parametrize("use", USES)
def test_a_question_in_use_says_which_benefits_need_it(question, use):
    benefit = use(question)
    factories.BenefitFactory()
    assert list(question.benefits_that_ask()) == [benefit]
    assert question.why_it_stays() == f"“就业”用在《{benefit.title_zh}》里。"


def test_a_benefit_that_asks_in_every_way_is_named_once(question):
    benefit = factories.BenefitFactory(routing=question)
    for _number in range(2):
        factories.ConditionFactory(tier__benefit=benefit, fact=question.key, operator="is", value="employee")
    assert list(question.benefits_that_ask()) == [benefit]


@pytest.mark.parametrize(("name", "value"), [("key", "work"), ("scope", "child"), ("type", "bool")])
@pytest.mark.parametrize("use", USES)
def test_a_question_in_use_keeps_its_key_scope_and_type(question, use, name, value):
    benefit = use(question)
    kept = {"key": "employment", "scope": "household", "type": "choice"}
    question.check_change(**kept)
    with pytest.raises(ValidationError) as refused:
        question.check_change(**kept | {name: value})
    assert list(refused.value.message_dict) == [name]
    assert benefit.title_zh in refused.value.message_dict[name][0]


def test_a_question_that_nothing_uses_becomes_another(question):
    question.check_change(key="work", scope="child", type="bool")
    assert question.why_it_stays() == ""


@pytest.mark.parametrize("trait", ["children", "birth_date"])
def test_a_question_that_the_engine_needs_stays(trait):
    question = factories.QuestionFactory(**{trait: True})
    assert "由" in question.why_it_stays()
    with pytest.raises(ValidationError):
        question.check_change(type="bool")


@pytest.mark.parametrize(
    ("operator", "value"), [("is", "employee"), ("is_not", "employee"), ("one_of", "retired, employee")]
)
def test_a_choice_that_a_condition_names_stays(question, operator, value):
    condition = factories.ConditionFactory(fact="employment", operator=operator, value=value)
    # Neither another question's choice of that name nor a longer name is this choice.
    factories.ConditionFactory(fact="other", operator="is", value="employee")
    factories.ConditionFactory(fact="employment", operator="is", value="employee_of_state")
    employee, flexible = question.choices.all()
    assert employee.why_it_stays() == f"“employee的选项”用在《{condition.tier.benefit.title_zh}》里。"
    assert flexible.why_it_stays() == ""


def test_a_district_by_which_a_government_is_found_stays(question):
    routing = factories.QuestionFactory(choices=["liangxi", "outside"])
    benefit = factories.BenefitFactory(routing=routing)
    factories.DepartmentFactory(government=True, district="liangxi")
    liangxi, outside = routing.choices.all()
    assert benefit.title_zh in liangxi.why_it_stays()
    assert outside.why_it_stays() == ""
