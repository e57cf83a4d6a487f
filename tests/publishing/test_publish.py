"""Publishing: the rows become the next release, or are refused in words."""

from __future__ import annotations

import threading
from copy import deepcopy
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from benefits.eligibility.rulebook import Rulebook
from benefits.models import Benefit, ChangeSet, Condition, Question, Release
from benefits.publishing import publish as publishing
from benefits.publishing.changes import ChangeRefused, approve, give_back, submit, submit_import
from benefits.publishing.checksum import checksum_of
from benefits.publishing.compile import compile_release
from benefits.publishing.content import Content
from benefits.publishing.publish import PublishRefused, publish
from tests.factories import ConditionFactory, QuestionFactory, ReleaseFactory, TierFactory, UserFactory

pytestmark = pytest.mark.django_db


def refusals():
    with pytest.raises(PublishRefused) as refusal:
        publish("改动")
    assert not Release.objects.exists()
    return str(refusal.value)


def test_the_first_release_is_of_all_rows_and_by_nobody_or_somebody(publishable):
    author = UserFactory()
    release = publish(" 首次发布 ", author)
    assert (release.number, release.published_by, release.note) == (1, author, "首次发布")


def test_after_the_first_release_only_what_is_approved_is_published(publishable):
    first = publish("首次发布")
    Benefit.objects.update(title_zh="改过的标题")
    with pytest.raises(PublishRefused, match="没有已批准的修改"):
        publish("改标题")
    assert Release.objects.get() == first


def test_a_checksum_does_not_depend_on_the_order_of_keys():
    assert checksum_of({"b": 1, "a": "生育"}) == checksum_of({"a": "生育", "b": 1})


def test_a_release_survives_the_database():
    call_command("load_policy", stdout=StringIO())
    publish("首次发布")
    release = Release.objects.get()
    content = release.content["content"]
    assert Rulebook.from_json(release.content["rulebook"]).to_json() == release.content["rulebook"]
    assert Content.from_json(content).to_json() == content
    assert release.content == compile_release()


def test_the_order_of_a_release_is_the_catalogue_s(published):
    rulebook = Rulebook.from_json(Release.objects.get().content["rulebook"])
    assert [benefit.key for benefit in rulebook.benefits][:2] == [
        "maternity-allowance",
        "unemployed-insurance-premiums",
    ]
    assert [measure.number for measure in rulebook.measures] == list(range(1, 14))
    assert rulebook.questions[0].key == "district"
    assert [question.key for question in rulebook.questions][-6:] == [
        "birth_date",
        "childcare",
        "birth_defect",
        "disability",
        "in_distress",
        "sibling_at_school",
    ]


def test_compiling_takes_the_same_queries_however_many_benefits_there_are(publishable, django_assert_max_num_queries):
    with django_assert_max_num_queries(23):
        compile_release()
    TierFactory.create_batch(5)
    with django_assert_max_num_queries(23):
        compile_release()


def test_a_note_must_say_something(publishable):
    with pytest.raises(PublishRefused, match="请用一句话说明这一版改了什么"):
        publish("  ")


def test_what_the_engine_s_lint_finds_is_refused_in_words(publishable):
    publishable.tiers.all().delete()
    assert f"待遇 {publishable.title_zh}：还没有档" in refusals()


def test_a_rule_whose_question_has_changed_is_refused_in_words(publishable):
    tier = publishable.tiers.get()
    ConditionFactory(tier=tier, fact="employment", value="employee")
    assert f"待遇 {publishable.key} 第1档 employment 是 employee：没有叫“employment”的事项" in refusals()
    QuestionFactory(key="employment", choices=["flexible"])
    assert "“employee”不合适。可以填：flexible（flexible的选项）。" in refusals()


def test_a_missing_question_of_the_derived_facts_is_refused(publishable):
    Question.objects.filter(key="birth_date").delete()
    assert "birth_date" in refusals()


def test_a_parameter_is_published_as_one(publishable):
    QuestionFactory(key="bought_on", date=True)
    ConditionFactory(
        tier=publishable.tiers.get(), fact="bought_on", operator="before", value="", parameter="policy_published_on"
    )
    rules = Rulebook.from_json(publish("购房").content["rulebook"])
    condition = rules.benefits[0].tiers[0].conditions[0]
    assert (condition.value, condition.parameter) == (None, "policy_published_on")


def approved_change(title):
    """A change of the benefit's title, approved and not published yet."""
    benefit = Benefit.objects.get()
    benefit.title_zh = title
    benefit.save()
    return approve(UserFactory(), submit(UserFactory(), {("benefit", benefit.key)}, title).pk)


def test_of_two_who_publish_first_at_once_the_second_is_told(publishable, monkeypatch):
    compiled = publishing._compiled

    def compiled_while_another_publishes():
        content = compiled()
        ReleaseFactory(number=1, note="先发布")
        return content

    monkeypatch.setattr(publishing, "_compiled", compiled_while_another_publishes)
    with pytest.raises(PublishRefused, match="同时有人发布了第1版，这次没有发布。"):
        publish("后发布")
    assert Release.objects.get().note == "先发布"


def test_an_import_is_never_published_with_anything_else(publishable):
    publish("首次发布")
    approved_change("改过的标题")
    other = deepcopy(Release.objects.get().content)
    other["content"]["benefits"][0]["title"]["zh"] = "别处写的标题"
    imported = submit_import(UserFactory(), other, "导入")
    type(imported).objects.filter(pk=imported.pk).update(state="approved")
    with pytest.raises(PublishRefused, match="导入的整版要单独发布"):
        publish()
    assert Release.objects.count() == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads share one SQLite in memory, which cannot wait")
@pytest.mark.django_db(transaction=True)
def test_many_who_publish_at_once_make_one_release_and_the_others_are_told(publishable):
    publish("首次发布")
    approved_change("改过的标题")
    outcomes = outcomes_of(*[publish] * 4)
    told = [outcome for outcome in outcomes if isinstance(outcome, PublishRefused)]
    assert len(told) == 3
    assert all("没有已批准的修改" in str(refusal) for refusal in told)
    assert Release.objects.count() == 2


def outcomes_of(*calls):
    """What becomes of the calls, each in a thread of its own: its result, or how it was refused."""
    outcomes = []

    def run(call):
        try:
            outcomes.append(call())
        except (ChangeRefused, PublishRefused) as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads share one SQLite in memory, which cannot wait")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_submit_one_record_at_once_one_is_told(publishable):
    publish("首次发布")
    Benefit.objects.update(title_zh="改过的标题")
    users = [UserFactory(), UserFactory()]
    place = {("benefit", publishable.key)}
    outcomes = outcomes_of(*(lambda user=user: submit(user, place, "改标题") for user in users))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ChangeRefused", "ChangeSet"]
    assert ChangeSet.objects.count() == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads share one SQLite in memory, which cannot wait")
@pytest.mark.django_db(transaction=True)
def test_a_change_set_is_published_or_returned_whichever_comes_first(publishable):
    publish("首次发布")
    change_set = approved_change("改过的标题")
    user = UserFactory()
    outcomes_of(publish, lambda: give_back(user, change_set.pk, "再想想"))
    change_set.refresh_from_db()
    assert (change_set.state, Release.objects.count()) in [("published", 2), ("returned", 1)]


def test_the_command_says_what_it_published(publishable):
    stdout = StringIO()
    call_command("publish", note="首次发布", stdout=stdout)
    assert stdout.getvalue().startswith("已发布第1版（校验值 ")


def test_the_command_names_all_that_is_wrong(publishable):
    publishable.tiers.all().delete()
    Condition.objects.all().delete()
    Question.objects.filter(key="children").delete()
    with pytest.raises(CommandError) as error:
        call_command("publish", note="首次发布")
    assert str(error.value).startswith("没有发布。请改正以下各项后再发布：\n  问题：")
    assert f"\n  待遇 {publishable.title_zh}：" in str(error.value)
