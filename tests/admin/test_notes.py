"""A department's own note on a benefit: each its own, where the measure lists it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from benefits.models import BenefitNote
from tests import factories
from tests.sign_in import signed_in

pytestmark = pytest.mark.django_db

ADD = "admin:benefits_benefitnote_add"
CHANGE = "admin:benefits_benefitnote_change"


@pytest.fixture
def editor():
    return factories.UserFactory(editor=True)


@pytest.fixture
def benefit(editor):
    """A benefit of a measure that lists the editor's department."""
    benefit = factories.BenefitFactory(title_zh="托育补贴")
    factories.MeasureDepartmentFactory(measure=benefit.measure, department=editor.department)
    return benefit


@pytest.fixture
def staff(client, editor):
    return signed_in(client, editor)


def test_an_editor_adds_the_note_of_the_own_department(staff, editor, benefit):
    answer = staff.post(reverse(ADD), {"benefit": benefit.pk, "text_zh": "本区另发交通补贴。", "text_en": ""})
    assert answer.status_code == 302
    note = BenefitNote.objects.get()
    assert (note.benefit, note.department, note.text_zh) == (benefit, editor.department, "本区另发交通补贴。")


@pytest.mark.parametrize("query", [{}, {"department": "other"}])
def test_a_foreign_department_in_the_form_or_the_address_is_not_taken(staff, editor, benefit, query):
    other = factories.MeasureDepartmentFactory(measure=benefit.measure).department
    address = reverse(ADD, query={**query, **({"department": other.pk} if query else {})})
    assert staff.get(address).context["adminform"].form["department"].value() == editor.department.pk
    staff.post(address, {"benefit": benefit.pk, "department": other.pk, "text_zh": "本区另有规定。"})
    assert BenefitNote.objects.get().department == editor.department


def test_only_benefits_whose_measure_lists_the_department_are_offered_and_taken(staff, benefit):
    stranger = factories.BenefitFactory(title_zh="别的待遇")
    page = staff.get(reverse(ADD))
    assert "托育补贴" in page.content.decode()
    assert "别的待遇" not in page.content.decode()
    page = staff.post(reverse(ADD), {"benefit": stranger.pk, "text_zh": "本区另有规定。"})
    assert list(page.context["adminform"].form.errors) == ["benefit"]
    assert not BenefitNote.objects.exists()


def test_a_department_that_no_measure_lists_is_told_why_it_has_no_choice(staff):
    factories.BenefitFactory()
    assert "没有一项有待遇的措施把本单位列为责任单位" in staff.get(reverse(ADD)).content.decode()


def test_the_benefit_s_page_leads_to_the_note_of_a_department_that_its_measure_lists(staff, editor, benefit):
    address = reverse("admin:benefits_benefit_change", args=[benefit.pk])
    assert staff.get(address).context["own_note_url"] == reverse(ADD, query={"benefit": benefit.pk})
    note = factories.BenefitNoteFactory(benefit=benefit, department=editor.department)
    assert staff.get(address).context["own_note_url"] == reverse(CHANGE, args=[note.pk])
    stranger = factories.BenefitFactory()
    page = staff.get(reverse("admin:benefits_benefit_change", args=[stranger.pk])).content.decode()
    assert "补充本部门说明" not in page


def test_the_link_from_a_benefit_has_it_chosen(staff, benefit):
    page = staff.get(reverse(ADD, query={"benefit": benefit.pk}))
    assert f'<option value="{benefit.pk}" selected>' in page.content.decode()


@pytest.mark.parametrize("number", ["x", "0", "99999999999999999999", "\x00", "١"])
def test_a_benefit_that_is_none_in_the_address_is_not_chosen(staff, benefit, number):
    assert staff.get(reverse(ADD, query={"benefit": number})).status_code == 200


def test_a_second_note_of_the_department_is_refused_in_words(staff, editor, benefit):
    factories.BenefitNoteFactory(benefit=benefit, department=editor.department)
    page = staff.post(reverse(ADD), {"benefit": benefit.pk, "text_zh": "又一条。"})
    assert "这个单位对这项待遇已经有补充说明" in page.content.decode()
    assert BenefitNote.objects.count() == 1


def test_the_own_note_is_changed_and_stays_where_it_is(staff, editor, benefit):
    note = factories.BenefitNoteFactory(benefit=benefit, department=editor.department)
    other = factories.BenefitNoteFactory(benefit__measure=benefit.measure)
    fields = {"benefit": other.benefit.pk, "department": other.department.pk, "text_zh": "改过。"}
    assert staff.post(reverse(CHANGE, args=[note.pk]), fields).status_code == 302
    note.refresh_from_db()
    assert (note.benefit, note.department, note.text_zh) == (benefit, editor.department, "改过。")


def test_the_note_of_another_department_is_read_only(staff, benefit):
    note = factories.BenefitNoteFactory(benefit=benefit)
    assert 'name="text_zh"' not in staff.get(reverse(CHANGE, args=[note.pk])).content.decode()
    assert staff.post(reverse(CHANGE, args=[note.pk]), {"text_zh": "改过。"}).status_code == 403
    assert staff.post(reverse("admin:benefits_benefitnote_delete", args=[note.pk]), {"post": "yes"}).status_code == 403
    assert BenefitNote.objects.get().text_zh == "本区另有补充。"


def test_a_note_whose_department_the_measure_no_longer_lists_says_so(staff, editor, benefit):
    note = factories.BenefitNoteFactory(benefit=benefit, department=editor.department)
    benefit.measure.listed_departments.all().delete()
    page = staff.post(reverse(CHANGE, args=[note.pk]), {"text_zh": "改过。"})
    assert "没有把" in page.context["adminform"].form.errors["department"][0]


def test_a_publisher_writes_for_every_department_that_the_measure_lists(client, benefit, editor):
    staff = signed_in(client, factories.UserFactory(publisher=True))
    stranger = factories.DepartmentFactory()
    fields = {"benefit": benefit.pk, "department": stranger.pk, "text_zh": "本部门另有规定。"}
    assert list(staff.post(reverse(ADD), fields).context["adminform"].form.errors) == ["department"]
    assert staff.post(reverse(ADD), fields | {"department": editor.department.pk}).status_code == 302


def test_script_in_a_note_comes_out_as_text(staff, editor, benefit):
    text = "<script>alert(1)</script>{{ today }}"
    staff.post(reverse(ADD), {"benefit": benefit.pk, "text_zh": text})
    page = staff.get(reverse("admin:benefits_benefitnote_changelist")).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ today }}" in page
