"""What if: answers supposed beside the real ones, which stay until the resident keeps what was supposed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from benefits.check import answers as cookie
from benefits.check.answers import MAX_BYTES, Answers, Said, Trial, seal, unseal
from benefits.check.forms import ASKED
from benefits.check.progress import replayed
from benefits.check.starters import starters
from benefits.publishing.current import PublishedRelease
from benefits.publishing.publish import publish
from config.display import LANGUAGE
from tests.check.conftest import hold, without_question
from tests.check.conversation import Resident
from tests.factories import BenefitFactory, ConditionFactory, QuestionFactory, TierFactory, UserFactory
from tests.sign_in import signed_in

QUESTION = "/check/what-if/question/?change="
TODAY = timezone.localdate


def born(months: int) -> str:
    """A birth date that many months ago, and a few days."""
    return (TODAY() - timedelta(days=months * 31)).isoformat()


HOUSEHOLD: dict[str, Any] = {
    "district": "binhu",
    "permanent_resident": True,
    "household_category": "low_income",
    "pregnant": False,
    "renting": True,
    "children": [{"birth_date": born(12), "childcare": "none", "disability": False}],
}


def at_results(client: Client, release: PublishedRelease, household: dict[str, Any] = HOUSEHOLD) -> Resident:
    """A resident who has answered this and declined the rest."""
    check = replayed(Answers(household=household), release, TODAY())
    return Resident(client).has(household=check.answers.household, declined=check.open)


@pytest.fixture
def resident(client: Client, release: PublishedRelease) -> Resident:
    return at_results(client, release)


def suppose(resident: Resident, key: str, **answers: str) -> Resident:
    """Answers a question otherwise, and declines all that becomes open."""
    resident.opens(QUESTION + key).answer(**answers)
    resident.walk()
    return resident


# The real answers stay


def test_nothing_is_real_until_it_is_kept(resident):
    real = resident.answers.said
    suppose(resident, "children.0.childcare", childcare="inclusive_nursery")
    assert resident.address == "/check/what-if/"
    assert "您的真实回答没有改动" in resident.text
    assert "可能增加1项" in resident.text
    assert "拟每月给予500元" in resident.text
    assert resident.answers.said == real
    resident.opens("/check/results/")
    assert resident.answers.said == real
    resident.send("/check/what-if/keep/", {})
    assert resident.address == "/check/results/"
    assert resident.answers.household["children"][0]["childcare"] == "inclusive_nursery"
    assert resident.answers.supposed is None


def test_several_add_up_and_each_can_be_taken_back(resident):
    suppose(resident, "children.0.childcare", childcare="inclusive_nursery")
    suppose(resident, "district", district="xinwu")
    suppose(resident, "children.1.birth_date")
    assert resident.text.count("撤销") == 3
    resident.send("/check/what-if/undo/", {"key": "children.0.childcare"})
    resident.send("/check/what-if/undo/", {"key": "children.1"})
    resident.send("/check/what-if/undo/", {"key": "no.such.thing"})
    assert resident.answers.supposed.household == resident.answers.household | {"district": "xinwu"}
    assert "变为“新吴区人民政府”" in resident.text
    resident.send("/check/what-if/undo/", {"key": "district"})
    resident.opens("/check/what-if/")
    assert resident.answers.supposed is None
    assert "换个回答会怎样？" in resident.text


@pytest.mark.parametrize("children", [None, []])
def test_a_first_child_taken_back_leaves_the_children_as_they_were(client, release, children):
    resident = at_results(client, release, {**HOUSEHOLD, "children": children})
    real = resident.answers.said
    suppose(resident, "children.0.birth_date")
    assert resident.answers.supposed.household["children"] == [{}]
    resident.send("/check/what-if/undo/", {"key": "children.0"})
    assert resident.opens("/check/what-if/").answers.supposed is None
    assert resident.answers.said == real


def test_an_answer_that_was_declined_is_declined_again_when_taken_back(resident):
    assert "marital_status" in resident.answers.declined
    suppose(resident, "marital_status", marital_status="single")
    suppose(resident, "renting", renting="no")
    resident.send("/check/what-if/undo/", {"key": "marital_status"})
    assert "marital_status" not in resident.answers.supposed.household
    assert "marital_status" in resident.answers.supposed.declined


def test_giving_up_drops_all_of_it(resident):
    suppose(resident, "renting", renting="no")
    resident.send("/check/what-if/drop/", {})
    assert resident.address == "/check/results/"
    assert resident.answers.supposed is None


def test_clearing_clears_both(resident):
    suppose(resident, "renting", renting="no").send("/check/clear/", {})
    assert resident.client.cookies[cookie.COOKIE].value == ""


# What becomes open, and what is refused


def test_one_more_child_is_asked_about_and_may_stay_unknown(resident):
    resident.opens("/check/what-if/")
    assert f"{QUESTION}children.1.birth_date" in resident.html
    resident.opens(f"{QUESTION}children.1.birth_date")
    assert resident.asked == ["birth_date"]
    resident.answer()
    assert "假设：" in resident.text
    resident.walk()
    assert "第2个孩子" in resident.text
    assert "有，其他不清楚" in resident.text


def test_a_new_question_can_wait_for_the_comparison(resident):
    resident.opens(f"{QUESTION}pregnant").answer(pregnant="yes")
    assert resident.asked
    resident.opens("/check/what-if/")
    assert "回答这些，对比会更清楚" in resident.text


def test_a_wrong_date_is_refused_with_what_was_typed_and_nothing_is_lost(resident):
    real = resident.answers.said
    resident.opens(f"{QUESTION}children.1.birth_date").answer(birth_date="2024年2月30日")
    assert "日历上没有2024年2月30日" in resident.text
    assert 'value="2024年2月30日"' in resident.html
    assert resident.answers.said == real


def test_that_nothing_changes_is_said(resident):
    a_day_before = TODAY() - timedelta(days=12 * 31 + 1)
    assert "结果没有变化。" in suppose(resident, "children.0.birth_date", birth_date=a_day_before.isoformat()).text


def test_no_address_on_the_way_holds_an_answer(resident):
    resident.opens(f"{QUESTION}district")
    response = resident.client.post(resident.address, resident.filled(district="xinwu"))
    assert "xinwu" not in response["Location"]


# The real answers change meanwhile


def test_a_real_answer_holds_in_what_is_supposed_too(resident):
    suppose(resident, "renting", renting="no")
    resident.opens("/check/step/family/?change=household_category").answer(household_category="none")
    resident.opens("/check/what-if/")
    assert resident.answers.household["household_category"] == "none"
    assert resident.answers.supposed.household["household_category"] == "none"
    assert resident.text.count("撤销") == 1
    resident.send("/check/children/1/remove/", {"count": "1"})
    assert resident.answers.supposed.household.get("children") is None


def test_who_has_open_questions_answers_them_first(resident):
    suppose(resident, "renting", renting="no")
    resident.has(household={"district": "binhu"}, supposed=Said({"district": "xinwu"}))
    for address in ("", "choose/", "question/?change=district"):
        assert resident.opens(f"/check/what-if/{address}").address == "/check/children/"


def test_a_newer_release_drops_what_no_longer_fits_with_a_word(resident, release, monkeypatch):
    suppose(resident, "renting", renting="no")
    suppose(resident, "district", district="xinwu")
    hold(monkeypatch, without_question(release, "renting"))
    resident.opens("/check/what-if/")
    assert "有的回答不再适用，已经去掉" in resident.text
    assert "新吴区人民政府" in resident.text


# Limits


def all_answered(release: PublishedRelease, choice: int) -> dict[str, Any]:
    """Ten children and every question answered; `choice` picks among the answers."""

    def answer(question: Any) -> Any:
        match question.type:
            case "bool":
                return bool(choice)
            case "choice":
                return question.values[choice]
            case "date":
                return f"20{10 + choice}-03-1{choice}"
            case _:
                return 3 + choice

    questions = [question for question in release.rulebook.questions if question.key not in ("children", "due_date")]
    household = {question.key: answer(question) for question in questions if question.scope == "household"}
    child = {question.key: answer(question) for question in questions if question.scope == "child"}
    children = [
        child | {"birth_date": f"20{10 + number + choice}-{number + 1:02}-1{(number * 7 + choice) % 10}"}
        for number in range(10)
    ]
    return household | {"children": children}


def test_ten_children_with_everything_answered_otherwise_fit_in_the_cookie(release):
    real, supposed = (replayed(Answers(household=all_answered(release, n)), release, TODAY()).answers for n in (0, 1))
    assert not real.dropped
    both = replace(real, supposed=supposed.said)
    assert len(seal(both)) <= MAX_BYTES
    assert unseal(seal(both)) == both


def test_what_is_too_large_to_suppose_leaves_the_real_answers(resident, monkeypatch):
    real = resident.answers
    monkeypatch.setattr(cookie, "MAX_BYTES", len(resident.client.cookies[cookie.COOKIE].value))
    resident.opens(f"{QUESTION}children.1.birth_date")
    response = resident.client.post(resident.address, resident.filled(birth_date=born(3)))
    assert response.status_code == 413
    assert "之前的回答都还在" in response.content.decode()
    assert resident.answers.said == real.said


@pytest.mark.parametrize("key", ["", "nothing", "children", "children.3.birth_date", "children.10.birth_date", "\x00"])
def test_a_question_that_cannot_be_supposed_leads_to_the_comparison(resident, key):
    assert resident.opens(QUESTION + key).address == "/check/what-if/"


def test_nobody_is_told_to_suppose_an_illness_or_hardship(release):
    household = {
        **HOUSEHOLD,
        "household_category": "none",
        "children": [{"birth_date": born(12), "childcare": "none", "disability": False, "in_distress": False}],
    }
    keys = [starter.key for starter in starters(replayed(Answers(household=household), release, TODAY()))]
    assert keys[:2] == ["children.1.birth_date", "district"]
    assert "children.0.childcare" in keys
    assert not {"household_category", "children.0.disability", "children.0.in_distress"} & {*keys}


def test_in_a_trial_it_stays_in_the_trial(client, db):
    QuestionFactory(children=True, section__title_zh="孩子")
    QuestionFactory(birth_date=True)
    QuestionFactory(key="pregnant", label_zh="怀孕", wording_zh="现在怀孕了吗？", section__title_zh="怀孕")
    benefit = BenefitFactory(title_zh="孕期补助", routing__key="district")
    ConditionFactory(tier=TierFactory(benefit=benefit), fact="pregnant")
    publish("首次发布")
    signed_in(client, UserFactory(publisher=True))
    staff = Resident(client)
    trial = Answers(
        has_consented=True,
        household={"pregnant": False},
        declined=("district", "children"),
        trial=Trial(TODAY()),
    )
    client.cookies[cookie.TRIAL_COOKIE] = seal(trial)
    suppose(staff, "pregnant", pregnant="yes")
    assert "可能增加1项" in staff.text
    assert unseal(client.cookies[cookie.TRIAL_COOKIE].value).supposed.household["pregnant"] is True
    assert cookie.COOKIE not in client.cookies


def test_a_switch_on_a_question_that_is_supposed_keeps_what_was_typed(resident):
    suppose(resident, "renting", renting="no")
    address = "/check/what-if/question/?change=home_purchase_date"
    resident.send(address, {ASKED: "home_purchase_date", "home_purchase_date": "2024年2月3", LANGUAGE: "en"})
    assert resident.address == address
    assert 'lang="en"' in resident.html
    assert 'value="2024年2月3"' in resident.html
    assert "error-summary" not in resident.html
