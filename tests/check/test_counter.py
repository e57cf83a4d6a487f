"""At the counter: staff begin clean, every page says so, and one press wipes it all."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from benefits.check.answers import COOKIE, TRIAL_COOKIE, Answers, Trial, seal
from benefits.check.code import Snapshot, code_of
from benefits.check.reopened import COOKIE as REOPENED
from tests.check.conversation import CONSENT, Resident
from tests.factories import UserFactory
from tests.sign_in import signed_in

SIGN_IN = "/admin/login/?next=/check/counter/"
HOUSEHOLD = {"district": "binhu"}


@pytest.fixture
def staff(client: Client, release) -> Resident:
    signed_in(client, UserFactory(auditor=True))
    return Resident(client)


def begun(staff: Resident) -> Resident:
    return staff.send("/check/counter/", {})


def test_whoever_is_not_signed_in_or_has_no_role_signs_in(client, release):
    assert client.get("/check/counter/")["Location"] == SIGN_IN
    client.force_login(UserFactory())
    assert client.get("/check/counter/")["Location"] == SIGN_IN


@pytest.mark.parametrize("role", ["editor", "publisher", "auditor", "administrator"])
def test_every_role_may_open_it(client, release, role):
    signed_in(client, UserFactory(**{role: True}))
    assert client.get("/check/counter/").status_code == 200
    assert "check/counter/" in client.get("/admin/").content.decode() or role == "administrator"


def test_it_starts_clean_and_asks_for_consent_aloud(staff):
    staff.has(household=HOUSEHOLD)
    assert "有没有清除的回答" in staff.opens("/check/counter/").text
    assert staff.answers.household == HOUSEHOLD
    page = begun(staff)
    assert page.address == "/check/?why=wiped"
    assert "念给居民听" in page.text
    assert "本人同意" in page.text
    assert "为谁自测？" in page.text
    assert (page.answers.household, page.answers.has_consented) == ({}, False)


def test_where_nothing_was_nothing_is_said_to_be_cleared(staff):
    assert begun(staff).address == "/check/"


def test_every_page_carries_the_bar_and_prints_once_there_is_a_result(staff):
    page = begun(staff)
    page.send("/check/", CONSENT)
    while page.asked:
        assert "结束并清除" in page.text
        assert ">打印</a>" not in page.html
        page.answer(children="no")
    for address in ("answers/", "results/", "code/", "clear/", "counter/", "open/"):
        assert "结束并清除" in page.opens(f"/check/{address}").text
    assert 'href="/check/results/print/">打印</a>' in page.opens("/check/results/").html
    assert "结束并清除" not in Resident(Client()).begin().text


def test_one_press_wipes_all_that_the_browser_holds_and_the_next_starts_clean(staff, release):
    begun(staff).send("/check/", CONSENT)
    staff.answer(district="binhu")
    code = code_of(Snapshot("resident", 1, date(2026, 1, 1), HOUSEHOLD), release)
    staff.send("/check/open/", {"code": code})
    assert staff.client.cookies[REOPENED].value
    page = begun(staff)
    assert "这台电脑上的回答已经全部清除" in page.text
    assert staff.client.cookies[REOPENED].value == ""
    assert page.answers == Answers(is_at_counter=True)
    assert staff.client.get("/check/results/")["Location"] == "/check/?why=missing"


def test_a_resident_clearing_at_the_counter_leaves_it_at_the_counter(staff):
    begun(staff).send("/check/", CONSENT)
    staff.send("/check/clear/", {})
    assert staff.answers == Answers(is_at_counter=True)


def test_leaving_wipes_too(staff):
    begun(staff)
    staff.client.post("/check/counter/", {"leave": "1"})
    assert staff.client.cookies[COOKIE].value == ""


def test_the_press_wipes_although_the_session_has_ended(staff):
    begun(staff).send("/check/", CONSENT)
    staff.client.logout()
    staff.client.cookies[COOKIE] = seal(Answers(has_consented=True, household=HOUSEHOLD, is_at_counter=True))
    response = staff.client.post("/check/counter/")
    assert response["Location"] == "/admin/"
    assert response.cookies[COOKIE].value == ""


def test_in_a_trial_there_is_neither_counter_nor_code(staff):
    staff.client.cookies[TRIAL_COOKIE] = seal(Answers(trial=Trial(date(2026, 1, 1))))
    for address in ("counter/", "code/", "open/", "reopened/", "reopened/again/"):
        page = staff.opens(f"/check/{address}")
        assert "试算时不能用" in page.text
        assert "结束试算" in page.text
