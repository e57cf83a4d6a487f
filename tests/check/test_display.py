"""Language and version are switched in the middle of a check and nothing is lost; 长者版 asks one question a page."""

from __future__ import annotations

import re

import pytest

from benefits.check.forms import ASKED
from config.display import DISPLAY_COOKIE, LANGUAGE, LANGUAGE_COOKIE, VERSION
from tests.check.conversation import CONSENT, Resident

pytestmark = pytest.mark.usefixtures("release")

PREGNANCY = "/check/step/pregnancy/"
PURCHASE = "/check/step/purchase/?change=home_purchase_date"


@pytest.fixture
def resident(client) -> Resident:
    return Resident(client)


@pytest.fixture
def elder(resident: Resident) -> Resident:
    resident.client.cookies[DISPLAY_COOKIE] = "elder-18"
    return resident


def test_a_switch_keeps_what_was_answered_and_what_was_typed_without_a_word_of_errors(resident):
    page = resident.begin().answer(children="no")
    page.send(PURCHASE, {ASKED: "home_purchase_date", "home_purchase_date": "2024年2月3", LANGUAGE: "en"})
    assert page.address == PURCHASE
    assert 'lang="en"' in page.html
    assert 'value="2024年2月3"' in page.html
    assert "error-summary" not in page.html
    assert page.answers.household == {"children": []}


def test_a_choice_that_was_not_sent_survives_the_switch_and_is_no_answer_yet(resident):
    page = resident.begin().answer(children="no")
    page.send(PREGNANCY, {ASKED: page.asked, "pregnant": "yes", VERSION: "elder"})
    assert page.asked == ["preparing_pregnancy"]
    assert page.client.cookies[DISPLAY_COOKIE].value == "elder-18"
    page.send(PREGNANCY, {ASKED: page.asked, VERSION: "standard"})
    assert 'value="yes" id="id_pregnant_0" checked' in page.html
    assert "pregnant" not in page.answers.household


def test_answers_not_sent_are_asked_one_by_one_after_the_switch_with_each_as_it_was(resident):
    page = resident.begin().answer(children="no")
    typed = dict.fromkeys(page.asked, "no")
    assert len(typed) > 3
    page.send(PREGNANCY, {ASKED: page.asked, **typed, VERSION: "elder"})
    for name, value in typed.items():
        assert page.asked == [name]
        assert re.search(rf'name="{name}" value="{value}"[^>]* checked', page.html), name
        page.answer(**{name: value})
    assert page.answers.household == {"children": [], **dict.fromkeys(typed, False)}
    assert page.answers.refused is None


def test_a_mistake_in_one_of_them_loses_none_of_the_others(resident):
    page = resident.begin().answer(children="no")
    page.send(PREGNANCY, {ASKED: page.asked, "preparing_pregnancy": "no", "pregnant": "yes", VERSION: "elder"})
    page.send(PREGNANCY, {ASKED: "preparing_pregnancy"})
    assert page.asked == ["preparing_pregnancy"]
    assert "error-summary" in page.html
    page.answer(preparing_pregnancy="no")
    assert "error-summary" not in page.html
    while page.asked != ["pregnant"]:
        page.answer()
    assert 'value="yes" id="id_pregnant_0" checked' in page.html


def test_the_start_keeps_its_tick_through_a_switch_and_begins_nothing(resident):
    page = resident.send("/check/", CONSENT | {"audience": "employer", LANGUAGE: "en"})
    assert page.address == "/check/"
    assert re.search(r'name="consent"[^>]* checked', page.html)
    assert re.search(r'value="employer"[^>]* checked', page.html)
    assert not page.answers.has_consented


def test_a_switch_works_after_the_answers_are_gone(resident):
    page = resident.send("/check/step/home/", {ASKED: "district", LANGUAGE: "en"})
    assert page.address.startswith("/check/?why=")
    assert page.client.cookies[LANGUAGE_COOKIE].value == "en"


@pytest.mark.parametrize("audience", ["resident", "employer"])
def test_the_elder_version_asks_one_question_a_page_and_the_same_ones(client, elder, audience):
    answers = {"pregnant": "yes", "bought_new_home": "yes", "children": "yes", "birth_date": "2026年1月5日"}
    pages = elder.begin(audience).walk(**answers)
    assert all(len(asked) == 1 for _, asked in pages)
    one_by_one = elder.answers
    client.cookies.clear()
    standard = Resident(client).begin(audience)
    standard.walk(**answers)
    assert one_by_one.household == standard.answers.household
    assert set(one_by_one.declined) == set(standard.answers.declined)


def test_the_next_page_of_the_elder_version_opens_at_its_question_and_a_refused_one_at_its_errors(elder):
    page = elder.begin().answer(children="no")
    assert page.client.post(page.address, page.filled())["Location"].endswith("#main")
    assert page.client.post(PREGNANCY, {ASKED: page.asked})["Location"].endswith("#error-summary")


def test_back_goes_question_by_question_to_the_start_and_forward_again(elder):
    page = elder.begin()
    told = [page.asked[0]]
    for _ in range(7):
        told.append(page.answer().asked[0])
    seen = []
    while page.address != "/check/":
        seen += page.asked
        assert len(page.asked) == 1
        page.opens(re.search(r'class="back">\s*<a href="([^"]+)"', page.html)[1])
    assert seen == told[::-1]


def test_answers_about_a_child_are_looked_at_again_one_by_one(elder):
    page = elder.begin()
    page.walk(children="yes", birth_date="2016年1月5日")
    asked = [key.rpartition(".")[2] for key in page.answers.declined if key.startswith("children.0.")]
    assert len(asked) > 1
    page.opens(f"/check/children/1/?again={asked[0]}")
    seen = []
    while page.asked:
        seen += page.asked
        page.answer()
    assert seen == asked
    assert page.address == "/check/answers/"
    assert page.opens("/check/children/1/?again=1").asked == ["birth_date"]
    assert page.answer(birth_date="2016年1月5日").address == "/check/children/"
