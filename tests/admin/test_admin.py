"""The staff's pages: every one opens, and a bad rule is refused at its field."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse

from benefits.models import Benefit, Condition, Department, Release, TierAmount
from tests import factories

pytestmark = pytest.mark.django_db

SECTIONS = {
    "department": factories.DepartmentFactory,
    "policydocument": factories.PolicyDocumentFactory,
    "measure": factories.MeasureFactory,
    "commitment": factories.CommitmentFactory,
    "section": factories.SectionFactory,
    "question": factories.QuestionFactory,
    "term": factories.TermFactory,
    "benefit": factories.BenefitFactory,
    "tier": factories.TierFactory,
    "release": factories.ReleaseFactory,
}
READ_ONLY = {"tier", "release"}


@pytest.fixture
def staff(client):
    client.force_login(factories.UserFactory(publisher=True))
    return client


@pytest.fixture
def tier():
    factories.QuestionFactory(key="employment", label_zh="就业", choices=["employee", "flexible"])
    factories.QuestionFactory(children=True)
    return factories.TierFactory(amount=None)


def url(model: str, page: str, *args: Any) -> str:
    return reverse(f"admin:benefits_{model}_{page}", args=args)


def inline(name: str, *forms: dict[str, Any]) -> dict[str, Any]:
    fields = {f"{name}-TOTAL_FORMS": len(forms), f"{name}-INITIAL_FORMS": 0}
    return fields | {f"{name}-{index}-{key}": value for index, form in enumerate(forms) for key, value in form.items()}


def amounts_refused(page) -> list[dict[str, list[str]]]:
    return page.context["inline_admin_formsets"][1].formset.errors


def test_every_kind_of_record_has_its_pages():
    registered = {model._meta.model_name for model in admin.site._registry if model._meta.app_label == "benefits"}
    assert registered == set(SECTIONS)


@pytest.mark.parametrize("model", SECTIONS)
@pytest.mark.parametrize("query", ["", "?q=1", "?q=医"])
def test_every_list_opens_and_is_searched(staff, model, query):
    SECTIONS[model]()
    assert staff.get(url(model, "changelist") + query).status_code == 200


@pytest.mark.parametrize("model", SECTIONS)
def test_every_record_opens(staff, model):
    row = SECTIONS[model]()
    assert staff.get(url(model, "change", row.pk)).status_code == 200
    assert staff.get(url(model, "history", row.pk), follow=True).status_code == 200


@pytest.mark.parametrize("model", SECTIONS)
def test_records_are_added_but_releases_and_tiers_are_not_added_by_hand(staff, model):
    expected = 403 if model in READ_ONLY else 200
    assert staff.get(url(model, "add")).status_code == expected


@pytest.mark.parametrize("model", sorted(set(SECTIONS) - {"release"}))
def test_an_unchanged_record_is_saved_from_its_page(staff, model):
    row = SECTIONS[model]()
    page = staff.get(url(model, "change", row.pk))
    fields = {field.html_name: field.value() for field in page.context["adminform"].form}
    for formset in page.context["inline_admin_formsets"]:
        for form in (formset.formset.management_form, *formset.formset.forms):
            fields |= {field.html_name: field.value() for field in form}
    answer = staff.post(
        url(model, "change", row.pk), {key: value for key, value in fields.items() if value is not None}
    )
    assert answer.status_code == 302


def test_lists_take_the_same_queries_however_long_they_are(staff, django_assert_max_num_queries):
    factories.BenefitFactory()
    staff.get(url("benefit", "changelist"))
    with django_assert_max_num_queries(12):
        staff.get(url("benefit", "changelist"))
    factories.BenefitFactory.create_batch(5)
    with django_assert_max_num_queries(12):
        staff.get(url("benefit", "changelist"))


@pytest.mark.parametrize(
    ("condition", "field", "reason"),
    [
        ({"fact": "agee", "operator": "is", "value": "true"}, "fact", "没有叫“agee”的事项"),
        (
            {"fact": "employment", "operator": "at_least", "value": "employee"},
            "operator",
            "可以用：是、不是、是其中之一",
        ),
        ({"fact": "employment", "operator": "is", "value": "retired"}, "value", "“retired”不合适。可以填：employee"),
        ({"fact": "employment", "operator": "is", "value": ""}, "value", "请填要比较的值"),
        ({"fact": "age_months", "operator": "at_most", "value": "18"}, "fact", "每个孩子"),
    ],
)
def test_a_bad_condition_is_refused_at_its_field(staff, tier, condition, field, reason):
    fields = {"order": 1} | inline("conditions", {"order": 1, **condition}) | inline("amounts")
    page = staff.post(url("tier", "change", tier.pk), fields)
    assert page.status_code == 200
    errors = page.context["inline_admin_formsets"][0].formset.errors[0]
    assert list(errors) == [field]
    assert reason in errors[field][0]
    assert not Condition.objects.exists()


def test_a_bad_amount_is_refused_at_its_field(staff, tier):
    fields = {"order": 1} | inline("conditions") | inline("amounts", {"order": 1, "kind": "monthly"})
    page = staff.post(url("tier", "change", tier.pk), fields)
    assert amounts_refused(page) == [{"yuan": ["“每月金额”要填这一项。"]}]
    assert not TierAmount.objects.exists()


def test_two_amounts_on_one_day_are_refused_where_the_second_begins(staff, tier):
    first = {"order": 1, "kind": "monthly", "yuan": "500", "valid_until": "2026-12-31"}
    second = {"order": 2, "kind": "monthly", "yuan": "600", "valid_from": "2026-12-31"}
    fields = {"order": 1} | inline("conditions")
    page = staff.post(url("tier", "change", tier.pk), fields | inline("amounts", first, second))
    assert amounts_refused(page) == [{}, {"valid_from": ["与前面一个标准的有效日期重叠。同一天只能有一个标准。"]}]
    second["valid_from"] = "2027-01-01"
    assert staff.post(url("tier", "change", tier.pk), fields | inline("amounts", first, second)).status_code == 302


def test_an_amount_makes_way_for_another_on_the_same_page(staff, tier):
    old = factories.TierAmountFactory(tier=tier, monthly=True)
    new = {"order": 1, "kind": "monthly", "yuan": "600"}
    amounts = inline("amounts", {"id": old.pk, "order": 1, "kind": "monthly", "yuan": "500", "DELETE": "on"}, new)
    fields = {"order": 1} | inline("conditions") | amounts | {"amounts-INITIAL_FORMS": 1}
    assert staff.post(url("tier", "change", tier.pk), fields).status_code == 302
    assert str(tier.amounts.get()) == "每月金额 600.00元"


def test_a_benefit_with_conditions_on_children_cannot_become_one_of_the_household(staff):
    factories.QuestionFactory(birth_date=True)
    tier = factories.TierFactory(benefit__per_child=True)
    factories.ConditionFactory(tier=tier, fact="age_months", operator="at_most", value="18")
    page = staff.get(url("benefit", "change", tier.benefit.pk))
    fields = {field.html_name: field.value() or "" for field in page.context["adminform"].form} | inline("tiers")
    page = staff.post(url("benefit", "change", tier.benefit.pk), fields | {"per": "household"})
    assert list(page.context["adminform"].form.errors) == ["per"]


def test_facts_that_no_condition_may_use_are_not_offered(staff, tier):
    factories.QuestionFactory(key="due_date", date=True)
    page = staff.get(url("tier", "change", tier.pk)).content.decode()
    assert 'value="employment"' in page
    assert 'value="due_date"' not in page
    assert 'value="children"' not in page


def test_a_good_tier_is_saved(staff, tier):
    condition = {"order": 1, "fact": "employment", "operator": "one_of", "value": "employee，flexible"}
    amount = {"order": 1, "kind": "monthly", "yuan": "500"}
    fields = {"order": 1} | inline("conditions", condition) | inline("amounts", amount)
    assert staff.post(url("tier", "change", tier.pk), fields).status_code == 302
    assert str(tier.conditions.get()) == "employment 是其中之一 employee, flexible"
    assert str(tier.amounts.get()) == "每月金额 500.00元"


def test_a_fact_that_is_gone_is_still_shown_where_it_stands(staff, tier):
    factories.ConditionFactory(tier=tier, fact="vanished")
    page = staff.get(url("tier", "change", tier.pk))
    assert '<option value="vanished" selected>vanished</option>' in page.content.decode()


def test_a_wrong_quotation_is_refused_at_its_field(staff):
    benefit = factories.BenefitFactory()
    page = staff.get(url("benefit", "change", benefit.pk))
    fields = {field.html_name: field.value() or "" for field in page.context["adminform"].form} | inline("tiers")
    page = staff.post(url("benefit", "change", benefit.pk), fields | {"quotations": "没有这句。"})
    assert list(page.context["adminform"].form.errors) == ["quotations"]


def test_a_new_tier_says_what_comes_next_and_an_old_one_what_it_gives(staff):
    tier = factories.TierFactory()
    factories.ConditionFactory(tier=tier)
    factories.ConditionFactory(tier=tier, fact="vanished")
    factories.QuestionFactory(key="employment", label_zh="就业", choices=["employee", "flexible"])
    factories.ConditionFactory(tier=tier, fact="employment", operator="one_of", value="employee, flexible")
    page = staff.get(url("benefit", "change", tier.benefit.pk)).content.decode()
    assert (
        "两个及以上孩子：是；vanished 是 true；就业 是其中之一 employee的选项、flexible的选项 → 服务或权利（没有金额）"
        in page
    )
    assert "先保存，再点“修改”填写。" in page
    assert url("tier", "change", tier.pk) in page


def test_a_telephone_is_changed(staff):
    department = factories.DepartmentFactory()
    page = staff.get(url("department", "change", department.pk))
    fields = {field.html_name: field.value() or "" for field in page.context["adminform"].form}
    staff.post(url("department", "change", department.pk), fields | {"telephone": "0510-81823276"})
    assert Department.objects.get().telephone == "0510-81823276"


def test_a_release_can_only_be_read(staff):
    release = factories.ReleaseFactory()
    page = staff.get(url("release", "change", release.pk)).content.decode()
    assert 'name="_save"' not in page
    assert staff.post(url("release", "change", release.pk), {"note": "改过"}).status_code == 403
    assert staff.post(url("release", "delete", release.pk), {"post": "yes"}).status_code == 403
    action = {"action": "delete_selected", "_selected_action": release.pk, "post": "yes"}
    staff.post(url("release", "changelist"), action)
    assert Release.objects.get().note == "首次发布"


def test_a_department_that_a_benefit_names_cannot_be_deleted(staff):
    benefit = factories.BenefitFactory()
    staff.post(url("department", "delete", benefit.enquire_at.pk), {"post": "yes"})
    assert Benefit.objects.get().enquire_at == benefit.enquire_at


def test_the_pages_are_chinese_and_carry_no_inline_script_or_style(staff):
    page = staff.get(url("tier", "change", factories.TierFactory().pk))
    text = page.content.decode()
    assert "生育支持政策服务门户 · 管理" in text
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "<style" not in text
    assert " style=" not in text
    assert "<script>" not in text
    assert " onclick=" not in text
