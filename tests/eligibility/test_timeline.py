"""The timeline against the same household assessed anew on later days, and what it moves and what not."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings

from benefits.eligibility.assess import SubjectAssessment, assess
from benefits.eligibility.household import Household, household_from
from benefits.eligibility.rulebook import AmountKind, PolicyStatus, Rulebook
from benefits.eligibility.timeline import CauseKind, Course, Timeline, timeline
from tests.eligibility.engine import Json
from tests.eligibility.oracle import anniversary
from tests.eligibility.rulebook_strategies import rules, synthetic_cases
from tests.eligibility.small import awaiting, benefit, condition, small, tier
from tests.eligibility.strategies import ISSUED, cases, seeds
from tests.rulebooks import real_rulebook

ON = date(2026, 11, 23)
DAY = timedelta(days=1)
REAL = real_rulebook(policy_published_on=ISSUED)
FIVE_HUNDRED, THREE_HUNDRED = ({"kind": "monthly", "yuan": yuan} for yuan in ("500", "300"))
Subject = tuple[str, int | None]


def timeline_of(household: Json, *benefits: Json, on: date = ON) -> Timeline:
    """The timeline of a household's JSON by these benefits, or by the thirteen measures."""
    rulebook = small(*benefits) if benefits else REAL
    return timeline(rulebook, household_from(rulebook, household, on), on)


def course(found: Timeline, child: int | None = None, key: str = "benefit") -> Course:
    return next(each for each in found.courses if (each.benefit.key, each.child) == (key, child))


def statuses(found: Timeline, child: int | None = None, key: str = "benefit") -> list[tuple[str, str, str]]:
    """Each span's first day, last day and status."""
    spans = course(found, child, key).spans
    return [(str(each.valid_from), str(each.valid_until), each.subject.status.value) for each in spans]


def moved(household: Household, on: date, day: date) -> Household:
    """The household on a later day, told a second time: nothing but a pregnancy is another's work to move."""
    answers: dict[str, Any] = dict(household.answers)
    children = household.children
    due = answers.get("due_date")
    if answers.get("pregnant") and due is not None and day >= due:
        answers["pregnant"] = False
        children = children if children is None else (*children, {"birth_date": due})
    elif answers.get("pregnant") and due is None and day >= anniversary(on, 9):
        del answers["pregnant"]
    return Household(answers, children)


def outcome(subject: SubjectAssessment) -> tuple[object, ...]:
    return subject.status, subject.amount, subject.candidates


def outcomes_on(rulebook: Rulebook, household: Household, on: date, day: date) -> dict[Subject, tuple[object, ...]]:
    results = assess(rulebook, moved(household, on, day), day).benefits
    return {(result.benefit.key, each.child): outcome(each) for result in results for each in result.subjects}


def told_of(found: Timeline, day: date) -> dict[Subject, tuple[object, ...]]:
    return {
        (each.benefit.key, each.child): outcome(span.subject)
        for each in found.courses
        for span in each.spans
        if span.valid_from <= day <= span.valid_until
    }


def assert_same_as_assessing_anew(rulebook: Rulebook, household: Household, on: date, days: set[date]) -> None:
    found = timeline(rulebook, household, on)
    edges = {span.valid_from for each in found.courses for span in each.spans}
    for day in days | edges | {edge - DAY for edge in edges} | {found.until}:
        if on <= day <= found.until:
            assert told_of(found, day) == outcomes_on(rulebook, household, on, day), day


def some_days(on: date, household: Household, seed: int) -> set[date]:
    """Any days, and those around which some child has a birthday in months."""
    choose = Random(seed)
    days = {on + timedelta(days=choose.randint(0, 1826)) for _ in range(4)}
    births = [born for born in household.births or () if born is not None]
    for born in births[:3]:
        months = (on.year - born.year) * 12 + on.month - born.month + choose.randint(0, 60)
        days |= {anniversary(born, months) + distance * DAY for distance in (-1, 0)}
    return days


@pytest.mark.fuzz
@settings(max_examples=150)
@given(cases(), seeds)
def test_on_any_day_the_timeline_says_what_assessing_anew_says(case, seed):
    on, answers = case
    household = household_from(REAL, answers, on)
    assert_same_as_assessing_anew(REAL, household, on, some_days(on, household, seed))


@pytest.mark.fuzz
@settings(max_examples=400)
@given(synthetic_cases, rules, seeds)
def test_on_any_day_by_any_rules_the_timeline_says_what_assessing_anew_says(case, raw, seed):
    on, answers = case
    rulebook = Rulebook.from_json(raw)
    household = household_from(rulebook, answers, on)
    assert_same_as_assessing_anew(rulebook, household, on, some_days(on, household, seed))


FAMILY = {
    "permanent_resident": True,
    "household_category": "low_income",
    "pregnant": True,
    "due_date": "2027-08-31",
    "children": [
        {"birth_date": "2024-02-29", "childcare": "inclusive_nursery"},
        {"birth_date": "2021-01-31", "childcare": "other"},
        {"childcare": "inclusive_nursery"},
    ],
}


def test_day_by_day_for_five_years_events_are_the_days_that_differ_from_the_day_before():
    household = household_from(REAL, FAMILY, ON)
    found = timeline(REAL, household, ON)
    assert found.until == date(2031, 11, 22)
    changes: dict[date, Counter[Subject]] = {}
    before = outcomes_on(REAL, household, ON, ON)
    for day in (ON + distance * DAY for distance in range(1, (found.until - ON).days + 1)):
        after = outcomes_on(REAL, household, ON, day)
        different = [
            subject
            for subject, now in after.items()
            if before.get(subject) != now and (subject in before or now[0].value != "not_eligible")
        ]
        if different:
            changes[day] = Counter(different)
        before = after
    assert changes == {
        event.on: Counter((change.course.benefit.key, change.course.child) for change in event.changes)
        for event in found.events
    }


# Ages


@pytest.mark.parametrize(
    ("operator", "value", "turns"),
    [
        ("at_least", 18, ["2026-11-30"]),
        ("at_most", 18, ["2026-12-31"]),
        ("between", [18, 19], ["2026-11-30", "2027-01-31"]),
        ("is", 18, ["2026-11-30", "2026-12-31"]),
        ("is_not", 18, ["2026-11-30", "2026-12-31"]),
        ("one_of", [18, 20], ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"]),
    ],
)
def test_an_age_turns_on_its_day_and_where_the_month_lacks_it_on_the_last(operator, value, turns):
    rule = benefit(tier(condition("age_months", operator, value)), per="child")
    found = timeline_of({"children": [{"birth_date": "2025-05-31"}]}, rule)
    assert [str(event.on) for event in found.events] == turns


def test_an_event_names_whose_age_moved_and_what_opens_changes_and_closes():
    rule = benefit(
        tier(condition("age_months", "between", [19, 19]), amounts=[FIVE_HUNDRED]),
        tier(condition("age_months", "between", [20, 20]), amounts=[THREE_HUNDRED]),
        per="child",
    )
    found = timeline_of({"children": [{"birth_date": "2010-01-01"}, {"birth_date": "2025-05-31"}]}, rule)
    assert [(each.on.isoformat(), each.changes[0].kind.value, *each.causes[0]) for each in found.events] == [
        ("2026-12-31", "opens", CauseKind.AGE, 1, 19),
        ("2027-01-31", "changes", CauseKind.AGE, 1, 20),
        ("2027-02-28", "closes", CauseKind.AGE, 1, 21),
    ]
    assert [change.course.child for event in found.events for change in event.changes] == [1, 1, 1]


def test_an_unknown_birth_date_stays_unknown():
    rule = benefit(tier(condition("age_months", "at_most", 18)), per="child")
    found = timeline_of({"children": [{}]}, rule)
    assert statuses(found, 0) == [("2026-11-23", "2031-11-22", "undetermined")]


def test_children_nobody_has_told_of_stay_undetermined_even_after_a_birth():
    rule = benefit(tier(condition("age_months", "at_most", 18)), per="child")
    found = timeline_of({"pregnant": True, "due_date": "2027-03-01"}, rule)
    assert statuses(found, None) == [("2026-11-23", "2031-11-22", "undetermined")]


def test_a_child_not_yet_born_on_the_day_is_refused():
    child = {"birth_date": date(2026, 11, 24)}
    with pytest.raises(ValueError, match="born"):
        timeline(REAL, Household({}, (child,)), ON)


# A pregnancy


def test_from_the_due_date_on_she_is_no_longer_pregnant_and_there_is_one_child_more():
    home = benefit(tier(condition("pregnant")))
    child = benefit(tier(condition("age_months", "at_most", 0)), key="newborn", per="child")
    found = timeline_of({"pregnant": True, "due_date": "2027-03-01", "children": []}, home, child)
    assert statuses(found) == [
        ("2026-11-23", "2027-02-28", "eligible"),
        ("2027-03-01", "2031-11-22", "not_eligible"),
    ]
    assert statuses(found, 0, "newborn") == [
        ("2027-03-01", "2027-03-31", "eligible"),
        ("2027-04-01", "2031-11-22", "not_eligible"),
    ]
    assert found.events[0].causes == ((CauseKind.BIRTH, 0, None),)
    assert [change.kind.value for change in found.events[0].changes] == ["closes", "opens"]


def test_of_the_child_to_be_born_nothing_is_known_but_its_birth():
    rule = benefit(tier(condition("childcare", "is", "other")), per="child")
    found = timeline_of({"pregnant": True, "due_date": "2027-03-01", "children": [{"childcare": "other"}]}, rule)
    assert statuses(found, 1) == [("2027-03-01", "2031-11-22", "undetermined")]
    assert course(found, 1).spans[0].subject.missing == ("children.1.childcare",)


def test_a_tenth_childs_sibling_is_counted_and_assessed():
    rule = benefit(
        tier(condition("age_months", "at_most", 0), condition("children_count", "at_least", 11)), per="child"
    )
    found = timeline_of({"pregnant": True, "due_date": "2027-03-01", "children": [{}] * 10}, rule)
    assert statuses(found, 10)[0] == ("2027-03-01", "2027-03-31", "eligible")


def test_without_a_due_date_a_pregnancy_is_known_for_nine_months_and_not_over_after_them():
    found = timeline_of({"pregnant": True}, benefit(tier(condition("pregnant"))))
    assert statuses(found) == [
        ("2026-11-23", "2027-08-22", "eligible"),
        ("2027-08-23", "2031-11-22", "undetermined"),
    ]
    assert found.events[0].causes == ((CauseKind.PREGNANCY, None, None),)


@pytest.mark.parametrize("pregnant", [{}, {"pregnant": False}])
def test_a_due_date_moves_nothing_unless_she_said_to_be_pregnant(pregnant):
    rule = benefit(tier(condition("children_count", "at_least", 1)))
    found = timeline_of({**pregnant, "due_date": "2027-03-01", "children": []}, rule)
    assert found.events == ()


def test_a_due_date_of_today_counts_as_born():
    found = timeline_of(
        {"pregnant": True, "due_date": "2026-11-23", "children": []}, benefit(tier(condition("pregnant")))
    )
    assert statuses(found) == [("2026-11-23", "2031-11-22", "not_eligible")]


# Dates of validity


def test_tiers_and_amounts_begin_and_end_on_their_days():
    rule = benefit(
        tier(
            condition("renting"),
            amounts=[
                FIVE_HUNDRED | {"valid_until": "2027-02-28"},
                THREE_HUNDRED | {"valid_from": "2027-03-01"},
            ],
            valid_from="2026-12-31",
            valid_until="2027-06-30",
        )
    )
    found = timeline_of({"renting": True}, rule)
    assert statuses(found) == [
        ("2026-11-23", "2026-12-30", "not_eligible"),
        ("2026-12-31", "2027-02-28", "eligible"),
        ("2027-03-01", "2027-06-30", "eligible"),
        ("2027-07-01", "2031-11-22", "not_eligible"),
    ]
    assert {cause.kind for event in found.events for cause in event.causes} == {CauseKind.DATES}
    assert found.payments[0].yuan[:9] == tuple(map(Decimal, [0, 0, 500, 500, 300, 300, 300, 300, 0]))


# Payments and sums


def monthly(*conditions: Json, amount: Json = FIVE_HUNDRED, **fields: Any) -> Json:
    return benefit(tier(*conditions, amounts=[amount]), **fields)


def test_a_month_pays_what_holds_on_its_first_day_and_this_month_what_holds_today():
    rule = monthly(condition("age_months", "between", [18, 19]), per="child")
    # 18 months old from today on, and 20 from 23 January on.
    found = timeline_of({"children": [{"birth_date": "2025-05-23"}, {"birth_date": "2010-01-01"}]}, rule)
    assert found.months[0] == date(2026, 11, 1)
    assert found.months[-1] == date(2031, 10, 1)
    (line,) = found.payments
    assert (line.child, line.yuan[:4]) == (0, tuple(map(Decimal, [500, 500, 500, 0])))
    assert found.sums == {
        PolicyStatus.CONSULTATION: {AmountKind.ONE_OFF: Decimal(0), AmountKind.MONTHLY: Decimal(1500)}
    }


def test_what_begins_and_ends_between_two_firsts_of_a_month_is_paid_in_none():
    period = {"valid_from": "2027-03-02", "valid_until": "2027-03-31"}
    found = timeline_of({}, benefit(tier(amounts=[FIVE_HUNDRED], **period)))
    assert [event.on for event in found.events] == [date(2027, 3, 2), date(2027, 4, 1)]
    assert found.payments == ()
    one_more_day = period | {"valid_until": "2027-04-01"}
    (line,) = timeline_of({}, benefit(tier(amounts=[FIVE_HUNDRED], **one_more_day))).payments
    assert sum(line.yuan) == 500


def test_a_childs_benefits_add_up_and_a_draft_is_never_added_to_what_is_in_force():
    per_child = [
        monthly(key=key, measure=measure, per="child", amount=amount)
        for key, measure, amount in (("a", 1, FIVE_HUNDRED), ("b", 1, THREE_HUNDRED), ("c", 2, THREE_HUNDRED))
    ]
    found = timeline_of({"children": [{}]}, *per_child, monthly(key="home"))
    assert [(line.policy_status.value, line.child, line.yuan[59]) for line in found.payments] == [
        ("consultation", None, 500),
        ("consultation", 0, 800),
        ("in_force", 0, 300),
    ]
    assert {status.value: sums[AmountKind.MONTHLY] for status, sums in found.sums.items()} == {
        "consultation": 60 * 1300,
        "in_force": 60 * 300,
    }


def test_a_one_off_amount_counts_once_and_nothing_counts_that_is_open_or_an_employers():
    once = {"kind": "one_off", "yuan": "5000"}
    found = timeline_of(
        {"children": [{}, {}]},
        monthly(amount=once, per="child"),
        monthly(amount=once | {"valid_until": "2026-12-31"}, key="home"),
        monthly(condition("pregnant"), amount=once, key="open"),
        monthly(amount=once, key="employer", audience="employer"),
        monthly(key="employers-month", audience="employer"),
        monthly(awaiting("birth_date"), key="awaiting", per="child"),
    )
    assert found.payments == ()
    assert found.sums[PolicyStatus.CONSULTATION] == {AmountKind.ONE_OFF: Decimal(15000), AmountKind.MONTHLY: Decimal(0)}


# The end of the calendar


@pytest.mark.parametrize(
    ("on", "until", "months"),
    [
        (date(9994, 12, 1), date(9999, 11, 30), 60),
        (date(9999, 6, 15), date(9999, 12, 14), 6),
        (date.max, date.max, 1),
    ],
)
def test_the_calendar_ends(on, until, months):
    found = timeline_of({"pregnant": True, "children": [{"birth_date": "9994-01-31"}]}, on=on)
    assert found.until == until
    assert len(found.months) == months
