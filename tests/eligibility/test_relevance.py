"""Asking only what can still change something comes to the same as asking everything, and comes to an end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefits.eligibility.facts import DUE_DATE
from benefits.eligibility.relevance import deciding, fact_of, next_questions, open_questions
from benefits.eligibility.rulebook import Audience, Rulebook
from tests.eligibility.engine import ON, Json, answered, assessed
from tests.eligibility.rulebook_strategies import complete_synthetic_cases, rules
from tests.eligibility.small import awaiting, benefit, condition, small, tier
from tests.eligibility.strategies import cases
from tests.rulebooks import real_rulebook

REAL = real_rulebook()
audiences = st.sampled_from([Audience.RESIDENT, Audience.RESIDENT, Audience.EMPLOYER, Audience.INSTITUTION])
# Which of the questions a resident declines: a bit for each, none most of the time.
refusals = st.one_of(st.just(0), st.integers(0, 2 ** len(REAL.questions) - 1))
# The order in which sections are asked; one that is not named comes last.
turns = st.permutations(sorted({question.section for question in REAL.questions}))


class Check:
    """A resident who is asked page by page, answers from a whole household and declines some questions."""

    def __init__(self, rulebook: Rulebook, source: Json, on: date, declines: set[str]) -> None:
        self.rulebook, self.source, self.on, self.declines = rulebook, source, on, declines
        self.household: Json = {}
        self.declined: set[str] = set()
        self.asked: list[str] = []

    def run(self, audience: Audience, sections: Sequence[str]) -> None:
        """Answer every page until there is none."""
        while keys := next_questions(
            assessed(self.household, self.on, self.rulebook), audience, self.declined, sections
        ):
            self.answer(keys)

    def answer(self, keys: tuple[str, ...]) -> None:
        pages = {(self.rulebook.question_of[fact_of(key)].section, key.rpartition(".")[0]) for key in keys}
        assert len(pages) == 1
        for key in keys:
            assert key not in self.asked
            self.asked.append(key)
            if fact_of(key) in self.declines:
                self.declined.add(key)
            else:
                self.household = answered(self.household, key, self.source)

    def without_the_declined(self) -> Json:
        """The whole household less what is declined."""
        source = {key: value for key, value in self.source.items() if key not in self.declines}
        if "children" in source:
            source["children"] = [
                {key: value for key, value in child.items() if key not in self.declines} for child in source["children"]
            ]
        return source


def outcomes(household: Json, on: date, rulebook: Rulebook, audience: Audience) -> list[Json]:
    """What the audience is told it gets; of a benefit that none can get, not for how many children."""
    results = [
        result for result in assessed(household, on, rulebook).to_json()["benefits"] if result["audience"] == audience
    ]
    return [
        {name: result[name] for name in ("key", "status", "amount", "candidates")}
        | {"children": None if result["status"] == "not_eligible" else _without_missing(result["children"])}
        for result in results
    ]


def _without_missing(children: list[Json] | None) -> list[Json] | None:
    return children and [child | {"missing": None} for child in children]


def assert_pruning_changes_nothing(
    case, audience: Audience, refused: int, rulebook: Rulebook, sections: Sequence[str] = ()
) -> None:
    on, source = case
    declines = {question.key for place, question in enumerate(rulebook.questions) if refused >> place & 1}
    check = Check(rulebook, source, on, declines)
    check.run(audience, sections)
    assert DUE_DATE not in check.asked
    assert open_questions(assessed(check.household, on, rulebook), audience, check.declined) == ()
    everything = check.without_the_declined()
    assert outcomes(check.household, on, rulebook, audience) == outcomes(everything, on, rulebook, audience)


@pytest.mark.fuzz
@given(cases(complete=True), audiences, refusals, turns)
def test_pruned_asking_comes_to_the_same_as_asking_everything(case, audience, refused, sections):
    assert_pruning_changes_nothing(case, audience, refused, REAL, sections)


@pytest.mark.fuzz
@given(complete_synthetic_cases, audiences, refusals, rules)
def test_pruned_asking_comes_to_the_same_as_asking_everything_by_any_rules(case, audience, refused, raw):
    assert_pruning_changes_nothing(case, audience, refused, Rulebook.from_json(raw))


def test_a_page_asks_of_one_section_what_no_earlier_answer_makes_needless():
    assert next_questions(assessed({}), Audience.RESIDENT) == ("district", "permanent_resident", "wuxi_hukou")


def test_sections_are_asked_in_the_order_given_and_a_child_s_questions_with_its_section():
    sections = ["care", "children", "pregnancy"]
    assert next_questions(assessed({}), Audience.RESIDENT, (), sections) == ("children",)
    two = {"children": [{"birth_date": "2020-01-05"}, {"birth_date": "2022-01-05"}]}
    asked = next_questions(assessed(two), Audience.RESIDENT, (), sections)
    assert {key.rpartition(".")[0] for key in asked} == {"children.0"}
    settled = [key for key in open_questions(assessed(two), Audience.RESIDENT) if key.startswith("children.0")]
    asked = next_questions(assessed(two), Audience.RESIDENT, settled, sections)
    assert {key.rpartition(".")[0] for key in asked} == {"children.1"}


def test_a_follow_up_waits_until_it_matters():
    home = {"wuxi_hukou": True, "children": [{"birth_date": "2016-01-01"}, {"birth_date": "2020-05-05"}]}
    keys = open_questions(assessed(home), Audience.RESIDENT)
    everything_else = {key for key in keys if REAL.question_of[fact_of(key)].section != "purchase"}
    everything_else |= {"first_home_fund_loan", "home_district"}
    assert next_questions(assessed(home), Audience.RESIDENT, everything_else) == ("bought_new_home",)
    bought = home | {"bought_new_home": True}
    assert next_questions(assessed(bought), Audience.RESIDENT, everything_else) == ("has_property_certificate",)
    not_bought = home | {"bought_new_home": False}
    assert not {"home_district", "has_property_certificate", "home_purchase_date"}.intersection(
        open_questions(assessed(not_bought), Audience.RESIDENT)
    )


def test_a_tier_after_one_that_holds_hurries_nothing():
    first = tier(condition("preparing_pregnancy"), condition("pregnant"), amounts=[{"kind": "as_regulated"}])
    rulebook = small(benefit(first, tier(), tier(condition("pregnant"))))
    assessment = assessed({"district": "liangxi"}, ON, rulebook)
    assert open_questions(assessment, Audience.RESIDENT) == ("preparing_pregnancy", "pregnant")
    assert next_questions(assessment, Audience.RESIDENT) == ("preparing_pregnancy",)


def test_children_are_asked_for_even_where_only_a_parameter_is_awaited():
    rulebook = small(benefit(tier(awaiting("birth_date")), per="child"))
    [result] = assessed({"district": "liangxi"}, ON, rulebook).benefits
    assert (result.status, result.missing, result.awaits) == ("undetermined", ("children",), ("policy_published_on",))
    assert assessed({"children": []}, ON, rulebook).benefits[0].status == "not_eligible"


def test_children_are_asked_about_one_at_a_time():
    keys = open_questions(assessed({"children": [{}, {}]}), Audience.RESIDENT)
    home = [key for key in keys if "." not in key]
    first = next_questions(assessed({"children": [{}, {}]}), Audience.RESIDENT, home)
    assert first
    assert {key.rpartition(".")[0] for key in first} == {"children.0"}


def test_an_audience_is_asked_only_what_its_own_benefits_need():
    assert next_questions(assessed({}), Audience.INSTITUTION) == ("district",)
    assert set(open_questions(assessed({}), Audience.EMPLOYER)) == {
        *("district", "employment", "employer_is_enterprise", "on_maternity_leave"),
        *("maternity_leave_child_order", "employer_social_insurance_paid"),
    }


def test_what_is_declined_is_not_open():
    assert open_questions(assessed({}), Audience.INSTITUTION, {"district"}) == ()
    assert next_questions(assessed({}), Audience.INSTITUTION, {"district"}) == ()


def test_a_question_decides_the_benefits_whose_conditions_sum_or_routing_it_is():
    assert deciding(REAL, "renting", Audience.RESIDENT) == ("housing-fund-rent-withdrawal",)
    assert deciding(REAL, "home_district", Audience.RESIDENT) == ("home-purchase-grant",)
    assert deciding(REAL, "employer_social_insurance_paid", Audience.EMPLOYER) == ("employer-insurance-subsidy",)
    assert "family-tax-relief" in deciding(REAL, "birth_date", Audience.RESIDENT)
    assert "housing-fund-loan-uplift" in deciding(REAL, "children", Audience.RESIDENT)
    assert deciding(REAL, "renting", Audience.EMPLOYER) == ()
