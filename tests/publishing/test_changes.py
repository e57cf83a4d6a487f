"""Change sets: nothing reaches residents half done, untested, or by one person alone."""

from __future__ import annotations

from copy import deepcopy

import pytest

from benefits.eligibility.rulebook import Rulebook
from benefits.models import Benefit, ChangeSet, Department, Example, Release, TierAmount
from benefits.publishing.changes import (
    ChangeRefused,
    approve,
    approved,
    content_of,
    give_back,
    pending_changes,
    submit,
    submit_import,
    withdraw,
)
from benefits.publishing.parts import normal
from benefits.publishing.publish import PublishRefused, publish, roll_back
from tests.factories import (
    BenefitFactory,
    ChoiceFactory,
    ConditionFactory,
    ExampleFactory,
    QuestionFactory,
    TierFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

State = ChangeSet.State


@pytest.fixture
def benefit(publishable):
    publish("首次发布")
    return publishable


@pytest.fixture
def editor():
    return UserFactory()


@pytest.fixture
def publisher():
    return UserFactory(publisher=True)


def edited(row, user=None, **columns):
    """The row, changed by the user as the history has it."""
    for column, value in columns.items():
        setattr(row, column, value)
    row._history_user = user
    row.save()
    return row


def of(row):
    return {(row._meta.model_name, str(row.key))}


def title(content, row):
    return next(item["title"]["zh"] for item in content["content"]["benefits"] if item["key"] == row.key)


def current():
    return Release.objects.newest_first().first().content


def refusal(call, *arguments, error=ChangeRefused, **named):
    with pytest.raises(error) as caught:
        call(*arguments, **named)
    return str(caught.value)


def test_what_was_just_published_is_not_pending(benefit):
    assert pending_changes() == []


def test_a_submitted_change_reaches_residents_by_way_of_a_second_person(benefit, editor, publisher):
    edited(benefit, editor, title_zh="改过的标题")
    change_set = submit(editor, of(benefit), "改标题")
    assert title(current(), benefit) != "改过的标题"
    assert approve(publisher, change_set.pk).state == State.APPROVED
    release = publish()
    change_set.refresh_from_db()
    assert (release.number, release.note, title(current(), benefit)) == (2, "改标题", "改过的标题")
    assert (change_set.state, change_set.release) == (State.PUBLISHED, release)
    assert pending_changes() == []


def test_an_edit_half_done_never_rides_on_another_s(benefit, editor, publisher):
    other = BenefitFactory(measure=benefit.measure, for_everyone=True, title_zh="还没写完")
    edited(benefit, editor, title_zh="改过的标题")
    approve(publisher, submit(editor, of(benefit), "改标题").pk)
    publish()
    assert [change.key for change in pending_changes() if change.kind == "benefit"] == [other.key]
    assert other.key not in [item["key"] for item in current()["content"]["benefits"]]


def test_what_is_edited_after_submission_is_for_the_next_change_set(benefit, editor, publisher):
    edited(benefit, editor, title_zh="提交时")
    change_set = submit(editor, of(benefit), "改标题")
    edited(benefit, editor, title_zh="提交后")
    approve(publisher, change_set.pk)
    publish()
    assert title(current(), benefit) == "提交时"
    assert [change.key for change in pending_changes()] == [benefit.key]


def test_a_rule_that_cannot_be_made_yet_keeps_nobody_else_from_submitting(benefit, editor):
    unfinished = BenefitFactory(measure=benefit.measure)
    ConditionFactory(tier=TierFactory(benefit=unfinished), fact="vanished")
    edited(benefit, editor, title_zh="改过的标题")
    assert unfinished.key not in [change.key for change in pending_changes()]
    assert submit(editor, of(benefit), "改标题").state == State.SUBMITTED


def test_nobody_approves_their_own_change(benefit, publisher):
    edited(benefit, publisher, title_zh="改过的标题")
    change_set = submit(publisher, of(benefit), "改标题")
    assert "要由另一位发布人员审核" in refusal(approve, publisher, change_set.pk)
    assert approve(UserFactory(publisher=True), change_set.pk).is_by_one_person is False


def test_nobody_approves_what_they_edited_and_another_submitted(benefit, editor, publisher):
    edited(benefit.tiers.get().amounts.get(), publisher, kind="as_regulated")
    edited(benefit, editor, title_zh="改过的标题")
    change_set = submit(editor, of(benefit), "改标准")
    assert set(change_set.editors.all()) == {editor, publisher}
    assert "另一位" in refusal(approve, publisher, change_set.pk)


def test_what_was_edited_before_the_last_publishing_does_not_count(benefit, editor, publisher):
    edited(benefit, publisher, title_zh="第一次")
    approve(UserFactory(publisher=True), submit(publisher, of(benefit), "第一次").pk)
    publish()
    edited(benefit, editor, title_zh="第二次")
    assert set(submit(editor, of(benefit), "第二次").editors.all()) == {editor}


def test_an_office_of_one_may_approve_and_it_is_on_record(benefit, publisher, settings):
    settings.ONE_PERSON_MAY_PUBLISH = True
    edited(benefit, publisher, title_zh="改过的标题")
    assert approve(publisher, submit(publisher, of(benefit), "改标题").pk).is_by_one_person is True


def test_a_returned_change_is_not_published_and_may_be_submitted_again(benefit, editor, publisher):
    edited(benefit, editor, title_zh="改过的标题")
    change_set = submit(editor, of(benefit), "改标题")
    assert "请写明退回的理由" in refusal(give_back, publisher, change_set.pk, " ")
    assert give_back(publisher, change_set.pk, "请写全称").remark == "请写全称"
    assert "没有已批准的修改" in refusal(publish, error=PublishRefused)
    edited(benefit, editor, title_zh="全称")
    assert submit(editor, of(benefit), "改标题").state == State.SUBMITTED


def test_an_approved_change_can_still_be_returned_before_it_is_published(benefit, editor, publisher):
    edited(benefit, editor, title_zh="改过的标题")
    change_set = approve(publisher, submit(editor, of(benefit), "改标题").pk)
    give_back(publisher, change_set.pk, "再想想")
    assert approved() == []


def test_a_change_set_is_reviewed_once(benefit, editor, publisher):
    edited(benefit, editor, title_zh="改过的标题")
    change_set = submit(editor, of(benefit), "改标题")
    approve(publisher, change_set.pk)
    assert "已批准，待发布" in refusal(approve, UserFactory(publisher=True), change_set.pk)
    publish()
    assert "已发布" in refusal(give_back, publisher, change_set.pk, "晚了")


def test_only_who_submitted_withdraws_and_only_before_the_review(benefit, editor, publisher):
    edited(benefit, editor, title_zh="改过的标题")
    change_set = submit(editor, of(benefit), "改标题")
    assert "只有提交人可以撤回" in refusal(withdraw, publisher, change_set.pk)
    assert withdraw(editor, change_set.pk).state == State.WITHDRAWN
    assert "已撤回" in refusal(approve, publisher, change_set.pk)


def test_a_record_is_in_one_review_at_a_time(benefit, editor):
    edited(benefit, editor, title_zh="第一次")
    first = submit(editor, of(benefit), "第一次")
    edited(benefit, editor, title_zh="第二次")
    assert f"第{first.pk}号修改" in refusal(submit, editor, of(benefit), "第二次")


def test_a_submission_says_what_it_is_about(benefit, editor):
    assert "请至少选一条" in refusal(submit, editor, of(benefit), "改标题")
    edited(benefit, editor, title_zh="改过的标题")
    assert "请用一两句话说明" in refusal(submit, editor, of(benefit), "  ")
    assert not ChangeSet.objects.exists()


def test_what_the_rule_checks_find_is_refused_with_its_place(benefit, editor):
    benefit.tiers.all().delete()
    with pytest.raises(ChangeRefused) as caught:
        submit(editor, of(benefit), "去掉各档")
    assert [(finding.kind, finding.key) for finding in caught.value.findings] == [("benefit", benefit.key)]


def test_a_rule_whose_new_question_is_not_submitted_with_it_is_refused(benefit, editor, publisher):
    question = QuestionFactory(key="has_shop", label_zh="有店铺", section=benefit.routing.section)
    ConditionFactory(tier=benefit.tiers.get(), fact="has_shop", operator="is", value="true")
    assert "has_shop" in refusal(submit, editor, of(benefit), "加条件")
    approve(publisher, submit(editor, of(benefit) | of(question), "加条件").pk)
    assert publish().number == 2


def test_a_change_that_breaks_an_example_is_refused_unless_it_mends_the_example_with_a_reason(
    publishable, editor, publisher
):
    TierAmount.objects.update(kind="monthly", yuan="500.00")
    example = ExampleFactory(measure=publishable.measure, expect={publishable.key: {"monthly": 500}})
    publish("首次发布")
    amount = edited(TierAmount.objects.get(), editor, yuan="600.00")
    assert example.name in refusal(submit, editor, of(publishable), "提高标准")
    edited(example, editor, expect={publishable.key: {"monthly": 600}})
    both = of(publishable) | of(example)
    assert "改动示例家庭要写明理由" in refusal(submit, editor, both, "提高标准")
    change_set = submit(editor, both, "提高标准", {("example", example.key): "标准提高了"})
    approve(publisher, change_set.pk)
    publish()
    rules = Rulebook.from_json(current()["rulebook"])
    assert str(rules.benefits[0].tiers[0].amounts[0].amount.yuan) == amount.yuan


def test_approval_looks_again_at_what_has_been_published_since(benefit, editor, publisher):
    question = QuestionFactory(key="has_shop", label_zh="有店铺", section=benefit.routing.section)
    other = BenefitFactory(measure=benefit.measure, for_everyone=True, routing=benefit.routing)
    ConditionFactory(tier=other.tiers.get(), fact="has_shop", operator="is", value="true")
    approve(publisher, submit(editor, of(question) | of(other) | of(other.enquire_at), "新待遇").pk)
    publish()
    ConditionFactory(tier=benefit.tiers.get(), fact="has_shop", operator="is", value="true")
    uses_it = submit(editor, of(benefit), "用上新问题")
    roll_back(Release.objects.get(number=1), "有误", publisher)
    assert "has_shop" in refusal(approve, publisher, uses_it.pk)


def test_what_was_read_against_an_older_release_is_not_approved(benefit, editor, publisher):
    edited(benefit, editor, title_zh="改过的标题")
    change_set = submit(editor, of(benefit), "改标题")
    department = edited(benefit.enquire_at, editor, telephone="0510-12345678")
    approve(publisher, submit(editor, of(department), "补电话").pk, seen=1)
    publish(seen=1)
    assert "已发布第2版" in refusal(approve, publisher, change_set.pk, seen=1)
    assert approve(publisher, change_set.pk, seen=2).state == State.APPROVED
    assert "已发布第2版" in refusal(publish, seen=1)


def test_several_approved_changes_make_one_release(benefit, editor, publisher):
    edited(benefit, editor, title_zh="改过的标题")
    department = edited(benefit.enquire_at, editor, telephone="0510-12345678")
    first = approve(publisher, submit(editor, of(benefit), "改标题").pk)
    second = approve(publisher, submit(editor, of(department), "补电话").pk)
    release = publish()
    assert (release.number, release.note) == (2, "改标题；补电话")
    assert list(release.change_sets.order_by("pk")) == [first, second]
    assert current()["content"]["departments"][0]["telephone"] == "0510-12345678"


def test_setting_the_document_in_force_is_one_such_change(benefit, publisher):
    document = edited(
        benefit.measure.document,
        publisher,
        title_zh="若干措施",
        status="in_force",
        published_on="2026-12-01",
        effective_from="2027-01-01",
    )
    approve(UserFactory(publisher=True), submit(publisher, of(document), "正式施行").pk)
    publish()
    (rules,) = Rulebook.from_json(current()["rulebook"]).documents
    assert (rules.status, str(rules.parameters["policy_published_on"])) == ("in_force", "2026-12-01")


class TestWhoEdited:
    def test_an_edit_under_the_record_s_former_key_counts(self, benefit, editor, publisher):
        edited(benefit, publisher, title_zh="改过的标题")
        edited(benefit, editor, key="renamed")
        change_set = submit(editor, {("benefit", "renamed")}, "改名")
        assert publisher in change_set.editors.all()

    def test_an_edit_whose_release_was_rolled_back_counts_again(self, benefit, editor, publisher):
        edited(benefit, publisher, title_zh="有误的标题")
        approve(UserFactory(), submit(publisher, of(benefit), "改标题").pk)
        publish()
        roll_back(Release.objects.get(number=1), "有误", publisher)
        change_set = submit(editor, of(benefit), "再来一次")
        assert "另一位" in refusal(approve, publisher, change_set.pk)

    def test_after_an_import_every_edit_counts(self, benefit, editor, publisher):
        edited(benefit, publisher, title_zh="改过的标题")
        approve(UserFactory(), submit(publisher, of(benefit), "改标题").pk)
        publish()
        approve(UserFactory(), submit_import(editor, Release.objects.get(number=1).content, "导入旧版").pk)
        publish()
        assert publisher in submit(editor, of(benefit), "再来一次").editors.all()


def test_a_move_that_comes_to_nothing_alone_is_no_change(benefit, editor):
    own = BenefitFactory(measure=benefit.measure, for_everyone=True, routing=benefit.routing)
    others = [BenefitFactory(measure=benefit.measure, for_everyone=True, routing=benefit.routing) for _ in range(2)]
    for row in (own, *others):
        approve(UserFactory(), submit(editor, of(row) | of(row.enquire_at), "新待遇").pk)
    publish()
    for order, row in enumerate((*others, benefit, own), start=1):
        edited(row, editor, order=order)
    assert (own.key, True) in [(change.key, change.follows is not None) for change in pending_changes()]
    assert "请至少选一条" in refusal(submit, editor, of(own), "只动这一条")


class TestRollingBack:
    def test_brings_back_the_earlier_content_as_a_new_release(self, benefit, editor, publisher):
        first = Release.objects.get()
        edited(benefit, editor, title_zh="有误的标题")
        approve(publisher, submit(editor, of(benefit), "改标题").pk)
        publish()
        release = roll_back(first, "标题有误", publisher)
        assert (release.number, release.checksum, release.content) == (3, first.checksum, first.content)
        assert (release.rolled_back_to, release.published_by, release.note) == (first, publisher, "标题有误")
        assert [change.key for change in pending_changes()] == [benefit.key]

    def test_needs_a_reason_and_another_content(self, benefit, publisher):
        first = Release.objects.get()
        assert "就是这样的内容" in refusal(roll_back, first, "有误", publisher, error=PublishRefused)
        assert "请写明为什么" in refusal(roll_back, first, " ", publisher, error=PublishRefused)
        assert Release.objects.count() == 1


class TestImporting:
    def test_publishes_the_same_content_with_the_same_checksum(self, benefit, editor, publisher):
        first = Release.objects.get()
        imported = deepcopy(first.content)
        imported["content"]["benefits"][0]["title"]["zh"] = "别处写的标题"
        change_set = submit_import(publisher, imported, "从测试环境导入")
        approve(UserFactory(publisher=True), change_set.pk)
        release = publish()
        assert release.content == imported
        again = submit_import(publisher, first.content, "再导回来")
        approve(UserFactory(publisher=True), again.pk)
        assert publish().checksum == first.checksum

    def test_is_published_alone(self, benefit, editor, publisher):
        edited(benefit, editor, title_zh="改过的标题")
        approve(publisher, submit(editor, of(benefit), "改标题").pk)
        imported = deepcopy(Release.objects.get().content)
        imported["content"]["benefits"][0]["title"]["zh"] = "别处写的标题"
        change_set = submit_import(editor, imported, "导入")
        assert "要单独发布" in refusal(approve, publisher, change_set.pk)

    def test_of_what_is_there_already_is_refused(self, benefit, publisher):
        assert "完全相同" in refusal(submit_import, publisher, Release.objects.get().content, "导入")

    def test_with_errors_is_refused(self, benefit, publisher):
        content = deepcopy(Release.objects.get().content)
        content["rulebook"]["benefits"][0]["tiers"] = []
        assert "还没有档" in refusal(submit_import, publisher, content, "导入")
        assert "请说明为什么导入" in refusal(submit_import, publisher, Release.objects.get().content, "")


def test_a_change_set_shows_what_residents_would_get(benefit, editor):
    edited(benefit, editor, title_zh="改过的标题")
    change_set = submit(editor, of(benefit), "改标题")
    assert title(content_of(change_set), benefit) == "改过的标题"
    assert normal(current()) != content_of(change_set)


def test_a_benefit_taken_away_is_gone_and_comes_back_with_the_roll_back(benefit, editor, publisher):
    Benefit.objects.get().delete()
    approve(publisher, submit(editor, of(benefit), "取消").pk)
    publish()
    assert current()["rulebook"]["benefits"] == []
    roll_back(Release.objects.get(number=1), "恢复", publisher)
    assert [item["key"] for item in current()["rulebook"]["benefits"]] == [benefit.key]


def test_a_choice_added_is_a_change_of_its_question(benefit, editor):
    ChoiceFactory(question=benefit.routing, key="huishan")
    assert [(change.kind, change.key) for change in pending_changes()] == [("question", benefit.routing.key)]


def test_who_changed_a_department_is_an_editor_of_it(benefit, editor, publisher):
    edited(Department.objects.get(), publisher, telephone="0510-12345678")
    assert publisher in submit(editor, of(Department.objects.get()), "补电话").editors.all()


def test_a_new_example_needs_no_reason(benefit, editor):
    example = ExampleFactory(measure=benefit.measure, expect={benefit.key: {"status": "eligible"}})
    assert submit(editor, of(example), "加例子").records.get().title == Example.objects.get().name
