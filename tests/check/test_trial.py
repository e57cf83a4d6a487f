"""Trials: staff see on the check's own pages what is not published, residents never do, and the two never mix."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benefits.check.answers import (
    COOKIE,
    IDLE_SECONDS,
    MAX_BYTES,
    TRIAL_COOKIE,
    TRIAL_SECONDS,
    Answers,
    NoAnswers,
    Trial,
    answers_of,
    seal,
    unseal,
)
from benefits.models import Benefit, ChangeSet, PolicyDocument, Question, Release
from benefits.publishing.changes import submit
from benefits.publishing.publish import publish
from benefits.publishing.samples import sample_household
from benefits.publishing.unpublished import unpublished
from tests.check.conversation import Resident
from tests.factories import (
    BenefitFactory,
    ConditionFactory,
    ExampleFactory,
    QuestionFactory,
    TierFactory,
    UserFactory,
)
from tests.sign_in import signed_in

MARK = "试算：未发布的工作稿，不对外。"
TODAY = timezone.localdate


@pytest.fixture
def benefit(db) -> Benefit:
    """A benefit for pregnant households, published; the rows then go on to be the working copy."""
    QuestionFactory(children=True, section__title_zh="孩子")
    QuestionFactory(birth_date=True)
    QuestionFactory(key="pregnant", label_zh="怀孕", wording_zh="现在怀孕了吗？", section__title_zh="怀孕")
    benefit = BenefitFactory(title_zh="孕期补助", routing__key="district")
    ConditionFactory(tier=TierFactory(benefit=benefit), fact="pregnant")
    publish("首次发布")
    return benefit


@pytest.fixture
def edited(benefit: Benefit) -> Benefit:
    """The same, with an edit that is not published."""
    benefit.title_zh = "还在改的补助"
    benefit.save()
    return benefit


@pytest.fixture
def staff(client: Client, db) -> Resident:
    signed_in(client, UserFactory(publisher=True))
    return Resident(client)


def opened(staff: Resident, address: str = "/check/trial/", **fields: str) -> Resident:
    return staff.send(address, {"changes": "rows", "on": TODAY().isoformat()} | fields)


def trial_cookie(staff: Resident) -> Answers:
    answers = unseal(staff.client.cookies[TRIAL_COOKIE].value)
    assert isinstance(answers, Answers)
    return answers


def walked(staff: Resident, **answers: str) -> Resident:
    staff.begin().walk(**answers)
    return staff.opens("/check/results/")


# What a trial shows


def test_a_trial_walks_from_consent_to_paper_on_the_working_copy_and_every_page_says_so(staff, edited):
    page = opened(staff)
    pages = [page.html]
    assert page.address == "/check/"
    assert "只填虚构的家庭" in page.text
    assert "请先勾选同意" in page.send("/check/", {"audience": "resident"}).text
    page.begin()
    while page.asked:
        pages.append(page.html)
        page.answer(pregnant="yes", children="no")
    for address in ("answers/", "results/", "results/print/", "clear/"):
        pages.append(page.opens(f"/check/{address}").html)
    assert len(pages) >= 7
    for html in pages:
        assert MARK in html
        assert "<title>试算：" in html
        assert "结束试算" in html
    assert "还在改的补助" in pages[-3]
    assert "孕期补助" not in pages[-3]


def test_the_release_is_said_not_to_be_published_on_page_and_paper(staff, edited):
    results = walked(opened(staff), pregnant="yes")
    assert "未发布的措施数据得出" in results.text
    assert "措施数据：未发布" in results.opens("/check/results/print/").text
    assert "第0版" not in results.text


@pytest.mark.parametrize("on", [date(2020, 2, 29), date(2035, 1, 1), date.min, date.max])
def test_a_trial_is_on_its_day_past_or_future(staff, benefit, on):
    results = walked(opened(staff, on=f"{on.year:04}年{on.month}月{on.day}日"), pregnant="yes")
    assert f"试算日期：{on.year}年{on.month}月{on.day}日。" in results.text
    assert f"按{on.year}年{on.month}月{on.day}日的情况" in results.text


def test_a_tier_of_the_future_holds_on_a_day_of_the_future_only(staff, benefit):
    tomorrow = TODAY() + timedelta(days=1)
    benefit.tiers.update(valid_from=tomorrow)
    assert "可能不符合" in walked(opened(staff), pregnant="yes").text
    assert "可能不符合" not in walked(opened(staff, on=tomorrow.isoformat()), pregnant="yes").text


def test_the_banner_follows_what_is_tried(staff, benefit):
    document = benefit.measure.document
    document.status, document.published_on, document.effective_from = "in_force", TODAY(), TODAY()
    document.save()
    assert "正在施行" in opened(staff).text
    assert "正在施行" not in Resident(Client()).opens("/check/").text


def test_a_supposed_day_of_publication_settles_what_waits_for_it(staff, benefit):
    QuestionFactory(key="bought_on", date=True, label_zh="购房日期")
    tier = benefit.tiers.get()
    ConditionFactory(tier=tier, fact="bought_on", operator="on_or_after", value="", parameter="policy_published_on")
    answers = {"pregnant": "yes", "bought_on": "2026-02-02"}
    assert "公布后才能判断" in walked(opened(staff), **answers).text
    supposed = walked(opened(staff, published_on="2026-02-02"), **answers)
    assert "假定政策在2026年2月2日正式公布。" in supposed.text
    assert "公布后才能判断" not in supposed.text


def test_before_anything_is_published_a_trial_works(staff, edited):
    Release._base_manager.all()._raw_delete(using="default")
    assert "还在改的补助" in walked(opened(staff), pregnant="yes").text


def test_a_change_set_is_tried_as_it_was_submitted(staff, edited):
    changes = submit(UserFactory(publisher=True), {("benefit", edited.key)}, "改标题")
    Benefit.objects.update(title_zh="后来又改的补助")
    assert f"第{changes.pk}号修改：改标题" in staff.opens(f"/check/trial/?changes={changes.pk}").text
    assert f'value="{changes.pk}" id="id_changes_1" checked' in staff.html
    results = walked(opened(staff, changes=str(changes.pk)), pregnant="yes")
    assert "还在改的补助" in results.text
    assert "后来又改的补助" not in results.text
    assert f"试算：未发布的第{changes.pk}号修改，不对外。" in results.text
    ChangeSet.objects.update(state=ChangeSet.State.WITHDRAWN)
    assert "已经不在审核或待发布之列" in results.opens("/check/results/").text
    response = staff.client.post("/check/trial/", {"changes": changes.pk, "on": "2026-1-1"})
    assert "这份内容已经不在列表里" in response.content.decode()


# What cannot be tried


@pytest.mark.parametrize("is_without_tiers", [True, False])
def test_one_benefit_that_is_half_done_keeps_nobody_from_trying_the_others(staff, edited, is_without_tiers):
    half_done = BenefitFactory(title_zh="写了一半的待遇", measure=edited.measure, routing=edited.routing)
    if not is_without_tiers:
        ConditionFactory(tier=TierFactory(benefit=half_done), fact="gone")
    results = walked(opened(staff), pregnant="yes")
    assert "还在改的补助" in results.text
    assert "写了一半的待遇" not in results.html.partition("<main")[2]
    assert "有1处还没有写完" in results.text
    assert ("还没有档" if is_without_tiers else "没有叫“gone”的事项") in results.text


def test_rules_that_contradict_each_other_can_be_tried_so_that_it_shows(staff, edited):
    ConditionFactory(tier=edited.tiers.get(), fact="pregnant", value="false")
    results = walked(opened(staff), pregnant="yes")
    assert results.address == "/check/results/"
    assert "还在改的补助" in results.text


def test_rules_that_nobody_may_be_assessed_by_are_named_and_the_answers_wait(staff, edited):
    page = opened(staff).begin()
    due = page.address
    Question.objects.filter(key="birth_date").update(latest_days=None)
    assert "要有每个孩子的“birth_date”" in page.opens(due).text
    assert MARK in page.text
    response = staff.client.post("/check/trial/", {"changes": "rows", "on": "2026-1-1"})
    assert response.status_code == 200
    assert "要有每个孩子的“birth_date”" in response.content.decode()
    assert TRIAL_COOKIE not in response.cookies
    Question.objects.filter(key="birth_date").update(latest_days=0)
    assert page.opens(due).asked


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"on": ""}, "请填写试算日期"),
        ({"on": "明天"}, "“试算日期”请写日历上有的年月日"),
        ({"on": "2026-2-29"}, "请写日历上有的年月日"),
        ({"on": "1" * 300}, "40"),
        ({"published_on": "2月"}, "“假定政策在这一天正式公布”请写日历上有的年月日"),
        ({"changes": "99"}, "这份内容已经不在列表里"),
        ({"changes": ""}, "请选择试哪份内容"),
    ],
)
def test_a_form_that_is_wrong_says_what(staff, benefit, fields, sentence):
    response = staff.client.post("/check/trial/", {"changes": "rows", "on": "2026-1-1"} | fields)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert TRIAL_COOKIE not in response.cookies


# Opening with a household


def test_an_example_opens_with_its_household_on_its_day(staff, benefit):
    ExampleFactory(key="one", name="怀孕的家庭", measure=benefit.measure, household={"pregnant": True})
    page = staff.opens("/check/trial/?example=one")
    assert "怀孕的家庭" in page.text
    assert 'value="2026年11月23日"' in page.html
    results = opened(staff, "/check/trial/?example=one", on="2026年11月23日")
    assert results.address == "/check/results/"
    assert "您的回答是“是”" in results.text
    assert "可能符合" in results.text


def test_an_example_rests_on_its_own_day_of_publication_whatever_became_of_the_document(staff, benefit):
    QuestionFactory(key="bought_on", date=True, label_zh="购房日期")
    bought = {"fact": "bought_on", "operator": "on_or_after", "value": "", "parameter": "policy_published_on"}
    ConditionFactory(tier=benefit.tiers.get(), **bought)
    household = {"pregnant": True, "bought_on": "2026-02-02"}
    ExampleFactory(key="not-yet", measure=benefit.measure, household=household)
    ExampleFactory(key="since", measure=benefit.measure, household=household, policy_published_on="2026-02-02")
    PolicyDocument.objects.update(published_on="2026-01-01")
    assert "公布后才能判断" in opened(staff, "/check/trial/?example=not-yet").text
    assert "假定政策还没有正式公布。" in staff.text
    settled = opened(staff, "/check/trial/?example=since", published_on="2026年2月2日")
    assert "假定政策在2026年2月2日正式公布。" in settled.text
    assert "公布后才能判断" not in settled.text


def test_a_sample_household_opens_as_the_page_that_counts_it_has_it(staff, benefit):
    counted_on = date(2026, 5, 6)
    page = staff.opens("/check/trial/?sample=16&on=2026-05-06")
    assert "样本家庭第17号" in page.text
    assert 'value="2026年5月6日"' in page.html
    results = opened(staff, "/check/trial/?sample=16&on=2026-05-06", on="2026-05-06")
    assert results.address == "/check/results/"
    household = sample_household(unpublished(None).release.rulebook, 16, counted_on)
    assert trial_cookie(staff).household == {key: value for key, value in household.items() if value is not None}


@pytest.mark.parametrize("name", ["example=nobody", "example=", "sample=10000", "sample=-1", "sample=", "sample=1e3"])
def test_a_household_that_is_not_there_is_a_clear_404(staff, benefit, name):
    assert staff.client.get(f"/check/trial/?{name}").status_code == 404


@pytest.mark.parametrize("on", ["", "x", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_no_day_in_the_address_makes_it_fail(staff, benefit, on):
    assert staff.client.get("/check/trial/", {"on": on}).status_code == 200
    assert staff.client.get("/check/trial/", {"sample": "3", "on": on}).status_code in (200, 404)


@pytest.mark.parametrize("changes", ["5", "x", "9" * 40, "²"])
def test_a_change_set_that_is_not_there_is_not_chosen(staff, benefit, changes):
    response = staff.client.get("/check/trial/", {"changes": changes})
    assert response.status_code == 200
    assert ("checked" in response.content.decode()) is (changes != "5")


def test_the_same_household_is_tried_on_another_day(staff, benefit):
    walked(opened(staff), pregnant="yes")
    page = opened(staff, on="2030-1-1", keeps="on")
    assert page.address == "/check/results/"
    assert "2030年1月1日" in page.text
    assert "您的回答是“是”" in page.text
    assert opened(staff, on="2030-1-1").address == "/check/"


# Who may try, and who never notices


@pytest.mark.parametrize("role", ["editor", "publisher", "auditor"])
def test_every_role_that_reads_the_policy_may_try(client, benefit, role):
    signed_in(client, UserFactory(**{role: True}))
    assert MARK in opened(Resident(client)).text


@pytest.mark.parametrize(
    ("traits", "may_keep"),
    [
        ({"publisher": True}, True),
        ({"editor": True}, True),
        ({"is_editor": True}, False),
        ({"auditor": True}, False),
    ],
)
def test_an_example_is_offered_to_be_kept_only_to_who_may_make_one(client, benefit, traits, may_keep):
    signed_in(client, UserFactory(**traits))
    page = walked(opened(Resident(client)), pregnant="yes")
    keep = reverse("admin:benefits_example_from_trial")
    assert (keep in page.html) is may_keep
    assert client.post(keep, {}).status_code == (200 if may_keep else 403)


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_keeps_accounts_may_not(client, benefit, method):
    signed_in(client, UserFactory(administrator=True))
    assert getattr(client, method)("/check/trial/").status_code == 403
    assert TRIAL_COOKIE not in client.cookies


def test_whoever_is_not_signed_in_is_asked_to(client, benefit):
    response = client.get("/check/trial/?example=one")
    assert response.status_code == 302
    assert response["Location"] == "/admin/login/?next=/check/trial/%3Fexample%3Done"


def test_a_trial_ends_when_the_sign_in_does_and_says_so(staff, edited):
    opened(staff).begin()
    staff.client.cookies.pop("sessionid")
    page = staff.opens("/check/step/home/")
    assert "试算已经结束" in page.text
    assert MARK not in page.text
    assert staff.client.cookies[TRIAL_COOKIE].value == ""


def test_a_trial_never_touches_the_resident_s_check_in_the_same_browser(staff, edited):
    staff.begin().answer(pregnant="no")
    before = staff.client.cookies[COOKIE].value
    results = walked(opened(staff), pregnant="yes")
    assert "您的回答是“是”" in results.text
    results.send("/check/clear/", {})
    assert MARK in results.text
    assert results.opens("/check/results/").address.startswith("/check/?why=")
    assert staff.client.cookies[COOKIE].value == before
    ended = staff.client.post("/check/trial/end/")
    assert ended["Location"] == "/check/trial/"
    assert staff.client.cookies[TRIAL_COOKIE].value == ""
    staff.begin().walk()
    results = staff.opens("/check/results/")
    assert "孕期补助" in results.text
    assert "您的回答是“否”" in results.text
    assert MARK not in results.text


def test_residents_cause_no_query_whatever_they_put_into_the_cookie(benefit, django_assert_num_queries):
    resident = Resident(Client())
    resident.begin().walk()
    for value in ("", "x", "x" * 5000, seal(Answers(has_consented=True))):
        resident.client.cookies[TRIAL_COOKIE] = value
        with django_assert_num_queries(0):
            page = resident.opens("/check/results/")
        assert page.address == "/check/results/"
        assert MARK not in page.text


def test_what_was_sealed_for_a_trial_is_no_resident_s_check_and_the_other_way_round(rf):
    tried = seal(Answers(has_consented=True, trial=Trial(TODAY())))
    request = rf.get("/check/")
    request.COOKIES |= {COOKIE: tried, TRIAL_COOKIE: seal(Answers(has_consented=True))}
    assert answers_of(request) is NoAnswers.NONE
    assert answers_of(request, TRIAL_COOKIE) is NoAnswers.NONE


def test_a_trial_lasts_for_a_working_day_unused_and_not_longer(rf, monkeypatch):
    request = rf.get("/check/")
    request.COOKIES[TRIAL_COOKIE] = seal(Answers(trial=Trial(TODAY())))
    assert isinstance(answers_of(request, TRIAL_COOKIE), Answers)
    now = timezone.now().timestamp()
    monkeypatch.setattr("time.time", lambda: now + IDLE_SECONDS + 10)
    assert isinstance(answers_of(request, TRIAL_COOKIE), Answers)
    monkeypatch.setattr("time.time", lambda: now + TRIAL_SECONDS + 10)
    assert answers_of(request, TRIAL_COOKIE) is NoAnswers.EXPIRED


def test_the_cookie_is_private_small_and_sent_to_the_check_alone(staff, benefit):
    morsel = opened(staff).client.cookies[TRIAL_COOKIE]
    assert morsel["path"] == "/check/"
    assert morsel["httponly"]
    assert morsel["samesite"] == "Lax"
    assert morsel["max-age"] == TRIAL_SECONDS
    assert len(morsel.value) < MAX_BYTES


def test_public_pages_are_not_part_of_the_trial(staff, edited):
    opened(staff)
    page = staff.opens(f"/measures/{edited.measure.number}/")
    assert "孕期补助" in page.text
    assert MARK not in page.text
