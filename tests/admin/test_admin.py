"""The staff's pages: every one opens, and a bad rule is refused at its field."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse

from benefits.models import Benefit, Department, Release
from tests import factories
from tests.sign_in import signed_in

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
    "benefitnote": factories.BenefitNoteFactory,
    "changeset": factories.ChangeSetFactory,
    "remark": factories.RemarkFactory,
    "example": lambda: factories.ExampleFactory(expect={"allowance": {"status": "eligible"}}),
    "release": factories.ReleaseFactory,
}
READ_ONLY = {"changeset", "release", "remark"}


@pytest.fixture
def staff(client):
    return signed_in(client, factories.UserFactory(publisher=True))


def url(model: str, page: str, *args: Any) -> str:
    return reverse(f"admin:benefits_{model}_{page}", args=args)


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
def test_records_are_added_but_releases_are_not_added_by_hand(staff, model):
    # An example is made in a trial, where its page leads.
    expected = 403 if model in READ_ONLY else 302 if model == "example" else 200
    assert staff.get(url(model, "add")).status_code == expected


@pytest.mark.parametrize("model", sorted(set(SECTIONS) - {"changeset", "release"}))
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


def test_a_wrong_quotation_is_refused_at_its_field(staff):
    benefit = factories.BenefitFactory()
    page = staff.get(url("benefit", "change", benefit.pk))
    fields = {field.html_name: field.value() or "" for field in page.context["adminform"].form}
    page = staff.post(url("benefit", "change", benefit.pk), fields | {"quotations": "没有这句。"})
    assert list(page.context["adminform"].form.errors) == ["quotations"]


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
    page = staff.get(url("benefit", "change", factories.TierFactory().benefit.pk))
    text = page.content.decode()
    assert "生育支持政策服务门户 · 管理" in text
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "<style" not in text
    assert " style=" not in text
    assert "<script>" not in text
    assert " onclick=" not in text
