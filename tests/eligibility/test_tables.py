"""Tiers that can never decide are found, and only those: by hand at the limits, and against trying every household."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benefits.eligibility import tables
from benefits.eligibility.assess import assess
from benefits.eligibility.facts import AGE_LIMITS, AGE_MONTHS, DERIVED, SECOND_CHILD_BORN_ON
from benefits.eligibility.household import household_from
from benefits.eligibility.rulebook import Period, Rulebook
from benefits.eligibility.tables import (
    AgesMissing,
    AgesTwice,
    DaysMissing,
    Flaw,
    IdleAmount,
    Impossible,
    Shadowed,
    Undecided,
    Unpaid,
    flaws,
)
from tests.eligibility.engine import Json
from tests.eligibility.oracle import anniversary
from tests.eligibility.rulebook_strategies import QUESTIONS, complete_synthetic_cases, rules
from tests.eligibility.small import IN_KIND, awaiting, benefit, condition, small, tier
from tests.eligibility.strategies import ISSUED
from tests.rulebooks import real_rulebook

ON = date(2026, 11, 23)


def found(*tiers: Json, **fields: Any) -> list[Flaw]:
    """The flaws of a benefit of these tiers."""
    rulebook = small(benefit(*tiers, **fields))
    return flaws(rulebook, rulebook.benefits[0])


def one_tier(*conditions: Json, **fields: Any) -> list[Flaw]:
    return found(tier(*conditions), **fields)


def test_the_thirteen_measures_have_no_flaw():
    for rulebook in (real_rulebook(), real_rulebook(policy_published_on=ISSUED)):
        assert not any(flaws(rulebook, benefit) for benefit in rulebook.benefits)


def test_every_derived_fact_is_one_that_the_cells_know():
    assert set(DERIVED) == {"children_count", "multi_child", SECOND_CHILD_BORN_ON, AGE_MONTHS, *AGE_LIMITS}


BORN, ORDER, PAID = "second_child_born_on", "maternity_leave_child_order", "employer_social_insurance_paid"


@pytest.mark.parametrize(
    ("possible", "impossible"),
    [
        ([condition("pregnant")], [condition("pregnant"), condition("pregnant", value=False)]),
        (
            [
                condition("employment", "one_of", ["employee", "flexible"]),
                condition("employment", "is_not", "employee"),
            ],
            [condition("employment", "one_of", ["employee", "flexible"]), condition("employment", "is", "new_form")],
        ),
        (
            [condition(ORDER, "at_least", 3), condition(ORDER, "at_most", 3)],
            [condition(ORDER, "at_least", 4), condition(ORDER, "at_most", 3)],
        ),
        (
            [condition(ORDER, "between", [9, 10]), condition(ORDER, "is_not", 9)],
            [condition(ORDER, "at_least", 10), condition(ORDER, "is_not", 10)],
        ),
        (
            [condition(PAID, "at_least", "100.00"), condition(PAID, "at_most", "100.00")],
            [condition(PAID, "at_least", "100.01"), condition(PAID, "at_most", "100.00")],
        ),
        # Money is counted in fen: nothing lies between two of them.
        (
            [condition(PAID, "at_least", "100.004"), condition(PAID, "at_most", "100.01")],
            [condition(PAID, "at_least", "100.004"), condition(PAID, "at_most", "100.006")],
        ),
        (
            [
                condition("home_purchase_date", "on_or_after", "2016-01-01"),
                condition("home_purchase_date", "before", "2016-01-02"),
            ],
            [
                condition("home_purchase_date", "on_or_after", "2016-01-01"),
                condition("home_purchase_date", "before", "2016-01-01"),
            ],
        ),
        (
            [condition("multi_child"), condition("children_count", "at_most", 2)],
            [condition("multi_child"), condition("children_count", "at_most", 1)],
        ),
        (
            [condition("has_child_under_1"), condition("children_count", "at_most", 1)],
            [condition("has_child_under_1"), condition("children_count", "at_most", 0)],
        ),
        (
            [condition("has_child_under_3"), condition("has_child_under_1", value=False)],
            [condition("has_child_under_1"), condition("has_child_under_3", value=False)],
        ),
        (
            [condition("has_minor_child"), condition("has_child_under_3", value=False)],
            [condition("has_child_under_3"), condition("has_minor_child", value=False)],
        ),
        (
            [condition(BORN, "on_or_after", "2016-01-01"), condition("children_count", "is", 2)],
            [condition(BORN, "on_or_after", "2016-01-01"), condition("multi_child", value=False)],
        ),
        ([condition("children_count", "at_least", 10)], [condition("children_count", "at_least", 11)]),
    ],
)
def test_a_tier_that_no_household_can_meet_is_found_with_the_conditions_that_exclude_each_other(possible, impossible):
    assert one_tier(*possible) == []
    assert one_tier(condition("renting"), *impossible) == [Impossible(0, tuple(range(1, 1 + len(impossible))))]


@pytest.mark.parametrize(
    ("possible", "impossible"),
    [
        (condition("age_months", "at_most", 36), condition("age_months", "at_most", 35)),
        (condition("age_months", "between", [0, 36]), condition("age_months", "is", 0)),
    ],
)
def test_a_child_is_one_of_its_household(possible, impossible):
    too_old = condition("has_child_under_3", value=False)
    assert one_tier(too_old, possible, per="child") == []
    assert one_tier(too_old, impossible, per="child") == [Impossible(0, (0, 1))]
    assert one_tier(condition("children_count", "is", 0), per="child") == [Impossible(0, (0,))]
    only_child = condition("children_count", "is", 1)
    young = condition("has_child_under_1")
    assert one_tier(only_child, young, condition("age_months", "at_least", 11), per="child") == []
    assert one_tier(only_child, young, condition("age_months", "at_least", 12), per="child") == [
        Impossible(0, (0, 1, 2))
    ]
    assert one_tier(young, condition("age_months", "at_least", 12), per="child") == []


def test_what_hangs_together_only_by_the_day_is_not_called_impossible():
    born = condition("birth_date", "on_or_after", "2026-01-01")
    assert one_tier(born, condition("age_months", "at_least", 240), per="child") == []


def test_an_answer_that_lies_after_every_day_of_the_tier_is_impossible():
    bought = condition("home_purchase_date", "on_or_after", "2026-01-01")
    second = condition(BORN, "on_or_after", "2026-01-01")
    for late in (bought, second):
        assert found(tier(late, valid_until="2026-01-01")) == []
        assert found(tier(late, valid_until="2025-12-31")) == [Impossible(0, (0,))]
        only_then = [IN_KIND | {"valid_until": "2025-12-31"}]
        assert found(tier(late, amounts=only_then)) == [Impossible(0, (0,))]


def test_a_question_that_nobody_can_answer_on_some_days_spoils_no_other_tier():
    last_day = tier(condition("renting"), valid_from="9999-12-31")
    nobody = tier(condition("expected", "on_or_after", "2026-01-01"), valid_from="9999-12-31")
    expected = {"key": "expected", "scope": "household", "type": "date", "section": "family", "earliest_days": 1}
    rulebook = small(benefit(last_day, nobody), questions=[*QUESTIONS, expected])
    assert flaws(rulebook, rulebook.benefits[0]) == [Impossible(1, (0,))]
    before_time = expected | {"earliest_days": -9_000_000, "latest_days": -8_000_000}
    awaited = benefit(tier(condition("renting")), tier(awaiting("expected")))
    rulebook = small(awaited, questions=[*QUESTIONS, before_time])
    assert flaws(rulebook, rulebook.benefits[0]) == [Impossible(1, (0,))]


def test_a_parameter_that_is_awaited_may_come_to_be_any_day():
    after, before = awaiting("home_purchase_date"), awaiting("home_purchase_date", "before")
    assert one_tier(after) == one_tier(before) == []
    assert one_tier(after, awaiting(BORN, "before")) == []
    assert one_tier(after, before) == [Impossible(0, (0, 1))]
    # Whatever day it comes to be, a purchase lies before it or not.
    assert found(tier(after), tier(before), tier(condition("home_purchase_date", "before", "2020-01-01"))) == [
        Shadowed(2, (0, 1))
    ]
    assert found(tier(after), tier(condition("home_purchase_date", "before", "2020-01-01"))) == []


@pytest.mark.parametrize(("born", "is_left"), [("2016-01-02", False), ("2016-01-03", True)])
def test_a_day_between_all_that_are_named_is_tried_too_for_a_parameter_that_is_awaited(born, is_left):
    # Bought in 2016 before the day of issue, and born from then to the day that the second tier names.
    bought_early = tier(condition("home_purchase_date", "between", ["0001-01-01", "2015-12-31"]))
    born_late = tier(condition(BORN, "on_or_after", born))
    last = tier(awaiting("home_purchase_date", "before"), awaiting(BORN))
    assert found(bought_early, born_late, last) == ([] if is_left else [Shadowed(2, (0, 1))])


def test_a_parameter_that_is_set_is_that_day():
    before_issue = condition("home_purchase_date", "before", ISSUED)
    assert one_tier(awaiting("home_purchase_date"), before_issue, measure=1) == []
    assert one_tier(awaiting("home_purchase_date"), before_issue, measure=2) == [Impossible(0, (0, 1))]


@pytest.mark.parametrize(
    ("earlier", "later", "by"),
    [
        ([[]], [condition("renting")], (0,)),
        ([[condition("renting")]], [condition("renting"), condition("pregnant")], (0,)),
        ([[condition("renting"), condition("pregnant")]], [condition("renting")], None),
        ([[condition("renting")], [condition("renting", value=False)]], [condition("pregnant")], (0, 1)),
        ([[condition("pregnant")], [condition("renting")], []], [condition("renting")], (1,)),
        (
            [[condition(ORDER, "at_most", 4)], [condition(ORDER, "at_least", 5)]],
            [condition(ORDER, "is_not", 1)],
            (0, 1),
        ),
        ([[condition(ORDER, "at_most", 4)], [condition(ORDER, "at_least", 6)]], [condition(ORDER, "is_not", 1)], None),
        ([[condition("has_child_under_3")]], [condition("has_child_under_1")], (0,)),
        ([[condition("has_child_under_1")]], [condition("has_child_under_3")], None),
        ([[condition("children_count", "at_most", 1)]], [condition("multi_child", value=False)], (0,)),
        ([[condition("children_count", "at_most", 0)]], [condition("multi_child", value=False)], None),
    ],
)
def test_a_tier_to_which_the_earlier_ones_leave_nothing_is_found_with_those_that_take_it(earlier, later, by):
    tiers = [tier(*conditions) for conditions in [*earlier, later]]
    assert found(*tiers) == ([] if by is None else [Shadowed(len(earlier), by)])


def test_a_tier_is_shadowed_only_if_it_is_on_all_its_days():
    first = tier(valid_until="2026-06-30")
    assert found(first, tier(valid_until="2026-06-30")) == [Shadowed(1, (0,))]
    assert found(first, tier(valid_until="2026-07-01")) == []
    in_two = tier(amounts=[IN_KIND | {"valid_until": "2026-06-30"}, IN_KIND | {"valid_from": "2026-07-01"}])
    assert found(in_two, tier()) == [Shadowed(1, (0,))]
    with_a_gap = tier(amounts=[IN_KIND | {"valid_until": "2026-06-29"}, IN_KIND | {"valid_from": "2026-07-01"}])
    assert Shadowed(1, (0,)) not in found(with_a_gap, tier())
    assert found(first, tier(valid_from="2026-07-01"), tier()) == [Shadowed(2, (0, 1))]


def test_a_tier_that_can_never_hold_takes_nothing_from_later_ones():
    never = tier(condition("renting"), condition("renting", value=False))
    assert found(never, tier(condition("renting"))) == [Impossible(0, (0, 1))]


def test_a_table_too_large_to_decide_is_called_that_and_nothing_else(monkeypatch):
    tiers = [tier(condition("renting")), tier(condition("renting", value=False)), tier(condition("pregnant"))]
    assert found(*tiers) == [Shadowed(2, (0, 1))]
    # Of nobody it can be said at once that nothing is left.
    monkeypatch.setattr(tables, "MOST_STEPS", 2)
    assert found(*tiers) == [Undecided(2)]


def test_a_tier_whose_amounts_apply_on_none_of_its_days_gives_nothing():
    late = IN_KIND | {"valid_from": "2026-07-01"}
    early = IN_KIND | {"valid_until": "2026-06-30"}
    assert found(tier(amounts=[late], valid_until="2026-06-30")) == [Unpaid(0)]
    assert found(tier(amounts=[late], valid_until="2026-07-01")) == []
    assert found(tier(amounts=[early, late], valid_until="2026-06-30")) == [IdleAmount(0, 1)]
    assert found(tier(amounts=[early, late], valid_until="2026-07-01")) == []


def aged(operator: str, value: Any, *others: Json, **period: str) -> Json:
    return tier(condition("age_months", operator, value), *others, **period)


@pytest.mark.parametrize(
    ("first", "second", "flaw"),
    [
        (("at_most", 18), ("at_least", 19), None),
        (("at_most", 18), ("at_least", 20), AgesMissing(1, 0, 19, 19)),
        (("at_most", 18), ("between", [25, 36]), AgesMissing(1, 0, 19, 24)),
        (("at_most", 18), ("at_least", 18), AgesTwice(1, 0, 18, 18)),
        (("at_most", 18), ("at_most", 36), AgesTwice(1, 0, 0, 18)),
        (("at_least", 24), ("at_least", 12), AgesTwice(1, 0, 24, None)),
        (("between", [20, 36]), ("at_most", 18), AgesMissing(0, 1, 19, 19)),
        (("is", 0), ("is", 2), AgesMissing(1, 0, 1, 1)),
    ],
)
def test_ages_that_two_tiers_share_or_leave_out_are_found(first, second, flaw):
    childcare = condition("childcare", "is_not", "none")
    assert found(aged(*first), aged(*second), per="child") == ([] if flaw is None else [flaw])
    assert found(aged(*first, childcare), aged(*second, childcare), per="child") == ([] if flaw is None else [flaw])


def test_ages_are_compared_only_between_tiers_that_are_alike_otherwise_on_the_same_days():
    childcare = condition("childcare", "is", "other")
    assert found(aged("at_most", 18), aged("at_least", 20, childcare), per="child") == []
    assert (
        found(aged("at_most", 18, valid_until="2026-06-30"), aged("at_least", 20, valid_from="2026-07-01"), per="child")
        == []
    )
    assert found(aged("at_most", 18), tier(), per="child") == []
    three = [aged("at_most", 11), aged("between", [13, 17]), aged("between", [12, 12])]
    assert found(*three, per="child") == []
    # A tier that gives nothing to anybody has been named already.
    assert found(aged("at_most", 18), aged("at_most", 17), per="child") == [Shadowed(1, (0,))]


def test_days_left_out_between_two_on_which_the_same_conditions_apply_are_found():
    day = date.fromisoformat
    first, second = IN_KIND | {"valid_until": "2026-06-30"}, IN_KIND | {"valid_from": "2026-08-01"}
    missing = (day("2026-07-01"), day("2026-07-31"))
    assert found(tier(amounts=[first, second])) == [DaysMissing(0, *missing)]
    assert found(tier(amounts=[first, second | {"valid_from": "2026-07-01"}])) == []
    renting = condition("renting")
    summer = [tier(renting, valid_until="2026-06-30"), tier(renting, valid_from="2026-08-01")]
    assert found(*summer) == [DaysMissing(1, *missing)]
    assert found(summer[0], tier(valid_from="2026-08-01")) == []
    assert found(tier(valid_from="2026-08-01")) == []


@pytest.mark.fuzz
@given(complete_synthetic_cases, rules)
def test_no_household_ever_gets_what_a_tier_gives_that_is_said_never_to(case, raw):
    on, answers = case
    rulebook = Rulebook.from_json(raw)
    never = {benefit.key: flaws(rulebook, benefit) for benefit in rulebook.benefits}
    for result in assess(rulebook, household_from(rulebook, answers, on), on).benefits:
        for subject in result.subjects:
            held = [bool(tier.outcome) for tier in subject.tiers]
            for flaw in never[result.benefit.key]:
                match flaw:
                    case Impossible(place) | Unpaid(place):
                        assert not held[place]
                    case Shadowed(place, by):
                        assert not held[place] or any(held[earlier] for earlier in by)


# Facts of small rulebooks, of which all households can be tried: what they are compared with, and all they can be.
_DAYS = tuple(ON + timedelta(days=distance) for distance in range(-2, 4))
_LATE = date(2099, 6, 15)
_NAMED = ("2016-01-01", "2016-01-02", _DAYS[1].isoformat(), _DAYS[3].isoformat())
_ALONE: dict[str, tuple[Any, ...]] = {
    "pregnant": (True, False),
    "employment": ("employee", "flexible", "new_form", "migrant_worker", "unemployment_benefit", "not_working"),
    ORDER: tuple(range(1, 11)),
    PAID: ("0.00", "0.01", "99.99", "100.00", "100.01", "100.02", "5000.00"),
    "home_purchase_date": (
        "1950-01-01",
        "2015-12-31",
        *_NAMED,
        "2016-01-03",
        *(day.isoformat() for day in _DAYS),
        "2099-01-01",
    ),
}
_AGES = {
    "has_child_under_1": (11, 12),
    "has_child_under_3": (35, 36),
    "has_minor_child": (215, 216),
    "age_months": (10, 11, 12, 13, 18, 19, 20, 36, 37),
}


def _random_condition(fact: str, choose: Random) -> Json:
    def two(values: tuple[Any, ...]) -> list[Any]:
        places = sorted(choose.choices(range(len(values)), k=2))
        return [values[place] for place in places]

    match fact:
        case "pregnant" | "multi_child" | "has_child_under_1" | "has_child_under_3" | "has_minor_child":
            return condition(fact, "is", choose.random() < 0.5)
        case "employment":
            operator = choose.choice(("is", "is_not", "one_of"))
            values = sorted(set(choose.choices(_ALONE[fact], k=3)))
            return condition(fact, operator, values if operator == "one_of" else values[0])
        case "home_purchase_date" | "second_child_born_on":
            operator = choose.choice(("on_or_after", "before", "between"))
            return condition(
                fact, operator, sorted(choose.choices(_NAMED, k=2)) if operator == "between" else choose.choice(_NAMED)
            )
        case "employer_social_insurance_paid":
            values = ("0", "100", "100.005", "100.01")
            operators = ("at_least", "at_most", "between")
        case "age_months":
            values, operators = (11, 12, 18, 19, 36), ("is", "is_not", "at_least", "at_most", "between")
        case _:
            values, operators = (1, 2, 3), ("is", "is_not", "at_least", "at_most", "between")
    operator = choose.choice(operators)
    return condition(fact, operator, two(values) if operator == "between" else choose.choice(values))


def _random_tier(facts: list[str], choose: Random) -> Json:
    conditions = [_random_condition(choose.choice(facts), choose) for _ in range(choose.randint(0, 3))]
    period = choose.choice(({}, {}, {}, {"valid_from": _DAYS[2].isoformat()}, {"valid_until": _DAYS[2].isoformat()}))
    return tier(*conditions, **period)


def _families(per: str, family: list[str], on: date) -> Iterator[list[Json]]:
    """Children of a few ages, the first of which is assessed; or, where only births matter, of a few births."""
    if "second_child_born_on" in family:
        births = [day for day in _ALONE["home_purchase_date"] if day <= on.isoformat()]
    else:
        ages = {0, *(age for fact in family for age in _AGES.get(fact, ()))}
        births = [anniversary(on, -age).isoformat() for age in sorted(ages)]
    if per == "household":
        yield []
    used = births if family else births[:1]
    yield from ([{"birth_date": one}] for one in used)
    for one, two in product(used, used):
        for count in (2, 3, 10) if family else (2,):
            yield [{"birth_date": one}, *({"birth_date": two} for _ in range(count - 1))]


def _try_everything(rulebook: Rulebook, facts: list[str], family: list[str], per: str) -> tuple[set[int], set[int]]:
    """The tiers that some household meets, and those that some household meets first."""
    met: set[int] = set()
    first: set[int] = set()
    tiers = rulebook.benefits[0].tiers
    is_dated = {"home_purchase_date", BORN} & {*facts, *family} or any(tier.period != Period() for tier in tiers)
    for on in (*_DAYS, _LATE) if is_dated else (ON,):
        for values, children in product(product(*(_ALONE[fact] for fact in facts)), list(_families(per, family, on))):
            answers = dict(zip(facts, values, strict=True)) | {"children": children}
            if answers.get("home_purchase_date", "") > on.isoformat():
                continue
            result = assess(rulebook, household_from(rulebook, answers, on), on).benefits[0]
            held = [place for place, tier in enumerate(result.subjects[0].tiers) if tier.outcome]
            met.update(held)
            first.update(held[:1])
        if len(first) == len(tiers):
            break
    return met, first


@pytest.mark.fuzz
@settings(max_examples=settings.default.max_examples // 20)
@given(st.integers(0, 1_000_000))
def test_of_small_tables_exactly_those_tiers_are_found_that_no_household_of_all_meets_first(seed):
    choose = Random(seed)
    per = choose.choice(("household", "child"))
    facts = choose.sample(sorted(_ALONE), choose.randint(0, 2))
    ages = [*AGE_LIMITS, *([AGE_MONTHS] if per == "child" else [])]
    # Births and ages hang together by the day, so only one of them at a time.
    family = choose.sample(["children_count", "multi_child", *choose.choice(([BORN], ages))], choose.randint(0, 2))
    if len(facts) == 2 and family:
        facts = facts[:1]
    if not facts and not family:
        facts = ["pregnant"]
    tiers = [_random_tier([*facts, *family], choose) for _ in range(choose.randint(1, 4))]
    rulebook = small(benefit(*tiers, per=per), questions=QUESTIONS)
    met, first = _try_everything(rulebook, facts, family, per)
    found = flaws(rulebook, rulebook.benefits[0])
    places = set(range(len(tiers)))
    assert {flaw.tier for flaw in found if isinstance(flaw, Impossible | Unpaid)} == places - met
    assert {flaw.tier for flaw in found if isinstance(flaw, Shadowed)} == met - first
