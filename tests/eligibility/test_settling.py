"""The steps that settle what is open: they keep what they claim, and no other questions would settle more."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benefits.eligibility import relevance
from benefits.eligibility.assess import Assessment, Status
from benefits.eligibility.relevance import TRIED_IN_FULL, Step, settling
from benefits.eligibility.rulebook import Audience, Rulebook
from tests.eligibility.engine import ON, Json, answered, assessed
from tests.eligibility.rulebook_strategies import complete_synthetic_cases, rules
from tests.eligibility.small import awaiting, benefit, condition, small, tier
from tests.eligibility.strategies import cases, part_of, seeds
from tests.rulebooks import real_rulebook

REAL = real_rulebook()
RESIDENT = Audience.RESIDENT
FACTS = ("renting", "pregnant", "bought_new_home", "spouse_employed", "in_skills_training")


def steps_of(rulebook: Rulebook, household: Json) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [tuple(step) for step in settling(assessed(household, ON, rulebook), RESIDENT)]


def needing(key: str, *facts: str) -> Json:
    """A benefit whose one tier asks these facts."""
    return benefit(tier(*map(condition, facts)), key=key)


def open_benefits(assessment: Assessment, audience: Audience) -> set[str]:
    """What answers alone can settle."""
    return {
        result.benefit.key
        for result in assessment.benefits
        if result.benefit.audience is audience and result.status is Status.UNDETERMINED and not result.awaits
    }


def test_the_questions_that_settle_most_come_first_and_the_rest_follows():
    rulebook = small(needing("a", "renting", "pregnant"), needing("b", "renting", "pregnant"), needing("c", "renting"))
    assert steps_of(rulebook, {}) == [(("pregnant", "renting"), ("a", "b", "c"))]
    rulebook = small(needing("a", "renting", "pregnant"), needing("b", "spouse_employed"), needing("c", "renting"))
    assert steps_of(rulebook, {}) == [
        (("spouse_employed",), ("b",)),
        (("renting",), ("c",)),
        (("pregnant",), ("a",)),
    ]


def test_what_is_settled_and_what_only_the_policy_can_settle_is_in_no_step():
    waiting = benefit(tier(condition("renting"), awaiting("home_purchase_date")), key="waiting")
    rulebook = small(waiting, needing("a", "pregnant"), needing("b", "spouse_employed"))
    assert steps_of(rulebook, {"pregnant": False}) == [(("spouse_employed",), ("b",))]


def test_the_list_of_children_stands_for_what_is_asked_of_a_child():
    of_child = benefit(tier(condition("renting"), condition("disability")), per="child", key="of child")
    born = benefit(tier(condition("renting")), per="child", key="born")
    assert steps_of(small(of_child, born), {"renting": True}) == [(("children",), ("of child", "born"))]
    [step] = steps_of(small(of_child), {"renting": True, "children": [{"disability": False}, {}]})
    assert step == (("children.1.disability",), ("of child",))


def test_only_what_the_status_needs_is_asked_not_the_sum_of_a_share():
    share = {"kind": "percent", "percent": 80, "of": "employer_social_insurance_paid"}
    rulebook = small(benefit(tier(condition("pregnant"), amounts=[share])))
    assert steps_of(rulebook, {}) == [(("pregnant",), ("benefit",))]


def assert_steps_keep_their_claims(rulebook: Rulebook, source: Json, on: date, seed: int, audience: Audience) -> None:
    household = part_of(source, seed)
    before = assessed(household, on, rulebook)
    steps = settling(before, audience)
    settled = [key for step in steps for key in step.settles]
    asked = [key for step in steps for key in step.questions]
    assert sorted(settled) == sorted(open_benefits(before, audience))
    assert len(asked) == len(set(asked))
    for place, step in enumerate(steps):
        for key in step.questions:
            household = with_answer(household, key, source)
        still_open = open_benefits(assessed(household, on, rulebook), audience)
        assert still_open.isdisjoint(key for done in steps[: place + 1] for key in done.settles)


def with_answer(household: Json, key: str, source: Json) -> Json:
    """The household with one more answer; with the children all that is asked of them."""
    if key == "children":
        return household | {"children": deepcopy(source["children"])}
    return answered(household, key, source)


audiences = st.sampled_from([RESIDENT, RESIDENT, Audience.EMPLOYER])


@pytest.mark.fuzz
@settings(max_examples=settings().max_examples // 4)
@given(cases(complete=True), seeds, audiences)
def test_answering_a_step_settles_what_it_claims_whatever_the_answers(case, seed, audience):
    on, source = case
    assert_steps_keep_their_claims(REAL, source, on, seed, audience)


@pytest.mark.fuzz
@settings(max_examples=settings().max_examples // 4)
@given(complete_synthetic_cases, seeds, rules)
def test_answering_a_step_settles_what_it_claims_by_any_rules(case, seed, raw):
    on, source = case
    assert_steps_keep_their_claims(Rulebook.from_json(raw), source, on, seed, RESIDENT)


needs = st.lists(st.sets(st.sampled_from(FACTS), min_size=1), min_size=1, max_size=TRIED_IN_FULL)


def rulebook_of(sets: list[set[str]]) -> Rulebook:
    return small(*(needing(f"b{place}", *sorted(facts)) for place, facts in enumerate(sets)))


def worth(sets: list[set[str]], asked: frozenset[str]) -> tuple[Fraction, int]:
    return Fraction(sum(facts <= asked for facts in sets), len(asked)), -len(asked)


@given(needs)
@settings(max_examples=200)
def test_where_little_is_open_no_other_questions_settle_more(sets):
    first: Step = settling(assessed({}, ON, rulebook_of(sets)), RESIDENT)[0]
    every = [frozenset(some) for size in range(1, len(FACTS) + 1) for some in combinations(FACTS, size)]
    assert worth(sets, frozenset(first.questions)) == max(worth(sets, asked) for asked in every)


@given(needs)
@settings(max_examples=200)
def test_where_much_is_open_no_single_benefit_s_questions_settle_more(sets):
    first = frozenset(relevance._most_settling([frozenset(facts) for facts in sets * 3], in_full=0))
    assert worth(sets, first) >= max(worth(sets, frozenset(facts)) for facts in sets)
