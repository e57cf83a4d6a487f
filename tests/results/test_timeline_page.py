"""The timeline as residents read it: what changes when, what is paid, what it rests on; and the same as a calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from benefits.eligibility.assess import assess
from benefits.eligibility.household import household_from
from benefits.eligibility.rulebook import Audience, PolicyStatus
from benefits.publishing.current import PublishedRelease
from benefits.results.calendar import KeyDate, calendar_file
from benefits.results.timeline_page import TimelinePage, timeline_page
from tests.results.conftest import ON, in_status

TODDLER = {"birth_date": "2025-03-24", "childcare": "inclusive_nursery"}
ONE_CHILD = {"permanent_resident": True, "pregnant": False, "children": [TODDLER]}
EXPECTING = {"pregnant": True, "household_category": "low_income", "children": [{"birth_date": "2010-01-01"}]}
FORBIDDEN = ("您符合", "可以领取", "保证", "一定", "立即申请")
PageOf = Callable[..., TimelinePage]


@pytest.fixture
def page_of(release: PublishedRelease) -> PageOf:
    """The timeline page of answers: `page_of({"pregnant": True}, status=..., audience=...)`."""

    def page(
        answers: dict[str, Any],
        status: PolicyStatus = PolicyStatus.CONSULTATION,
        audience: Audience = Audience.RESIDENT,
    ) -> TimelinePage:
        its = in_status(release, status)
        household = household_from(its.rulebook, answers, ON)
        assessment = assess(its.rulebook, household, ON)
        return timeline_page(its, assessment, household, audience, change_url=lambda key: f"/change/{key}")

    return page


def html(page: TimelinePage) -> str:
    return render_to_string("results/timeline.html", {"page": page, "form": None}, RequestFactory().get("/"))


def told(page: TimelinePage, title: str) -> list[tuple[str, str, str, str, str]]:
    """Of one benefit: the day, why, what becomes of it, for whom and the amount."""
    return [
        (str(day.day), day.causes, group.name, line.whom, line.amount)
        for day in page.days
        for group in day.groups
        for line in group.lines
        if line.title == title
    ]


def test_a_subsidy_changes_and_closes_on_the_child_s_days(page_of):
    whom = "孩子1（2025年7月出生）"
    page = page_of({**ONE_CHILD, "children": [TODDLER | {"birth_date": "2025-07-31"}]})
    assert told(page, "普惠托育补助") == [
        ("2027年2月28日", f"{whom}满19个月", "拟变化", whom, "拟每月给予300元"),
        ("2028年8月31日", f"{whom}满3岁1个月", "拟结束", whom, ""),
    ]


def test_once_in_force_no_word_is_a_drafts(page_of):
    page = page_of(ONE_CHILD, PolicyStatus.IN_FORCE)
    assert told(page, "普惠托育补助")[-1][2:4] == ("结束", "孩子1（2025年3月出生）")
    assert "拟" not in html(page).partition("<main")[2].partition("</main")[0]


def test_twins_share_a_line(page_of):
    page = page_of({**ONE_CHILD, "children": [TODDLER, TODDLER]})
    assert [whom for *_, whom, _ in told(page, "普惠托育补助")] == [
        "孩子1（2025年3月出生）、孩子2（2025年3月出生）",
    ]


def test_a_child_to_be_born_opens_what_is_known_and_what_is_still_to_be_confirmed(page_of):
    page = page_of({**EXPECTING, "permanent_resident": True, "due_date": "2027-03-01"})
    assert told(page, "普惠托育补助")[0] == (
        "2027年3月1日",
        "预产期",
        "拟开始",
        "将出生的孩子",
        "如果符合：拟每月给予500元",
    )
    assert told(page, "困难家庭一次性孕期补助") == [("2027年3月1日", "预产期", "拟结束", "", "")]
    assert "从预产期2027年3月1日起，按孩子已经出生推算。" in page.unchanged
    assert page.due_date_url == "/change/due_date"


def test_without_a_due_date_what_pregnancy_decides_is_unsure_after_nine_months_and_not_said_to_end(page_of):
    page = page_of(EXPECTING)
    cause = "没有填预产期，怀孕只列到这里"
    assert told(page, "困难家庭一次性孕期补助") == [("2027年8月23日", cause, "以后不能确定", "", "")]
    assert "没有填预产期，怀孕最多列9个月。" in page.unchanged
    assert page.due_date_url == ""


def test_picture_table_and_sums_tell_of_the_same_months(page_of):
    page = page_of({**ONE_CHILD, "children": [TODDLER | {"birth_date": "2025-07-31"}, {"birth_date": "2010-01-01"}]})
    (picture,) = page.pictures
    (subject,) = picture.subjects
    assert [(run.period, run.amount, run.total, run.left, run.width) for run in subject.runs] == [
        ("2026年11月至2027年2月（4个月）", "500元", "2,000元", "0.00", "6.67"),
        ("2027年3月至2028年8月（18个月）", "300元", "5,400元", "6.67", "30.00"),
    ]
    assert subject.runs[0].height > subject.runs[1].height
    assert picture.summary == (
        "孩子1（2025年7月出生）：2026年11月至2027年2月（4个月）每月500元，2027年3月至2028年8月（18个月）每月300元"
    )
    assert [(line.kind, str(line.standing), line.amount) for line in page.sums] == [
        ("拟按月给予", "征求意见稿，尚未施行", "合计7,400元")
    ]
    assert html(page).count("<tr>") == 4


def test_a_single_month_is_called_by_its_name(page_of):
    page = page_of({**ONE_CHILD, "children": [TODDLER | {"birth_date": "2023-10-24"}]})
    assert [run.period for run in page.pictures[0].subjects[0].runs] == ["2026年11月（1个月）"]


def test_who_answered_nothing_is_told_what_is_not_known(page_of):
    page = page_of({})
    assert not page.days
    assert [(line.words, line.url) for line in page.unknown] == [
        ("没有回答是否怀孕，怀孕和出生的变化没有列出。", "/change/pregnant"),
        ("没有回答孩子的情况，孩子的变化没有列出。", "/change/children"),
    ]
    assert page.undetermined
    shown = html(page)
    assert "这段时间里，没有会随时间变化的事项。" in shown
    assert "dates.ics" not in shown


def test_a_birth_date_nobody_gave_is_named(page_of):
    page = page_of({"pregnant": False, "children": [TODDLER, {}]})
    assert [line.words for line in page.unknown] == ["不知道孩子2的出生日期，随年龄的变化没有列出。"]


@pytest.mark.parametrize("audience", [Audience.EMPLOYER, Audience.INSTITUTION])
def test_others_see_their_own_benefits_and_no_familys_money(page_of, release, audience):
    page = page_of({**ONE_CHILD, **EXPECTING}, audience=audience)
    own = {
        str(release.content.benefits[each.key].title) for each in release.rulebook.benefits if each.audience is audience
    }
    assert {line.title for day in page.days for group in day.groups for line in group.lines} <= own
    assert page.pictures == page.sums == ()


def test_no_page_promises(page_of):
    for status in PolicyStatus:
        for answers in (ONE_CHILD, EXPECTING, {**EXPECTING, "due_date": "2027-03-01"}):
            shown = html(page_of(answers, status))
            assert not [words for words in FORBIDDEN if words in shown]


# The calendar


def lines_of(file: bytes) -> list[str]:
    """The file's lines, unfolded."""
    text = file.decode().replace("\r\n ", "")
    assert text.endswith("\r\n")
    return text.removesuffix("\r\n").split("\r\n")


MADE_AT = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)


def test_a_calendar_is_folded_at_75_octets_without_tearing_a_character_and_escaped():
    text = "一；二;三,四\\五\n" * 20
    file = calendar_file([KeyDate(date(2027, 3, 1), "a", text, "short")], MADE_AT)
    assert max(map(len, file.split(b"\r\n"))) <= 75
    assert b"\n" not in file.replace(b"\r\n", b"")
    assert "SUMMARY:" + "一；二\\;三\\,四\\\\五\\n".join([""] * 21).removesuffix("\\n") in lines_of(file)


def test_key_dates_are_all_day_events_with_the_childs_number_and_no_birth_or_age(page_of):
    dates = page_of({**ONE_CHILD, **EXPECTING, "due_date": "2027-03-01", "children": [TODDLER]}).dates
    lines = lines_of(calendar_file(dates, MADE_AT))
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines.count("BEGIN:VEVENT") == lines.count("DTSTAMP:20261123T010500Z") == len(dates)
    assert "DTSTART;VALUE=DATE:20280424" in lines
    assert "SUMMARY:拟结束：普惠托育补助（孩子1），等2项" in lines
    text = "\n".join(lines)
    assert not re.search("2025年|2025-|满|预产期|low_income|childcare", text)


def test_a_date_keeps_its_identity_when_it_moves(page_of):
    first, second = (
        [
            line
            for line in lines_of(calendar_file(page_of(EXPECTING | {"due_date": due}).dates, MADE_AT))
            if "UID" in line
        ]
        for due in ("2027-03-01", "2027-03-08")
    )
    assert first == second
    assert len(set(first)) == len(first)
