"""Documents, measures, departments, questions: what each may say, and how each is found."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from benefits.eligibility.facts import FactType
from benefits.models import LoadedRecord, Question, known_facts
from tests.factories import (
    BenefitFactory,
    ChoiceFactory,
    CommitmentFactory,
    DepartmentFactory,
    MeasureDepartmentFactory,
    MeasureFactory,
    PolicyDocumentFactory,
    QuestionFactory,
    SectionFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db


def faults(row):
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    return error.value.message_dict


@pytest.mark.parametrize(
    "factory",
    [
        BenefitFactory,
        ChoiceFactory,
        CommitmentFactory,
        DepartmentFactory,
        MeasureDepartmentFactory,
        MeasureFactory,
        PolicyDocumentFactory,
        QuestionFactory,
        SectionFactory,
        TermFactory,
    ],
)
def test_a_row_of_every_kind_is_valid_and_has_a_name(factory):
    row = factory()
    row.full_clean()
    assert str(row)


def test_a_government_has_a_district_and_a_city_department_has_none():
    assert list(faults(DepartmentFactory.build(kind="government"))) == ["district"]
    assert list(faults(DepartmentFactory.build(district="liangxi"))) == ["district"]
    DepartmentFactory.build(government=True, order=1).full_clean()


def test_a_district_has_one_government():
    DepartmentFactory(government=True)
    assert (
        "这个区已经有一个政府或管委会。一个区只能有一个。"
        in faults(DepartmentFactory.build(government=True, order=2))["__all__"]
    )


@pytest.mark.parametrize("website", ["javascript:alert(1)", "wuxi.gov.cn"])
def test_a_website_that_is_no_web_address_is_refused(website):
    assert list(faults(DepartmentFactory.build(website=website))) == ["website"]


def test_a_document_in_force_says_since_when():
    document = PolicyDocumentFactory.build(status="in_force", order=1)
    assert sorted(faults(document)) == ["effective_from", "published_on"]
    PolicyDocumentFactory.build(in_force=True, order=1).full_clean()


def test_a_document_does_not_end_before_it_begins():
    document = PolicyDocumentFactory.build(in_force=True, order=1, expires_on=date(2026, 1, 31))
    assert "失效日不能早于施行日。" in faults(document)["__all__"]


def test_a_measure_lists_its_departments_in_order():
    measure = MeasureFactory()
    second = MeasureDepartmentFactory(measure=measure, order=2)
    first = MeasureDepartmentFactory(measure=measure, order=1)
    assert list(measure.listed_departments.all()) == [first, second]


def test_a_department_that_a_measure_lists_cannot_be_deleted():
    listed = MeasureDepartmentFactory()
    with pytest.raises(ProtectedError):
        listed.department.delete()


def test_a_question_cannot_take_a_derived_fact_s_key():
    assert "key" in faults(QuestionFactory.build(key="multi_child", section=SectionFactory(), order=1))


@pytest.mark.parametrize("limit", ["minimum", "maximum", "earliest_days", "latest_days"])
def test_a_yes_or_no_question_has_no_limits(limit):
    assert list(faults(QuestionFactory.build(section=SectionFactory(), order=1, **{limit: 1}))) == [limit]


def test_limits_may_meet_but_not_cross():
    question = QuestionFactory(integer=True, minimum=1, maximum=1)
    question.full_clean()
    question.minimum = 2
    assert "最大值不能小于最小值。" in faults(question)["__all__"]


def test_questions_have_one_order_over_all_sections_and_a_new_one_comes_last():
    late, early = SectionFactory(order=2), SectionFactory(order=1)
    first, second = QuestionFactory(section=late, order=1), QuestionFactory(section=early, order=2)
    third = QuestionFactory(section=late, order=None)
    assert list(Question.objects.all()) == [first, second, third]


def test_known_facts_are_the_questions_and_what_is_derived(django_assert_num_queries):
    QuestionFactory(key="employment", choices=["employee"])
    QuestionFactory(key="order_of_birth", integer=True)
    with django_assert_num_queries(2):
        facts = known_facts()
    assert facts["employment"].choices == {"employee": "employee的选项"}
    assert (facts["order_of_birth"].minimum, facts["order_of_birth"].maximum) == (1, 10)
    assert (facts["age_months"].type, facts["age_months"].minimum) == (FactType.INTEGER, 0)


def test_a_commitment_quotes_its_measure_word_for_word():
    assert list(faults(CommitmentFactory(quotations="完善生育保险。"))) == ["quotations"]


def test_a_loaded_record_is_known_by_kind_and_key():
    assert str(LoadedRecord(kind="benefit", key="childcare-subsidy")) == "benefit childcare-subsidy"
