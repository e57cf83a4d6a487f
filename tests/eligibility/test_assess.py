"""The assessment: amounts, candidates, reasons, what is missing and awaited, who answers, and the sums."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from benefits.eligibility.assess import Status, TierOutcome, assess
from benefits.eligibility.facts import Absent, FactType, Operator
from benefits.eligibility.household import Household
from benefits.eligibility.rulebook import Condition
from tests.eligibility.engine import ON, Json, assessed, plain
from tests.eligibility.small import IN_KIND, awaiting, benefit, condition, small, tier
from tests.eligibility.strategies import ISSUED, cases, seeds
from tests.rulebooks import real_rulebook

REAL = real_rulebook()
ISSUED_RULES = real_rulebook(policy_published_on=ISSUED)
AS_REGULATED = {"kind": "as_regulated"}


def one(rulebook, household: Json, on: date = ON):
    """The assessment of a rulebook's only benefit."""
    [result] = assessed(household, on, rulebook).benefits
    return result


def test_the_documented_example_is_what_the_contract_shows():
    household = {
        "permanent_resident": True,
        "children": [{"birth_date": "2026-01-05", "childcare": "inclusive_nursery"}, {}],
    }
    assessment = plain(assessed(household))
    [subsidy] = [result for result in assessment["benefits"] if result["key"] == "childcare-subsidy"]
    monthly = [{"kind": "monthly", "yuan": "500.00"}, {"kind": "monthly", "yuan": "300.00"}]
    assert {name: value for name, value in subsidy.items() if name != "departments"} == {
        "key": "childcare-subsidy",
        "measure": 9,
        "per": "child",
        "audience": "resident",
        "firmness": "stated",
        "policy_status": "consultation",
        "status": "eligible",
        "amount": None,
        "candidates": [],
        "awaits": [],
        "missing": ["district", "children.1.birth_date", "children.1.childcare"],
        "children": [
            {"index": 0, "status": "eligible", "amount": monthly[0], "candidates": monthly[:1], "missing": []},
            {
                "index": 1,
                "status": "undetermined",
                "amount": None,
                "candidates": monthly,
                "missing": ["children.1.birth_date", "children.1.childcare"],
            },
        ],
        "enquire_at": "市卫生健康委",
    }
    assert subsidy["departments"][:3] == ["市财政局", "市发展改革委", "市卫生健康委"]
    assert subsidy["departments"][-1] == "无锡经开区管委会"
    assert assessment["totals"] == {"consultation": {"one_off": "0.00", "monthly": "500.00"}}
    assert (assessment["release"], assessment["on"]) == (1, "2026-11-23")


def test_a_tier_and_an_amount_apply_from_their_first_to_their_last_day():
    amounts = [IN_KIND | {"valid_until": "2026-11-22"}, AS_REGULATED | {"valid_from": "2026-11-24"}]
    rulebook = small(benefit(tier(amounts=amounts, valid_from="2026-11-21", valid_until="2026-11-25")))
    seen = [
        (
            result.status.value,
            result.amount and result.amount.amount.kind.value,
            result.subjects[0].tiers[0].is_in_dates,
        )
        for result in (one(rulebook, {}, date(2026, 11, day)) for day in (20, 21, 22, 23, 24, 25, 26))
    ]
    no = ("not_eligible", None, False)
    assert seen == [no, *[("eligible", "in_kind", True)] * 2, no, *[("eligible", "as_regulated", True)] * 2, no]


def test_a_period_until_the_last_day_of_the_calendar_has_no_day_after():
    rulebook = small(benefit(tier(valid_until="9999-12-31")))
    assert one(rulebook, {}, date.max).status is Status.ELIGIBLE


@pytest.mark.parametrize(
    ("paid", "yuan"),
    [("0.03", "0.02"), ("0.01", "0.01"), ("1234.55", "617.28"), ("0", "0.00"), ("100000000", "50000000.00")],
)
def test_a_percentage_is_rounded_half_up_to_the_fen(paid, yuan):
    percent = {"kind": "percent", "percent": 50, "of": "employer_social_insurance_paid"}
    result = one(small(benefit(tier(amounts=[percent]))), {"employer_social_insurance_paid": paid})
    assert str(result.amount.yuan) == yuan


def test_a_percentage_of_an_unknown_sum_is_given_without_yuan_and_misses_the_sum():
    percent = {"kind": "percent", "percent": 50, "of": "employer_social_insurance_paid"}
    result = one(small(benefit(tier(amounts=[percent]))), {})
    assert (result.amount.amount.percent, result.amount.yuan) == (50, None)
    assert result.missing == ("district", "employer_social_insurance_paid")


def test_an_eligible_household_with_two_candidates_is_asked_which_and_given_none_yet():
    rulebook = small(benefit(tier(condition("pregnant"), amounts=[AS_REGULATED]), tier(condition("renting")), tier()))
    result = one(rulebook, {"renting": True, "district": "liangxi"})
    assert result.status is Status.ELIGIBLE
    assert (result.amount, len(result.candidates), result.missing) == (None, 2, ("pregnant",))
    assert one(rulebook, {"renting": True, "pregnant": False}).amount.amount.kind == "in_kind"


def test_an_open_tier_that_gives_the_same_makes_nothing_missing():
    rulebook = small(benefit(tier(condition("pregnant")), tier()))
    result = one(rulebook, {"district": "liangxi"})
    assert (result.status, len(result.candidates), result.missing) == (Status.ELIGIBLE, 1, ())


def test_a_parameter_that_is_not_set_is_awaited_whatever_is_answered_and_never_asked():
    rulebook = small(benefit(tier(condition("renting"), awaiting("home_purchase_date"))))
    for purchase in ({}, {"home_purchase_date": "2026-01-01"}):
        result = one(rulebook, {"district": "liangxi", "renting": True} | purchase)
        assert (result.status, result.missing) == (Status.UNDETERMINED, ())
        assert result.awaits == ("policy_published_on",)
        assert result.subjects[0].tiers[0].reasons[1].awaited == "policy_published_on"
    settled = one(rulebook, {"renting": False})
    assert (settled.status, settled.awaits) == (Status.NOT_ELIGIBLE, ())


def test_a_parameter_that_is_set_is_compared_with():
    rulebook = small(benefit(tier(awaiting("home_purchase_date")), measure=2))
    assert one(rulebook, {"home_purchase_date": "2025-02-28"}).status is Status.NOT_ELIGIBLE
    assert one(rulebook, {"home_purchase_date": ISSUED}).status is Status.ELIGIBLE
    assert one(rulebook, {}).missing == ("district", "home_purchase_date")


def test_the_second_child_of_one_is_before_and_after_no_day():
    for operator in ("before", "on_or_after"):
        rulebook = small(benefit(tier(condition("second_child_born_on", operator, "2016-01-01"))))
        result = one(rulebook, {"children": [{}]})
        assert (result.status, result.missing) == (Status.NOT_ELIGIBLE, ())
        assert result.subjects[0].tiers[0].reasons[0].answer is Absent.ABSENT


def test_an_unknown_derived_fact_misses_its_unknown_parts_only():
    rulebook = small(benefit(tier(condition("has_child_under_3")), routing="insured_district"))
    home = {"insured_district": "liangxi"}
    assert one(rulebook, home).missing == ("children",)
    assert one(rulebook, home | {"children": [{}, {"birth_date": "2000-01-01"}, {}]}).missing == (
        "children.0.birth_date",
        "children.2.birth_date",
    )
    assert one(rulebook, home | {"children": [{}, {"birth_date": "2026-01-01"}]}).missing == ()


def test_while_the_children_are_unknown_one_of_whom_nothing_is_known_is_assessed():
    rulebook = small(benefit(tier(condition("renting")), tier(condition("disability")), per="child"))
    unknown = one(rulebook, {"renting": True, "district": "liangxi"})
    assert (unknown.status, unknown.children, unknown.missing) == (Status.UNDETERMINED, None, ("children",))
    assert (unknown.subjects[0].child, unknown.amount, unknown.candidates) == (None, None, ())
    assert one(rulebook, {"renting": False}).missing == ("district", "children")
    both = small(benefit(tier(condition("renting"), condition("disability")), per="child"))
    assert one(both, {"renting": False}).status is Status.NOT_ELIGIBLE


def test_without_children_a_benefit_per_child_is_not_for_this_household():
    result = one(small(benefit(tier(), per="child")), {"children": []})
    assert (result.status, result.children, result.missing, result.awaits) == (Status.NOT_ELIGIBLE, (), (), ())


@pytest.mark.parametrize(
    ("disabilities", "status"),
    [
        ((False, None), "undetermined"),
        ((None, False), "undetermined"),
        ((None, True), "eligible"),
        ((True, False), "eligible"),
        ((False, False), "not_eligible"),
    ],
)
def test_the_status_over_the_children_is_the_or_of_theirs(disabilities, status):
    rulebook = small(benefit(tier(condition("disability")), per="child"))
    children = [{} if answer is None else {"disability": answer} for answer in disabilities]
    assert one(rulebook, {"children": children}).status == status


def test_the_governments_are_narrowed_by_the_routing_fact():
    rulebook = small(benefit(tier(), routing="district"))
    city = ("finance", "health")
    assert one(rulebook, {}).departments == (*city, "jiangyin", "liangxi")
    assert one(rulebook, {"district": "liangxi"}).departments == (*city, "liangxi")
    assert one(rulebook, {"district": "elsewhere"}).departments == city
    assert one(rulebook, {"district": "yixing"}).departments == city


def test_each_status_of_policy_is_summed_by_itself_and_other_audiences_not_at_all():
    grant = [{"kind": "one_off", "yuan": "0.10"}]
    monthly = [{"kind": "monthly", "yuan": "300"}]
    rulebook = small(
        benefit(tier(amounts=grant), key="a"),
        benefit(tier(amounts=grant), key="b"),
        benefit(tier(amounts=monthly), key="c", per="child", measure=2),
        benefit(tier(amounts=grant), key="d", audience="employer"),
        benefit(tier(amounts=[{"kind": "ceiling", "yuan": "9", "basis": "paid"}]), key="e"),
    )
    assert assessed({"children": [{}, {}]}, ON, rulebook).to_json()["totals"] == {
        "consultation": {"one_off": "0.20", "monthly": "0.00"},
        "in_force": {"one_off": "0.00", "monthly": "600.00"},
    }


def test_a_household_older_than_the_day_it_is_assessed_on_is_refused():
    with pytest.raises(ValueError, match="after 2026-11-23"):
        assess(REAL, Household({}, ({"birth_date": date(2026, 11, 24)},)), ON)


def test_every_condition_comes_with_the_answer_that_met_failed_or_left_it_open():
    [result] = [
        result
        for result in assessed({"pregnant": True, "medical_insurance": "none"}).benefits
        if result.benefit.key == "labour-pain-relief-cover"
    ]
    [tier_outcome] = result.subjects[0].tiers
    assert [(reason.condition.fact, reason.outcome, reason.answer) for reason in tier_outcome.reasons] == [
        ("pregnant", True, True),
        ("medical_insurance", False, "none"),
        ("insured_in_wuxi", None, None),
    ]
    assert tier_outcome.to_change == (tier_outcome.reasons[1],)
    assert tier_outcome.outcome is False


def test_the_nearest_tiers_are_those_of_the_day_with_the_fewest_conditions_to_change():
    rulebook = small(
        benefit(
            tier(condition("renting"), condition("pregnant")),
            tier(condition("pregnant"), amounts=[AS_REGULATED]),
            tier(condition("renting")),
            tier(valid_until="2020-01-01"),
        )
    )
    subject = one(rulebook, {"renting": False, "pregnant": False}).subjects[0]
    assert subject.nearest() == subject.tiers[1:3]
    assert one(rulebook, {"renting": False}).subjects[0].nearest() == ()
    over = small(benefit(tier(valid_until="2020-01-01")))
    assert one(over, {}).subjects[0].nearest() == ()


def test_what_a_household_can_itself_change_is_nearer_than_one_condition_that_it_cannot():
    rulebook = small(
        benefit(
            tier(condition("pregnant")),
            tier(condition("renting"), condition("housing_fund_account"), condition("pregnant", value=False)),
            tier(condition("renting"), condition("pregnant")),
        )
    )
    subject = one(rulebook, {"pregnant": False, "renting": False, "housing_fund_account": False}).subjects[0]
    assert subject.nearest() == subject.tiers[:1]
    assert subject.nearest({"renting"}) == subject.tiers[:1]
    assert subject.nearest({"renting", "housing_fund_account"}) == subject.tiers[1:2]
    assert subject.tiers[1].distance({"renting", "housing_fund_account"}) == (False, 2)
    assert subject.tiers[2].distance({"renting"}) == (True, 2)


def mended(rulebook, one_condition: Condition) -> object | None:
    """An answer that meets the condition, for a fact that can simply be answered otherwise; None for others."""
    question = rulebook.question_of.get(one_condition.fact)
    if question is None or question.type not in {FactType.BOOL, FactType.CHOICE, FactType.INTEGER}:
        return None
    return one_condition.value[0] if one_condition.operator is Operator.ONE_OF else one_condition.value


def with_changes(household: Json, child: int | None, nearest: TierOutcome) -> Json | None:
    """The household with just the conditions to change of a tier met; None where one cannot simply be answered."""
    answers = {reason.condition.fact: mended(REAL, reason.condition) for reason in nearest.to_change}
    if None in answers.values():
        return None
    children = [dict(each) for each in household["children"]]
    home = dict(household)
    for fact, value in answers.items():
        holder = home if REAL.question_of[fact].scope == "household" else children[child]
        holder[fact] = value
    return home | {"children": children}


@pytest.mark.fuzz
@given(cases(complete=True), seeds)
def test_changing_just_what_the_nearest_tier_names_makes_it_hold(case, seed):
    on, household = case
    changes = [
        (place, subject.child, subject.tiers.index(nearest), changed)
        for place, result in enumerate(assessed(household, on, ISSUED_RULES).benefits)
        for subject in result.subjects
        for nearest in subject.nearest()
        if (changed := with_changes(household, subject.child, nearest)) is not None
    ]
    if not changes:
        return
    place, child, number, changed = changes[seed % len(changes)]
    after = assessed(changed, on, ISSUED_RULES).benefits[place].subjects[child or 0]
    assert after.tiers[number].outcome is True
    assert after.status is Status.ELIGIBLE


def test_amounts_are_exact_decimals():
    [grant] = [
        result
        for result in assessed({"pregnant": True, "household_category": "low_income"}).benefits
        if result.benefit.key == "hardship-pregnancy-grant"
    ]
    assert grant.amount.yuan == Decimal(5000)
    assert isinstance(grant.amount.yuan, Decimal)
