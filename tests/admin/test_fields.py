"""Which fields an editor may change on a page that the own department keeps."""

from __future__ import annotations

import pytest
from django.urls import reverse

from benefits.admin import rights
from benefits.models import Commitment, Department
from tests import factories
from tests.sign_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return factories.UserFactory(editor=True)


@pytest.fixture
def staff(client, editor):
    return signed_in(client, editor)


def fields_of(page):
    return {field.html_name: field.value() for field in page.context["adminform"].form if field.value() is not None}


CONTACT = {
    "telephone": "0510-81823276",
    "address_zh": "文昌中路",
    "address_en": "Wenchang Road",
    "hours_zh": "工作日",
    "hours_en": "Working days",
    "website": "https://wjw.wuxi.gov.cn/",
}


def test_an_editor_keeps_the_contact_of_the_own_department(staff, editor):
    address = reverse("admin:benefits_department_change", args=[editor.department.pk])
    assert set(fields_of(staff.get(address))) == set(CONTACT)
    assert staff.post(address, CONTACT).status_code == 302
    kept = Department.objects.get(pk=editor.department.pk)
    assert {name: getattr(kept, name) for name in CONTACT} == CONTACT


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", "other"),
        ("name_zh", "别的名称"),
        ("short_name_zh", "别的"),
        ("name_en", "Other"),
        ("short_name_en", "Other"),
        ("kind", "government"),
        ("district", "xishan"),
        ("order", "99"),
    ],
)
def test_what_a_department_is_called_is_not_its_editor_s(staff, editor, field, value):
    before = getattr(Department.objects.get(), field)
    address = reverse("admin:benefits_department_change", args=[editor.department.pk])
    assert staff.post(address, CONTACT | {field: value}).status_code == 302
    assert getattr(Department.objects.get(), field) == before


@pytest.fixture
def commitment(editor):
    return factories.CommitmentFactory(owner=editor.department)


def test_an_editor_keeps_the_progress_of_an_own_commitment_and_not_where_it_belongs(staff, editor, commitment):
    address = reverse("admin:benefits_commitment_change", args=[commitment.pk])
    page = staff.get(address)
    assert not {"key", "measure", "owner"} & set(page.context["adminform"].form.fields)
    other = factories.CommitmentFactory()
    foreign = {"key": "other", "measure": other.measure.pk, "owner": factories.DepartmentFactory().pk}
    assert staff.post(address, fields_of(page) | foreign | {"progress_zh": "已建成2个。"}).status_code == 302
    kept = Commitment.objects.get(pk=commitment.pk)
    assert kept.progress_zh == "已建成2个。"
    assert (kept.key, kept.measure, kept.owner) == (commitment.key, commitment.measure, editor.department)


def test_a_new_commitment_of_an_editor_belongs_to_the_own_department(staff, editor):
    listed = factories.MeasureDepartmentFactory(department=editor.department).measure
    stranger = factories.MeasureFactory()
    fields = {"key": "new", "title_zh": "新承诺", "quotations": "完善生育保险制度。"}
    address = reverse("admin:benefits_commitment_add")
    page = staff.post(address, fields | {"measure": stranger.pk})
    assert list(page.context["adminform"].form.errors) == ["measure"]
    other = factories.DepartmentFactory()
    assert staff.post(address, fields | {"measure": listed.pk, "owner": other.pk}).status_code == 302
    assert Commitment.objects.get().owner == editor.department


@pytest.mark.parametrize("value", ["abc", "0", "99999999999999999999", "1.5"])
def test_a_value_that_is_no_record_is_refused_at_its_field(client, value):
    staff = signed_in(client, factories.UserFactory(publisher=True))
    address = reverse("admin:benefits_commitment_add")
    assert staff.get(address, {"measure": value}).status_code == 200
    page = staff.post(address, {"key": "new", "title_zh": "新", "quotations": "新", "measure": value})
    assert "measure" in page.context["adminform"].form.errors


@pytest.mark.parametrize(
    "factory",
    [
        factories.BenefitFactory,
        factories.BenefitNoteFactory,
        factories.CommitmentFactory,
        factories.DepartmentFactory,
        factories.ExampleFactory,
        factories.QuestionFactory,
    ],
)
def test_who_keeps_a_record_is_the_same_asked_of_it_and_of_the_database(factory):
    row = factory()
    if hasattr(row, "measure"):
        factories.BenefitFactory(measure=row.measure)
    if hasattr(row, "owner"):
        row.owner = factories.DepartmentFactory()
        row.save()
    for department in Department.objects.all():
        is_kept = rights.KEPT[type(row)](department.pk).filter(pk=row.pk).exists()
        assert is_kept == (department.pk in rights.keepers_of(row))
