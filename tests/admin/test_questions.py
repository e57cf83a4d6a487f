"""A question with its choices on one page, and what keeps a question in use as it is."""

from __future__ import annotations

import pytest
from django.urls import reverse

from benefits.models import Question
from tests import factories
from tests.admin.pages import EditedPage
from tests.sign_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    signed_in(client, factories.UserFactory(publisher=True))
    return client


@pytest.fixture
def question():
    return factories.QuestionFactory(key="employment", label_zh="就业", choices=["employee", "flexible", "none"])


@pytest.fixture
def benefit(question):
    tier = factories.TierFactory(benefit__title_zh="生育津贴")
    factories.ConditionFactory(tier=tier, fact="employment", operator="one_of", value="employee, flexible")
    return tier.benefit


def opened(client, question: Question) -> EditedPage:
    return EditedPage(client, reverse("admin:benefits_question_change", args=[question.pk]))


def new(client, **values: str) -> EditedPage:
    page = EditedPage(client, reverse("admin:benefits_question_add"))
    page.type({"wording_zh": "您的就业情况？", "label_zh": "就业", "why_zh": "津贴要问。", "scope": "household"})
    return page.type({"section": str(factories.SectionFactory(key="work").pk), **values})


def with_choices(page: EditedPage, *labels: str) -> EditedPage:
    page.type({"choices-TOTAL_FORMS": str(len(labels))})
    for number, label in enumerate(labels):
        page.type({f"choices-{number}-label_zh": label, f"choices-{number}-key": ""})
    return page


def refused(page: EditedPage) -> dict[str, list[str]]:
    return dict(page.answer.context["adminform"].form.errors)


def choices_refused(page: EditedPage) -> str:
    return "".join(page.answer.context["inline_admin_formsets"][0].formset.non_form_errors())


def test_a_question_and_its_choices_are_made_in_one_go_without_thinking_of_keys(client):
    editor = factories.UserFactory(editor=True)
    signed_in(client, editor)
    factories.QuestionFactory(key="work_1")
    page = with_choices(new(client, type="choice"), "在职", "灵活就业")
    assert page.save().status_code == 302
    question = Question.objects.get(label_zh="就业")
    assert (question.key, question.owner) == ("work_2", editor.department)
    assert list(question.choices.values_list("key", "label_zh")) == [("choice_1", "在职"), ("choice_2", "灵活就业")]


def test_keys_of_one_s_own_are_kept_and_the_others_go_round_them(staff):
    page = with_choices(new(staff, type="choice", key="employment"), "在职", "灵活就业")
    assert page.type({"choices-1-key": "choice_1"}).save().status_code == 302
    question = Question.objects.get(key="employment")
    assert list(question.choices.values_list("key", flat=True)) == ["choice_2", "choice_1"]
    assert question.owner is None


@pytest.mark.parametrize(
    ("kind", "labels", "reason"),
    [
        ("choice", ["在职"], "至少要有两个选项"),
        ("choice", [], "至少要有两个选项"),
        ("bool", ["在职"], "只有回答类型是“选项”时才有选项"),
    ],
)
def test_choices_fit_the_type_of_the_question(staff, kind, labels, reason):
    page = with_choices(new(staff, type=kind), *labels)
    assert page.save().status_code == 200
    assert reason in choices_refused(page)
    assert not Question.objects.exists()


@pytest.mark.parametrize(("name", "value"), [("key", "work"), ("scope", "child"), ("type", "bool")])
def test_a_question_in_use_stays_as_it_is_and_the_page_says_why(staff, question, benefit, name, value):
    page = opened(staff, question).type({name: value})
    assert page.save().status_code == 200
    assert list(refused(page)) == [name]
    assert "《生育津贴》" in refused(page)[name][0]
    stored = Question.objects.get(pk=question.pk)
    assert getattr(stored, name) == getattr(question, name)


def test_the_words_of_a_question_in_use_are_changed_freely(staff, question, benefit):
    page = opened(staff, question).type({"wording_zh": "您怎样就业？", "choices-0-label_zh": "有单位"})
    assert page.save().status_code == 302
    question.refresh_from_db()
    assert question.wording_zh == "您怎样就业？"
    assert question.choices.get(key="employee").label_zh == "有单位"


def test_a_choice_in_use_is_neither_removed_nor_renamed(staff, question, benefit):
    page = opened(staff, question).type({"choices-0-DELETE": "on"})
    assert page.save().status_code == 200
    assert "《生育津贴》" in choices_refused(page)
    page = opened(staff, question).type({"choices-1-key": "freelance"})
    assert page.save().status_code == 200
    errors = page.answer.context["inline_admin_formsets"][0].formset.errors[1]
    assert "《生育津贴》" in errors["key"][0]
    assert opened(staff, question).type({"choices-2-DELETE": "on", "choices-1-key": ""}).save().status_code == 302
    assert list(question.choices.values_list("key", flat=True)) == ["employee", "flexible"]


def test_a_question_in_use_is_not_deleted_and_the_page_says_which_benefit_needs_it(staff, question, benefit):
    address = reverse("admin:benefits_question_delete", args=[question.pk])
    assert "“就业”用在《生育津贴》里。" in staff.get(address).content.decode()
    staff.post(address, {"post": "yes"})
    assert Question.objects.filter(pk=question.pk).exists()
    benefit.tiers.all().delete()
    assert staff.post(address, {"post": "yes"}).status_code == 302
    assert not Question.objects.filter(pk=question.pk).exists()


@pytest.mark.parametrize("trait", ["children", "birth_date"])
def test_a_question_that_the_engine_needs_is_not_deleted(staff, trait):
    question = factories.QuestionFactory(**{trait: True})
    staff.post(reverse("admin:benefits_question_delete", args=[question.pk]), {"post": "yes"})
    assert Question.objects.filter(pk=question.pk).exists()


def test_the_page_of_a_question_leads_to_the_benefits_that_use_it(staff, question, benefit):
    page = opened(staff, question)
    assert f'<a href="{reverse("admin:benefits_benefit_change", args=[benefit.pk])}">生育津贴</a>' in page.text


def test_a_title_with_markup_stays_text_where_it_is_named(staff, question, benefit):
    benefit.title_zh = "<b>津贴</b>"
    benefit.save()
    address = reverse("admin:benefits_question_delete", args=[question.pk])
    for text in (opened(staff, question).text, staff.get(address).content.decode()):
        assert "<b>津贴" not in text
        assert "&lt;b&gt;津贴" in text


def test_an_editor_changes_the_questions_of_their_department_only(client, question):
    editor = factories.UserFactory(editor=True)
    signed_in(client, editor)
    address = reverse("admin:benefits_question_change", args=[question.pk])
    assert client.post(address, {}).status_code == 403
    question.owner = editor.department
    question.save()
    page = opened(client, question)
    assert "owner" not in page.fields
    assert page.type({"label_zh": "工作", "owner": ""}).save().status_code == 302
    question.refresh_from_db()
    assert (question.label_zh, question.owner) == ("工作", editor.department)
