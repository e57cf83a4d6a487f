"""Submitting and reviewing in the admin: who sees which button, and what pressing it does."""

from __future__ import annotations

import pytest
from django.urls import reverse

from benefits.models import ChangeSet, Release
from benefits.models.history import because
from benefits.publishing.changes import submit
from benefits.publishing.publish import publish
from tests.factories import BenefitFactory, ExampleFactory, TierFactory, UserFactory
from tests.sign_in import signed_in

pytestmark = pytest.mark.django_db
SUBMIT = "admin:benefits_changeset_submit"


@pytest.fixture
def benefit(publishable):
    publish("首次发布")
    publishable.title_zh = "改过的标题"
    publishable.save()
    return publishable


@pytest.fixture
def editor(benefit):
    return UserFactory(is_editor=True, department=benefit.enquire_at)


@pytest.fixture
def publisher():
    return UserFactory(publisher=True)


@pytest.fixture
def change_set(benefit, editor):
    return submit(editor, {("benefit", benefit.key)}, "改标题")


def review(change_set):
    return reverse("admin:benefits_changeset_change", args=[change_set.pk])


def value(row):
    return f"{row._meta.model_name}:{row.key}"


def text(response):
    return response.content.decode()


def test_an_editor_submits_what_the_own_department_keeps(client, benefit, editor):
    signed_in(client, editor)
    page = client.get(reverse(SUBMIT))
    assert f'value="{value(benefit)}" checked' in text(page)
    answer = client.post(reverse(SUBMIT), {"record": value(benefit), "note": "改标题", "submit": "1"})
    change_set = ChangeSet.objects.get()
    assert answer.url == review(change_set)
    assert (change_set.submitted_by, change_set.records.get().title) == (editor, "改过的标题")


def test_what_another_department_keeps_cannot_be_submitted(client, benefit):
    signed_in(client, UserFactory(editor=True))
    page = text(client.get(reverse(SUBMIT)))
    assert "改过的标题" not in page
    assert "属于其他单位" in page
    answer = client.post(reverse(SUBMIT), {"record": value(benefit), "note": "改标题", "submit": "1"})
    assert "请至少选一条" in text(answer)
    assert not ChangeSet.objects.exists()


def test_a_refused_submission_keeps_what_was_typed(client, benefit, editor):
    signed_in(client, editor)
    answer = client.post(reverse(SUBMIT), {"note": "很长的理由", "submit": "1"})
    assert "很长的理由" in text(answer)
    assert "请至少选一条" in text(answer)


def test_a_look_at_the_effect_submits_nothing(client, benefit, editor):
    signed_in(client, editor)
    answer = client.post(reverse(SUBMIT), {"record": value(benefit), "note": "", "preview": "1"})
    assert "选中的修改发布以后" in text(answer)
    assert "规则检查和示例家庭全部通过" in text(answer)
    assert not ChangeSet.objects.exists()


def test_a_rule_not_finished_yet_is_named_and_the_rest_can_go(client, benefit, editor):
    TierFactory(benefit=benefit, amount=None).conditions.create(fact="vanished", operator="is", value="true", order=1)
    signed_in(client, editor)
    page = text(client.get(reverse(SUBMIT)))
    assert "还没有写完整" in page
    assert "vanished" in page


def test_the_reason_for_a_changed_example_is_asked_and_kept(client, publishable):
    example = ExampleFactory(measure=publishable.measure, expect={publishable.key: {"status": "eligible"}})
    publish("首次发布")
    example.name = "改过的例子"
    example.save()
    signed_in(client, UserFactory(publisher=True))
    fields = {"record": value(example), "note": "改例子", "submit": "1"}
    assert "要写明理由" in text(client.post(reverse(SUBMIT), fields))
    client.post(reverse(SUBMIT), {**fields, f"reason-{value(example)}": "名称不清楚"})
    assert ChangeSet.objects.get().records.get().reason == "名称不清楚"


def test_the_reason_that_an_example_s_page_asked_for_stands_there_already(client, publishable):
    example = ExampleFactory(measure=publishable.measure, expect={publishable.key: {"status": "eligible"}})
    publish("首次发布")
    example.name = "改过的例子"
    with because("名称不清楚"):
        example.save()
    signed_in(client, UserFactory(publisher=True))
    assert 'value="名称不清楚"' in text(client.get(reverse(SUBMIT)))


def test_a_publisher_approves_and_residents_have_it(client, change_set, publisher):
    signed_in(client, publisher)
    page = text(client.get(review(change_set)))
    assert 'name="approve_and_publish"' in page
    client.post(review(change_set), {"seen": "1", "approve_and_publish": "1"})
    assert Release.objects.newest_first().first().number == 2
    assert "第2版" in text(client.get(review(change_set)))


def test_a_publisher_approves_now_and_publishes_later(client, change_set, publisher):
    signed_in(client, publisher)
    client.post(review(change_set), {"seen": "1", "approve": "1"})
    assert Release.objects.count() == 1
    assert "发布已批准的1份修改" in text(client.get(review(change_set)))
    client.post(review(change_set), {"seen": "1", "publish": "1"})
    assert Release.objects.count() == 2


def test_who_edited_has_no_button_to_approve(client, benefit, publisher):
    own = submit(publisher, {("benefit", benefit.key)}, "改标题")
    signed_in(client, publisher)
    page = text(client.get(review(own)))
    assert 'name="approve"' not in page
    assert "要由另一位发布人员批准" in page
    answer = client.post(review(own), {"seen": "1", "approve": "1"})
    assert "您参与了这份修改" in text(answer)
    assert ChangeSet.objects.get().state == ChangeSet.State.SUBMITTED


def test_returning_asks_why_and_the_editor_reads_it_where_it_is_submitted_again(client, change_set, publisher, editor):
    signed_in(client, publisher)
    assert "请写明退回的理由" in text(client.post(review(change_set), {"seen": "1", "give_back": "1", "remark": ""}))
    client.post(review(change_set), {"seen": "1", "give_back": "1", "remark": "请写全称"})
    signed_in(client, editor)
    page = text(client.get(reverse(SUBMIT)))
    assert "被退回：改标题" in page
    assert "请写全称" in page


def test_an_editor_withdraws_and_approves_nothing(client, change_set, editor):
    signed_in(client, editor)
    page = text(client.get(review(change_set)))
    assert 'name="withdraw"' in page
    assert 'name="approve"' not in page
    assert client.post(review(change_set), {"seen": "1", "approve": "1"}).status_code == 403
    client.post(review(change_set), {"seen": "1", "withdraw": "1"})
    assert ChangeSet.objects.get().state == ChangeSet.State.WITHDRAWN


@pytest.mark.parametrize("action", ["approve", "approve_and_publish", "publish", "give_back", "withdraw", "other"])
def test_an_auditor_reads_and_decides_nothing(client, change_set, action):
    signed_in(client, UserFactory(auditor=True))
    assert client.get(review(change_set)).status_code == 200
    assert client.get(reverse(SUBMIT)).status_code == 403
    client.post(review(change_set), {"seen": "1", action: "1", "remark": "理由"})
    assert ChangeSet.objects.get().state == ChangeSet.State.SUBMITTED


def test_the_page_of_a_published_change_set_still_shows_what_it_changed(client, change_set, publisher, benefit):
    signed_in(client, publisher)
    client.post(review(change_set), {"seen": "1", "approve_and_publish": "1"})
    page = text(client.get(review(change_set)))
    assert "与提交时的版本的不同" in page
    assert "改过的标题" in page


def test_no_page_fails_for_a_number_that_is_none(client, publisher):
    signed_in(client, publisher)
    for number in ("0", "999999999999", "abc", "1/change/x"):
        answer = client.get(f"{reverse('admin:benefits_changeset_changelist')}{number}/change/")
        assert answer.status_code in (302, 404)


def test_before_the_first_release_the_page_says_so(client, publisher):
    BenefitFactory()
    signed_in(client, publisher)
    assert "还没有发布第一版" in text(client.get(reverse(SUBMIT)))
