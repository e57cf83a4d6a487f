"""The admin's first page: each person sees what waits for them, with the way there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benefits.admin import waiting
from benefits.admin.waiting import what_waits
from benefits.eligibility.lint import Finding
from benefits.models import ChangeSet, Department, PolicyDocument, Release
from benefits.publishing import current
from benefits.publishing.changes import approve, give_back, submit
from benefits.publishing.compile import compile_release
from benefits.publishing.publish import publish
from tests import factories
from tests.sign_in import signed_in

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


@pytest.fixture
def other():
    return factories.UserFactory(is_editor=True, department=factories.DepartmentFactory(telephone="12345"))


@pytest.fixture
def benefit(publishable, other):
    """The one benefit, of the first release and in order."""
    publishable.attested_on, publishable.review_by = TODAY, TODAY + timedelta(days=365)
    publishable.title_zh = "托育补贴"
    publishable.save()
    Department.objects.update(telephone="12345")
    PolicyDocument.objects.update(checked_on=TODAY)
    publish("首次发布")
    return publishable


@pytest.fixture
def editor(benefit):
    return factories.UserFactory(is_editor=True, department=benefit.enquire_at)


@pytest.fixture
def publisher():
    return factories.UserFactory(publisher=True)


@pytest.fixture
def auditor():
    return factories.UserFactory(auditor=True)


@pytest.fixture(autouse=True)
def _only_what_the_test_is_about(monkeypatch):
    """The checks have tests of their own; here they find nothing unless the test says so."""
    monkeypatch.setattr(waiting, "judged", lambda content: [])
    monkeypatch.setattr(waiting, "row_findings", lambda on: [])


def publish_all():
    """The working copy as the next release."""
    factories.ReleaseFactory(number=2, content=compile_release())


def groups(user, on=TODAY):
    return {group.name: [item.text for item in group.items] for group in what_waits(user, on).groups}


def items(user, name, on=TODAY):
    return next((group.items for group in what_waits(user, on).groups if group.name == name), [])


def edited(benefit):
    benefit.title_zh = "改过的标题"
    benefit.save()
    return benefit


def submitted(benefit, user):
    return submit(user, {("benefit", edited(benefit).key)}, "改标题")


def test_nothing_waits_when_all_is_in_order(editor, other, publisher, auditor):
    assert [groups(user) for user in (editor, other, publisher, auditor)] == [{}, {}, {}, {}]


def test_before_the_first_release_nothing_is_to_be_submitted(publishable):
    assert "unsubmitted" not in groups(factories.UserFactory(publisher=True))


def test_what_is_changed_waits_to_be_submitted_by_whose_it_is(benefit, editor, other, publisher, auditor):
    edited(benefit)
    assert [groups(user) for user in (editor, publisher, auditor)] == [{"unsubmitted": ["待遇 改过的标题"]}] * 3
    assert groups(other) == {}


def test_a_deleted_record_waits_to_be_submitted_too(editor, other):
    commitment = factories.CommitmentFactory(owner=editor.department, title_zh="建成医疗中心")
    publish_all()
    commitment.delete()
    assert groups(editor)["unsubmitted"] == ["政府承诺 建成医疗中心"]
    assert "unsubmitted" not in groups(other)


def test_a_submitted_change_waits_for_publishers_and_no_more_for_the_editor(benefit, editor, other, publisher, auditor):
    change_set = submitted(benefit, editor)
    assert groups(editor) == groups(other) == {}
    assert groups(publisher) == groups(auditor) == {"to-review": [str(change_set)]}
    assert items(publisher, "to-review")[0].url == f"/admin/benefits/changeset/{change_set.pk}/change/"


def test_a_publisher_is_told_that_another_has_to_review_what_they_edited(benefit, publisher):
    submitted(benefit, publisher)
    assert items(publisher, "to-review")[0].detail == "您参与了修改，要由另一位发布人员审核。"
    assert items(factories.UserFactory(publisher=True), "to-review")[0].detail == ""


def test_an_approved_change_waits_to_be_published(benefit, editor, publisher):
    change_set = submitted(benefit, editor)
    approve(publisher, change_set.pk)
    assert groups(publisher) == {"to-publish": [str(change_set)]}
    publish(author=publisher)
    assert groups(publisher) == {}


def test_a_returned_change_comes_back_with_its_remark_until_it_is_submitted_again(benefit, editor, other, publisher):
    change_set = submitted(benefit, editor)
    give_back(publisher, change_set.pk, "请附上依据。")
    assert items(editor, "returned") == [
        (str(change_set), f"/admin/benefits/changeset/{change_set.pk}/change/", "请附上依据。")
    ]
    assert "returned" not in groups(other)
    again = submit(editor, {("benefit", benefit.key)}, "附了依据")
    assert "returned" not in groups(editor)
    approve(publisher, again.pk)
    publish(author=publisher)
    benefit.title_zh = "几个月后又改"
    benefit.save()
    assert groups(editor) == {"unsubmitted": ["待遇 几个月后又改"]}


def test_a_returned_import_waits_until_another_release_is_there(benefit, publisher):
    newest = Release.objects.get()
    change_set = ChangeSet.objects.create(
        note="导入",
        state="returned",
        base=newest,
        content=newest.content,
        submitted_by=publisher,
        submitted_at=timezone.now(),
        remark="不要。",
    )
    change_set.editors.set([publisher])
    assert groups(publisher)["returned"] == [str(change_set)]
    publish_all()
    assert "returned" not in groups(publisher)


@pytest.mark.parametrize(("days", "words"), [(-1, "已过期限1天"), (0, "今天到期"), (30, "还有30天到期"), (31, "")])
def test_a_date_of_review_is_said_when_it_is_past_or_near(benefit, editor, other, days, words):
    benefit.review_by = TODAY + timedelta(days=days)
    benefit.save()
    publish_all()
    due = items(editor, "reviews-due")
    assert [item.detail for item in due] == ([words] if words else [])
    assert "reviews-due" not in groups(other)


def found(kind="", key="", is_error=True):
    return Finding("某处", "某事。", is_error, kind, key)


@pytest.mark.parametrize(
    ("finding", "group"),
    [
        ({"is_error": True}, "errors"),
        ({"is_error": False}, "warnings"),
        ({"kind": "example", "is_error": True}, "failing-examples"),
    ],
)
def test_what_the_checks_find_is_shown_to_publishers_and_auditors(
    publisher, auditor, benefit, monkeypatch, finding, group
):
    monkeypatch.setattr(waiting, "judged", lambda content: [found(**finding)])
    assert groups(publisher) == groups(auditor) == {group: ["某处"]}


def test_an_editor_sees_what_is_found_in_the_own_records_with_the_way_there(benefit, editor, other, monkeypatch):
    monkeypatch.setattr(waiting, "row_findings", lambda on: [found("benefit", benefit.key, is_error=False)])
    assert items(editor, "warnings") == [("某处", f"/admin/benefits/benefit/{benefit.pk}/change/", "某事。")]
    assert groups(other) == {}


def test_a_rule_of_which_nothing_can_be_made_is_an_error_and_the_page_stands(client, benefit, editor):
    factories.ConditionFactory(tier=benefit.tiers.get(), fact="vanished")
    assert len(items(editor, "errors")) == 1
    page = signed_in(client, editor).get("/admin/")
    assert "没有叫“vanished”的事项" in page.content.decode()


def test_what_cannot_be_looked_up_is_said_and_the_rest_is_shown(client, benefit, publisher, monkeypatch, caplog):
    def broken(content):
        raise ZeroDivisionError

    monkeypatch.setattr(waiting, "judged", broken)
    edited(benefit)
    page = signed_in(client, publisher).get("/admin/").content.decode()
    assert "暂时查不出来" in page
    assert "<li>结果与预期不同的示例家庭</li>" in page
    assert "改过的标题" in page
    assert "What waits could not be looked up: errors." in caplog.text


@pytest.mark.parametrize(
    ("kind", "field", "group"),
    [("department", "telephone", "contacts"), ("policydocument", "checked_on", "documents")],
)
def test_a_contact_that_is_missing_and_a_text_to_look_for_stand_by_themselves(
    benefit, publisher, monkeypatch, kind, field, group
):
    row = {"department": benefit.enquire_at, "policydocument": benefit.measure.document}[kind]
    finding = found(kind, row.key, is_error=False)._replace(field=field)
    monkeypatch.setattr(waiting, "judged", lambda content: [finding])
    assert groups(publisher) == {group: ["某处"]}
    assert items(publisher, group)[0].url == f"/admin/benefits/{kind}/{row.pk}/change/"


def test_a_date_of_review_is_not_said_twice(benefit, publisher, monkeypatch):
    finding = found("benefit", benefit.key, is_error=False)._replace(field="review_by")
    monkeypatch.setattr(waiting, "row_findings", lambda on: [finding])
    assert groups(publisher) == {}


def test_an_answer_to_a_remark_is_shown_for_two_weeks(benefit, editor, other):
    remark = factories.RemarkFactory(record=benefit, author=other, dealt_with_by=editor, answer="已改。")
    remark.dealt_with_at = timezone.make_aware(timezone.datetime(2026, 11, 24, 9))
    remark.save()
    assert items(other, "answers", TODAY + timedelta(days=13))[0].detail == f"{editor}：已改。"
    assert items(other, "answers", TODAY + timedelta(days=14)) == []


def test_the_most_pressing_comes_first():
    pressing = [source.is_pressing for source in waiting.SOURCES.values()]
    assert pressing == sorted(pressing, reverse=True)


def test_an_administrator_sees_accounts_alone(client):
    page = signed_in(client, factories.UserFactory(administrator=True)).get("/admin/").content.decode()
    assert "等您处理的事" not in page
    assert "/admin/benefits/" not in page


def test_the_page_says_when_nothing_waits(client, editor):
    assert "现在没有等您处理的事。" in signed_in(client, editor).get("/admin/").content.decode()


def test_long_lists_are_folded(client, publisher, benefit):
    for number in range(7):
        factories.TermFactory(name_zh=f"用语{number}")
    page = signed_in(client, publisher).get("/admin/").content.decode()
    assert "其余2项" in page


def test_the_page_takes_the_same_queries_however_much_waits(benefit, editor, publisher):
    def several(count):
        for _number in range(count):
            more = factories.BenefitFactory(enquire_at=editor.department, measure=benefit.measure)
            factories.RemarkFactory(record=more)
            factories.CommitmentFactory(measure=benefit.measure)
            factories.BenefitNoteFactory(benefit=more)
            ChangeSet.objects.create(note="改", submitted_by=editor, submitted_at=timezone.now())

    def queries(user):
        client = signed_in(Client(), user)
        # The context processor looks for a newer release once a second: here always.
        current.reset()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get("/admin/")
        return len(captured)

    several(1)
    before = [queries(editor), queries(publisher)]
    several(4)
    assert [queries(editor), queries(publisher)] == before
