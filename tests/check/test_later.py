"""The timeline and its calendar file at the end of a check."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from benefits.check.forms import ASKED
from tests.check.conftest import hold, without_question
from tests.check.conversation import Resident

pytestmark = pytest.mark.usefixtures("release")
TIMELINE, DATES = "/check/results/timeline/", "/check/results/dates.ics"
FORM = "/check/step/pregnancy/?change=due_date&amp;then=timeline"
ADDRESS = FORM.replace("&amp;", "&")


@pytest.fixture
def resident(client) -> Resident:
    return Resident(client)


@pytest.fixture
def expecting(resident) -> Resident:
    resident.begin().walk(pregnant="yes", household_category="low_income")
    return resident


def test_a_due_date_is_asked_for_on_the_timeline_and_leads_back_to_it(expecting):
    page = expecting.opens(TIMELINE)
    assert f'action="{FORM}"' in page.html
    due = timezone.localdate() + timedelta(days=90)
    page = expecting.send(ADDRESS, {ASKED: "due_date", "due_date": due.isoformat()})
    assert page.address == TIMELINE
    assert f"{due.year}年{due.month}月{due.day}日 预产期" in page.text
    assert "修改预产期" in page.text
    assert f'action="{FORM}"' not in page.html
    assert page.opens(ADDRESS).html.count(f'href="{TIMELINE}"') == 1


def test_a_due_date_that_is_none_is_refused_with_a_sentence_and_typed_again(expecting):
    page = expecting.send(ADDRESS, {ASKED: "due_date", "due_date": "2001-01-01"})
    assert page.address == ADDRESS
    assert "“预产期”不能早于" in page.text
    assert 'value="2001-01-01"' in page.html


def test_a_due_date_may_be_left_out(expecting):
    page = expecting.send(ADDRESS, {ASKED: "due_date", "unknown-due_date": "on"})
    assert page.address == TIMELINE
    assert "没有填预产期" in page.text


def test_a_release_without_the_question_asks_for_no_due_date(expecting, monkeypatch, release):
    hold(monkeypatch, without_question(release, "due_date"))
    page = expecting.opens(TIMELINE)
    assert page.address == TIMELINE
    assert "宝宝的预产期" not in page.text


def test_dates_are_a_file_to_take_away(expecting):
    response = expecting.opens(DATES).response
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="dates.ics"'
    assert response.content.startswith(b"BEGIN:VCALENDAR\r\n")


@pytest.mark.parametrize("address", [TIMELINE, DATES])
def test_nobody_keeps_a_copy_or_finds_it(expecting, address):
    response = expecting.opens(address).response
    assert expecting.address == address
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"


def test_without_any_date_there_is_no_file(resident):
    resident.begin().walk()
    assert resident.opens(DATES).address == TIMELINE


@pytest.mark.parametrize("address", [TIMELINE, DATES])
def test_nothing_is_told_before_the_questions_are_answered(resident, address):
    assert resident.opens(address).address.startswith("/check/?why=")
    assert resident.begin().opens(address).address == "/check/children/"
    assert resident.client.post(address).status_code == 405
