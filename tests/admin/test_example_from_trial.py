"""A trial's result made an example: what came out is what is expected, by whoever keeps the measure's examples."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from benefits.models import Benefit, Example, PolicyDocument, Question
from tests.factories import (
    BenefitFactory,
    ConditionFactory,
    ExampleFactory,
    QuestionFactory,
    TierAmountFactory,
    TierFactory,
    UserFactory,
)
from tests.sign_in import signed_in

pytestmark = pytest.mark.django_db
ON = "2026-11-24"


@pytest.fixture
def benefit() -> Benefit:
    """500 yuan a month for pregnant households."""
    QuestionFactory(children=True)
    QuestionFactory(birth_date=True)
    QuestionFactory(key="pregnant", label_zh="怀孕")
    benefit = BenefitFactory(title_zh="孕期补助", measure__number=9)
    tier = TierFactory(benefit=benefit, amount=None)
    ConditionFactory(tier=tier, fact="pregnant")
    TierAmountFactory(tier=tier, monthly=True)
    return benefit


@pytest.fixture
def publisher(client: Client) -> Client:
    return signed_in(client, UserFactory(publisher=True))


def sent(client: Client, **fields: Any) -> Any:
    data = {
        "household": '{"pregnant": true}',
        "on": ON,
        "supposes": "",
        "published_on": "",
        "changes": "",
        "example": "",
    } | fields
    return client.post(reverse("admin:benefits_example_from_trial"), data)


def saved(client: Client, benefit: Benefit, **fields: Any) -> Any:
    filled = {"measure": 9, "name": "怀孕，每月500元", "source": "（九）", "benefits": [benefit.key], "save": "1"}
    return sent(client, **(filled | fields))


def text(response: Any) -> str:
    return response.content.decode()


def test_the_measure_is_chosen_with_what_came_out_of_it(publisher, benefit):
    page = text(sent(publisher))
    assert "9 完善生育保险制度" in page
    assert "可能符合1项" in page
    assert "这个家庭的回答" in page


def test_the_result_is_shown_in_the_words_that_will_be_expected(publisher, benefit):
    page = text(sent(publisher, measure=9))
    assert "孕期补助：可能符合、每月500元" in page
    assert Example.objects.count() == 0


def test_what_came_out_is_recorded_as_what_is_expected(publisher, benefit):
    response = saved(publisher, benefit, supposes="1", published_on="2026-01-01")
    example = Example.objects.get()
    assert response.url == reverse("admin:benefits_example_change", args=[example.pk])
    assert example.expect == {benefit.key: {"status": "eligible", "monthly": "500.00"}}
    assert (example.household, example.on) == ({"pregnant": True}, date(2026, 11, 24))
    assert (example.name, example.source, example.measure) == ("怀孕，每月500元", "（九）", benefit.measure)
    assert example.policy_published_on == date(2026, 1, 1)
    assert example.history.get().history_user.is_publisher


def test_without_a_supposition_the_document_s_own_day_is_recorded(publisher, benefit):
    PolicyDocument.objects.update(published_on="2026-03-03")
    saved(publisher, benefit)
    assert Example.objects.get().policy_published_on == date(2026, 3, 3)
    saved(publisher, benefit, supposes="1")
    assert Example.objects.latest("pk").policy_published_on is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"benefits": []}, "请至少勾选一项待遇"),
        ({"benefits": ["nothing"]}, "nothing"),
        ({"name": " "}, "必填"),
        ({"source": ""}, "必填"),
        ({"name": "长" * 201}, "200"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(publisher, benefit, fields, sentence):
    page = text(saved(publisher, benefit, **fields))
    assert sentence in page
    assert not Example.objects.exists()
    if "source" not in fields:
        assert "（九）" in page


@pytest.mark.parametrize(
    "fields",
    [
        {"household": ""},
        {"household": "[]"},
        {"household": "{"},
        {"household": '{"gone": true}'},
        {"household": '{"pregnant": 1.5}'},
        {"on": "tomorrow"},
        {"on": ""},
        {"changes": "77"},
        {"changes": "x"},
        {"published_on": "x"},
    ],
)
def test_what_cannot_be_assessed_is_refused_in_words(publisher, benefit, fields):
    response = saved(publisher, benefit, **fields)
    assert response.status_code == 200
    assert "还不能存为示例" in text(response)
    assert not Example.objects.exists()


@pytest.mark.parametrize("measure", ["", "x", "99999999999999999999", "8"])
def test_a_measure_that_is_not_there_is_asked_for_again(publisher, benefit, measure):
    assert "这个示例属于哪一条措施" in text(saved(publisher, benefit, measure=measure))


def test_rules_that_nobody_may_be_assessed_by_are_named(publisher, benefit):
    Question.objects.filter(key="birth_date").delete()
    assert "要有每个孩子的“birth_date”" in text(sent(publisher))


def test_opened_by_hand_it_leads_to_the_trial(publisher):
    response = publisher.get(reverse("admin:benefits_example_from_trial"))
    assert response.url == reverse("check:trial")


# Bringing an example up to date


@pytest.fixture
def example(benefit) -> Example:
    return ExampleFactory(
        key="nine",
        name="怀孕，每月300元",
        measure=benefit.measure,
        household={"pregnant": True},
        expect={benefit.key: {"status": "eligible", "monthly": 300}},
        totals={"one_off": 0, "monthly": 300},
    )


def test_an_example_whose_expectation_changes_needs_a_reason_which_history_keeps(publisher, benefit, example):
    page = text(sent(publisher, example="nine"))
    assert "更新“怀孕，每月300元”" in page
    assert "请写明改动理由" in text(saved(publisher, benefit, example="nine", saves="update"))
    example.refresh_from_db()
    assert example.expect[benefit.key]["monthly"] == 300
    saved(publisher, benefit, example="nine", saves="update", reason="标准改为500元")
    example.refresh_from_db()
    assert example.expect == {benefit.key: {"status": "eligible", "monthly": "500.00"}}
    assert example.totals == {"one_off": "0.00", "monthly": "500.00"}
    assert example.name == "怀孕，每月500元"
    assert example.history.latest().history_change_reason == "标准改为500元"


def test_an_expectation_that_still_holds_stays_as_it_was_written(publisher, benefit, example):
    written = {benefit.key: {"monthly": 500, "awaits": []}}
    Example.objects.update(expect=written, totals={"one_off": 0, "monthly": 500})
    assert saved(publisher, benefit, example="nine", saves="update").status_code == 302
    example.refresh_from_db()
    assert example.expect == written
    assert example.totals == {"one_off": 0, "monthly": 500}


def test_an_example_may_be_saved_beside_the_one_it_came_from(publisher, benefit, example):
    saved(publisher, benefit, example="nine", saves="new")
    assert Example.objects.count() == 2
    example.refresh_from_db()
    assert example.name == "怀孕，每月300元"


def test_another_measure_may_be_chosen(publisher, benefit, example):
    assert "这个示例属于哪一条措施" in text(sent(publisher, example="nine", choose="1"))


# Rights


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_whoever_may_not_add_examples_is_refused(client, benefit, role):
    signed_in(client, UserFactory(**{role: True}))
    assert saved(client, benefit).status_code == 403
    assert not Example.objects.exists()


def test_an_editor_adds_to_measures_the_department_keeps_a_benefit_of(client, benefit, example):
    signed_in(client, UserFactory(editor=True))
    page = text(saved(client, benefit, example="nine", saves="update", reason="我想改"))
    assert "没有维护待遇" in page
    assert Example.objects.count() == 1
    signed_in(client, UserFactory(is_editor=True, department=benefit.enquire_at))
    assert saved(client, benefit).status_code == 302
    assert Example.objects.count() == 2


def test_markup_in_an_example_comes_out_as_text(publisher, benefit):
    Benefit.objects.update(title_zh="<script>alert(1)</script>{{ x }}")
    page = text(saved(publisher, benefit, name='<b>"', source=""))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ x }}" in page
    assert "<script>alert" not in page
    assert "<b>" not in page
