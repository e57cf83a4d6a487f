"""Ways round the table of rights that the admin's own addresses offer, and where they end."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.urls import reverse

from benefits.admin.rights import may_change
from benefits.models import Choice, Commitment
from tests import factories
from tests.admin.pages import EditedPage
from tests.sign_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return factories.UserFactory(editor=True)


@pytest.fixture
def staff(client, editor):
    return signed_in(client, editor)


NAMES_OF_ACCOUNTS = [
    (model._meta.app_label, model._meta.model_name, field.name)
    for model in apps.get_models()
    if model._meta.app_label in ("accounts", "benefits")
    for field in model._meta.get_fields()
    if field.is_relation and field.related_model is get_user_model() and not field.auto_created
]


@pytest.mark.parametrize("role", ["editor", "publisher"])
@pytest.mark.parametrize(("app", "model", "field"), NAMES_OF_ACCOUNTS)
def test_the_names_of_accounts_are_not_had_by_typing(client, role, app, model, field):
    signed_in(client, factories.UserFactory(**{role: True}))
    query = {"app_label": app, "model_name": model, "field_name": field, "term": "u"}
    assert client.get(reverse("admin:autocomplete"), query).status_code == 403


def test_an_administrator_gets_no_department_by_typing(client):
    signed_in(client, factories.UserFactory(administrator=True))
    query = {"app_label": "benefits", "model_name": "benefit", "field_name": "enquire_at", "term": ""}
    assert client.get(reverse("admin:autocomplete"), query).status_code == 403


@pytest.mark.parametrize(
    ("model", "query"),
    [
        ("changeset", {"submitted_by__password__startswith": "pbkdf2"}),
        ("release", {"published_by__password__startswith": "pbkdf2"}),
        ("remark", {"author__password__startswith": "pbkdf2"}),
        ("remark", {"author__is_administrator__exact": "1"}),
        ("benefit", {"_to_field": "summary_zh"}),
        ("department", {"_to_field": "password", "_popup": "1"}),
    ],
)
def test_a_list_is_not_asked_what_it_does_not_show(staff, model, query):
    assert staff.get(reverse(f"admin:benefits_{model}_changelist"), query).status_code == 400


def test_a_popup_gives_no_right_that_the_page_does_not_give(staff, editor):
    other = factories.CommitmentFactory(owner=factories.DepartmentFactory())
    popup = {"_popup": "1", "_to_field": "id"}
    address = reverse("admin:benefits_commitment_change", args=[other.pk])
    assert staff.post(f"{address}?_popup=1", popup | {"title_zh": "改过"}).status_code == 403
    listed = factories.MeasureDepartmentFactory(department=editor.department).measure
    new = {"key": "new", "measure": listed.pk, "title_zh": "新", "quotations": "完善生育保险制度。"}
    foreign = {"owner": other.owner.pk}
    answer = staff.post(reverse("admin:benefits_commitment_add") + "?_popup=1", popup | new | foreign)
    assert answer.status_code == 200
    assert Commitment.objects.get(key="new").owner == editor.department


@pytest.mark.parametrize(
    # "As new" is a new record, and so under the rights of one: here the measure is not the department's.
    ("button", "status"),
    [("_saveasnew", 200), ("_continue", 403), ("_addanother", 403)],
)
def test_no_button_saves_what_is_another_s(staff, button, status):
    other = factories.CommitmentFactory(owner=factories.DepartmentFactory())
    fields = {"key": "new", "measure": other.measure.pk, "title_zh": "改过", "quotations": other.quotations}
    address = reverse("admin:benefits_commitment_change", args=[other.pk])
    assert staff.post(address, fields | {button: "1"}).status_code == status
    assert Commitment.objects.get().title_zh == other.title_zh


class TestTheMeasureOfAnEditorsBenefit:
    """Whoever keeps a benefit of a measure keeps its examples too, so not every measure may be chosen."""

    @pytest.fixture
    def listed(self, editor):
        return factories.MeasureDepartmentFactory(department=editor.department).measure

    @pytest.fixture
    def foreign(self):
        return factories.ExampleFactory().measure

    def new(self, measure):
        routing = factories.QuestionFactory(choices=["liangxi", "xishan"])
        return {
            "key": "new",
            "measure": measure.pk,
            "enquire_at": factories.DepartmentFactory().pk,
            "routing": routing.pk,
            "title_zh": "新",
            "life_stage": "pregnancy",
            "per": "household",
            "audience": "resident",
            "firmness": "stated",
            "summary_zh": "有。",
            "for_whom_zh": "人。",
            "quotations": "全面落实生育津贴免申即享。",
        }

    def test_a_new_one_is_of_a_measure_that_lists_the_department(self, staff, editor, listed, foreign):
        add = reverse("admin:benefits_benefit_add")
        offered = staff.get(add).context["adminform"].form.fields["measure"].queryset
        assert list(offered) == [listed]
        refused = staff.post(add, self.new(foreign))
        assert refused.status_code == 200
        assert "measure" in refused.context["adminform"].form.errors
        assert not may_change(editor, foreign.examples.get())
        assert staff.post(add, self.new(listed)).status_code == 302

    def test_one_moves_to_no_other_measure(self, staff, editor, listed, foreign):
        own = factories.BenefitFactory(measure=listed, owner=editor.department)
        page = EditedPage(staff, reverse("admin:benefits_benefit_change", args=[own.pk]))
        page.type({"measure": str(foreign.pk)}).save()
        own.refresh_from_db()
        assert own.measure == listed

    def test_one_of_a_measure_that_does_not_list_the_department_is_still_saved(self, staff, editor, listed):
        own = factories.BenefitFactory(owner=editor.department, for_everyone=True)
        page = EditedPage(staff, reverse("admin:benefits_benefit_change", args=[own.pk]))
        assert page.type({"title_zh": "改过"}).save().status_code == 302
        own.refresh_from_db()
        assert own.title_zh == "改过"

    def test_a_publisher_chooses_among_all(self, client, listed, foreign):
        signed_in(client, factories.UserFactory(publisher=True))
        assert client.post(reverse("admin:benefits_benefit_add"), self.new(foreign)).status_code == 302


def test_a_row_of_another_record_is_not_reached_through_an_own_page(staff, editor):
    own = factories.QuestionFactory(owner=editor.department, choices=["yes", "no"])
    foreign = factories.ChoiceFactory(label_zh="别人的")
    address = reverse("admin:benefits_question_change", args=[own.pk])
    fields = {field.html_name: field.value() or "" for field in staff.get(address).context["adminform"].form}
    row = {"id": foreign.pk, "question": own.pk, "order": 1, "key": "stolen", "label_zh": "拿来了", "DELETE": "on"}
    management = {"choices-TOTAL_FORMS": 1, "choices-INITIAL_FORMS": 1}
    staff.post(address, fields | management | {f"choices-0-{name}": value for name, value in row.items()})
    kept = Choice.objects.get(pk=foreign.pk)
    assert (kept.question, kept.label_zh) == (foreign.question, "别人的")


def test_an_editor_without_a_department_changes_nothing(client):
    signed_in(client, factories.UserFactory(is_editor=True))
    shared = factories.QuestionFactory(owner=None)
    assert client.post(reverse("admin:benefits_question_change", args=[shared.pk]), {}).status_code == 403
    assert client.get(reverse("admin:benefits_commitment_add")).status_code == 403
    assert client.get("/admin/").status_code == 200
