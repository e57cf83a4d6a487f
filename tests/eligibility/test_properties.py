"""What holds for every household, whatever it has answered: claims that residents rely on."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given

from benefits.eligibility.assess import Status
from benefits.eligibility.household import household_from, household_to_json
from benefits.eligibility.rulebook import Rulebook
from tests.eligibility.engine import Json, answered, assessed, unknown_keys
from tests.eligibility.rulebook_strategies import complete_synthetic_cases, rules, synthetic_cases
from tests.eligibility.strategies import ISSUED, Case, cases, part_of, seeds
from tests.rulebooks import real_rulebook

pytestmark = pytest.mark.fuzz
REAL = real_rulebook()
ROUTING = {benefit.key: benefit.routing for benefit in REAL.benefits}
ISSUED_RULES = real_rulebook(policy_published_on=ISSUED)


@given(cases())
def test_any_part_of_the_answers_gets_a_whole_assessment_missing_only_what_is_unknown(case):
    on, household = case
    assessment = assessed(household, on)
    assert [result.benefit for result in assessment.benefits] == list(REAL.benefits)
    unknown = {*unknown_keys(REAL, household)}
    for result in assessment.benefits:
        assert isinstance(result.status, Status)
        assert unknown.issuperset(result.missing)
        if result.status is Status.UNDETERMINED:
            assert result.missing or result.awaits


def assert_settled_stays_settled(before: Json, after: Json) -> None:
    """A settled status and a given amount are the same afterwards; a percentage may now have its sum."""
    if before["status"] != "undetermined":
        assert after["status"] == before["status"]
    if before["amount"] is not None:
        is_open = before["amount"].get("yuan", "") is None
        assert (after["amount"] | {"yuan": None} if is_open else after["amount"]) == before["amount"]
    for child, later in zip(before.get("children") or (), after.get("children") or (), strict=False):
        assert_settled_stays_settled(child, later)


def assert_one_more_answer_settles_only_what_was_open(case: Case, seed: int, rulebook: Rulebook) -> None:
    on, source = case
    household = part_of(source, seed)
    unknown = unknown_keys(rulebook, household)
    if not unknown:
        return
    more = answered(household, unknown[seed % len(unknown)], source)
    before, after = (assessed(answers, on, rulebook).to_json() for answers in (household, more))
    for benefit, later in zip(before["benefits"], after["benefits"], strict=True):
        assert_settled_stays_settled(benefit, later)


@given(cases(complete=True), seeds)
def test_one_more_answer_never_changes_what_is_settled(case, seed):
    assert_one_more_answer_settles_only_what_was_open(case, seed, ISSUED_RULES)


@given(complete_synthetic_cases, seeds, rules)
def test_one_more_answer_never_changes_what_is_settled_by_any_rules(case, seed, raw):
    assert_one_more_answer_settles_only_what_was_open(case, seed, Rulebook.from_json(raw))


@given(cases(complete=True), seeds)
def test_an_answer_that_no_benefit_is_missing_changes_nothing(case, seed):
    on, source = case
    household = part_of(source, seed)
    before = assessed(household, on)
    missing = {key for result in before.benefits for key in result.missing}
    irrelevant = [key for key in unknown_keys(REAL, household) if key not in missing]
    if not irrelevant:
        return
    key = irrelevant[seed % len(irrelevant)]
    after = assessed(answered(household, key, source), on)
    for result, later in zip(before.to_json()["benefits"], after.to_json()["benefits"], strict=True):
        if ROUTING[result["key"]] == key:
            # Whose government would answer is no part of a claim that there is none.
            del result["departments"], later["departments"]
        assert later == result


@given(cases(), seeds)
def test_the_order_of_children_does_not_matter(case, seed):
    on, household = case
    children = household.get("children") or []
    places = Random(seed).sample(range(len(children)), len(children))
    shuffled = household | ({"children": [children[place] for place in places]} if "children" in household else {})
    before, after = (assessed(answers, on).to_json() for answers in (household, shuffled))
    new_place = {old: new for new, old in enumerate(places)}

    def moved(key: str) -> str:
        match key.split("."):
            case ["children", index, fact]:
                return f"children.{new_place[int(index)]}.{fact}"
            case _:
                return key

    assert after["totals"] == before["totals"]
    for result, later in zip(before["benefits"], after["benefits"], strict=True):
        for child in result["children"] or ():
            twin = later["children"][new_place[child["index"]]]
            assert Counter(map(moved, child["missing"])) == Counter(twin["missing"])
            assert child | {"index": 0, "missing": []} == twin | {"index": 0, "missing": []}
        assert Counter(map(moved, result["missing"])) == Counter(later["missing"])
        assert result | {"children": None, "missing": []} == later | {"children": None, "missing": []}


@given(synthetic_cases, rules)
def test_totals_are_the_exact_sums_of_the_amounts_that_residents_are_given(case, raw):
    on, household = case
    assessment = assessed(household, on, Rulebook.from_json(raw)).to_json()
    fen: Counter[tuple[str, str]] = Counter()
    for result in assessment["benefits"]:
        for amount in (result["amount"], *(child["amount"] for child in result["children"] or ())):
            if amount and result["audience"] == "resident" and amount["kind"] in {"one_off", "monthly"}:
                fen[result["policy_status"], amount["kind"]] += int(amount["yuan"].replace(".", ""))
    assert set(assessment["totals"]) == {result["policy_status"] for result in assessment["benefits"]}
    for status, sums in assessment["totals"].items():
        assert {kind: Decimal(yuan) for kind, yuan in sums.items()} == {
            kind: Decimal(fen[status, kind]).scaleb(-2) for kind in ("one_off", "monthly")
        }


@given(synthetic_cases, rules)
def test_rules_survive_their_json(case, raw):
    on, household = case
    rulebook = Rulebook.from_json(raw, release=3)
    written = rulebook.to_json()
    again = Rulebook.from_json(json.loads(json.dumps(written)), release=3)
    assert again.to_json() == written
    assert again.benefits == rulebook.benefits
    assert assessed(household, on, again).to_json() == assessed(household, on, rulebook).to_json()


@given(cases())
def test_a_household_survives_its_json(case):
    on, raw = case
    household = household_from(REAL, raw, on)
    written = json.loads(json.dumps(household_to_json(household)))
    assert written == raw
    assert household_from(REAL, written, on) == household
