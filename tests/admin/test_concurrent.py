"""Two people on one record: the second save shows what the first changed, and keeps what the second typed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from benefits.models import Benefit, Department, Question, Section
from tests import factories
from tests.admin.pages import EditedPage
from tests.sign_in import signed_in

pytestmark = pytest.mark.django_db

# A column of words on the page of each kind.
KINDS = {
    factories.BenefitFactory: "title_zh",
    factories.BenefitNoteFactory: "text_zh",
    factories.CommitmentFactory: "title_zh",
    factories.DepartmentFactory: "name_zh",
    factories.MeasureFactory: "title_zh",
    factories.PolicyDocumentFactory: "title_zh",
    factories.QuestionFactory: "wording_zh",
    factories.SectionFactory: "title_zh",
    factories.TermFactory: "name_zh",
}


@pytest.fixture
def first() -> Client:
    return signed_in(Client(), factories.UserFactory(publisher=True, username="王芳"))


@pytest.fixture
def second() -> Client:
    return signed_in(Client(), factories.UserFactory(publisher=True, username="李明"))


def conflict(page: EditedPage) -> list[tuple[str, str, str]]:
    found = page.answer.context["concurrent"].conflict
    return [] if found is None else [tuple(line) for line in found.lines]


@pytest.mark.parametrize(("factory", "name"), KINDS.items(), ids=lambda value: getattr(value, "__name__", value))
def test_the_second_save_of_any_record_is_refused_once(first, second, factory, name):
    row = factory()
    address = reverse(f"admin:benefits_{row._meta.model_name}_change", args=[row.pk])
    hers, his = EditedPage(first, address), EditedPage(second, address)
    before = getattr(row, name)
    assert hers.type({name: "她写的"}).save().status_code == 302
    assert his.type({name: "他写的"}).save().status_code == 200
    assert [line[1:] for line in conflict(his)] == [(before, "她写的")]
    assert "王芳" in his.text
    assert his.fields[name] == ["他写的"]
    row.refresh_from_db()
    assert getattr(row, name) == "她写的"
    assert his.save().status_code == 302
    row.refresh_from_db()
    assert getattr(row, name) == "他写的"


def test_what_the_first_changed_is_said_in_words_tier_by_tier(first, second):
    factories.QuestionFactory(key="employment", label_zh="就业", choices=["employee", "flexible"])
    benefit = factories.BenefitFactory(needs_no_application=False)
    tiers = [factories.TierFactory(benefit=benefit, amount=None) for _ in range(2)]
    for tier in tiers:
        factories.TierAmountFactory(tier=tier, monthly=True)
        factories.ConditionFactory(tier=tier, fact="employment", operator="is", value="employee")
    department = factories.DepartmentFactory(name_zh="市民政局")
    address = reverse("admin:benefits_benefit_change", args=[benefit.pk])
    hers, his = EditedPage(first, address), EditedPage(second, address)
    hers.type({"t1-a0-yuan": "700", "enquire_at": str(department.pk), "needs_no_application": "on"})
    hers.type({"review_by": "2027-01-31", "per": "child"}).press("add-tier").type({"t2-a0-kind": "in_kind"})
    assert hers.save().status_code == 302
    his.press("add-tier").type({"t2-a0-kind": "as_regulated"}).save()
    assert conflict(his) == [
        ("按谁计算", "家庭", "每个孩子"),
        ("咨询单位", str(benefit.enquire_at), "市民政局"),
        ("免申即享", "否", "是"),
        ("下次核对期限", "（没有）", "2027-01-31"),
        ("档 2", "就业为employee的选项 → 拟每月给予500元", "就业为employee的选项 → 拟每月给予700元"),
        ("档 3", "（没有）", "不设条件 → 服务、减免或保障，没有现金"),
    ]
    assert his.fields["t2-a0-kind"] == ["as_regulated"]
    assert his.save().status_code == 302
    assert [str(tier.amounts.get()) for tier in benefit.tiers.all()] == [
        "每月金额 500.00元",
        "每月金额 500.00元",
        "按规定（文件没有写明金额）",
    ]


def test_choices_and_departments_are_named(first, second):
    question = factories.QuestionFactory(choices=["employee", "flexible"])
    address = reverse("admin:benefits_question_change", args=[question.pk])
    hers, his = EditedPage(first, address), EditedPage(second, address)
    assert hers.type({"choices-0-label_zh": "在职"}).save().status_code == 302
    his.save()
    assert conflict(his) == [("选项 1", "employee的选项", "在职")]
    measure = factories.MeasureDepartmentFactory().measure
    address = reverse("admin:benefits_measure_change", args=[measure.pk])
    hers, his = EditedPage(first, address), EditedPage(second, address)
    assert hers.type({"listed_departments-0-DELETE": "on"}).save().status_code == 302
    his.save()
    assert conflict(his) == [("措施的责任单位 1", str(Department.objects.latest("pk")), "（没有）")]


def test_a_button_of_the_table_does_not_make_the_warning_unseen(first, second):
    benefit = factories.BenefitFactory()
    address = reverse("admin:benefits_benefit_change", args=[benefit.pk])
    hers, his = EditedPage(first, address), EditedPage(second, address)
    hers.type({"title_zh": "她写的"}).save()
    his.press("add-tier")
    assert conflict(his) == []
    his.save()
    assert conflict(his) == [("标题", benefit.title_zh, "她写的")]


def test_a_third_change_is_shown_again(first, second):
    department = factories.DepartmentFactory()
    address = reverse("admin:benefits_department_change", args=[department.pk])
    his = EditedPage(second, address).type({"telephone": "3"})
    for number in ("1", "2"):
        EditedPage(first, address).type({"telephone": number}).save()
        assert his.save().status_code == 200
        assert conflict(his)[0][2] == number
    assert his.save().status_code == 302


def test_a_change_that_nobody_made_on_these_pages_is_shown_too(second):
    department = factories.DepartmentFactory()
    his = EditedPage(second, reverse("admin:benefits_department_change", args=[department.pk]))
    Department.objects.update(telephone="12345")
    his.save()
    assert conflict(his) == [("电话", "（没有）", "12345")]
    assert "不是在管理页面里改的" in his.text


@pytest.mark.parametrize("token", ["", "x", "eyJhIjoxfQ:1:x"])
def test_a_token_that_is_not_ours_is_no_token(second, token):
    department = factories.DepartmentFactory()
    his = EditedPage(second, reverse("admin:benefits_department_change", args=[department.pk]))
    assert his.type({"loaded": token, "telephone": "1"}).save().status_code == 302


def test_the_token_of_another_record_is_no_token(second):
    one, other = factories.DepartmentFactory.create_batch(2)
    token = EditedPage(second, reverse("admin:benefits_department_change", args=[other.pk])).fields["loaded"]
    his = EditedPage(second, reverse("admin:benefits_department_change", args=[one.pk]))
    assert his.type({"loaded": token}).save().status_code == 302


def test_markup_in_what_was_changed_stays_text(first, second):
    benefit = factories.BenefitFactory()
    address = reverse("admin:benefits_benefit_change", args=[benefit.pk])
    hers, his = EditedPage(first, address), EditedPage(second, address)
    hers.type({"title_zh": "<script>alert(1)</script>{{ 1 }}"}).save()
    his.save()
    assert "<script>alert(1)" not in his.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 1 }}" in his.text


def test_a_record_saved_as_it_was_leaves_no_mark_in_the_history(first):
    question = factories.QuestionFactory(help_zh="第一行\n第二行")
    page = EditedPage(first, reverse("admin:benefits_question_change", args=[question.pk]))
    assert page.save().status_code == 302
    assert Question.history.count() == 1
    assert Question.objects.get().help_zh == "第一行\n第二行"


def test_a_key_that_someone_took_a_moment_ago_is_refused_at_its_field(first, monkeypatch):
    factories.SectionFactory(key="work")
    check, looks = Section._perform_unique_checks, []

    def check_too_early(row, checks):
        looks.append(row)
        return {} if len(looks) == 1 else check(row, checks)

    monkeypatch.setattr(Section, "_perform_unique_checks", check_too_early)
    page = EditedPage(first, reverse("admin:benefits_section_add")).type({"key": "work", "title_zh": "工作"})
    assert page.save().status_code == 200
    assert list(page.answer.context["adminform"].form.errors) == ["key"]
    assert page.fields["title_zh"] == ["工作"]


def test_an_editor_who_may_only_read_gets_no_token(client):
    signed_in(client, factories.UserFactory(editor=True))
    benefit = factories.BenefitFactory()
    answer = client.get(reverse("admin:benefits_benefit_change", args=[benefit.pk]))
    assert 'name="loaded"' not in answer.content.decode()
    assert Benefit.objects.get() == benefit
