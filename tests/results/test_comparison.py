"""Two assessments side by side, in the policy's words: at the limit, and what is no change at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from benefits.eligibility.assess import assess
from benefits.eligibility.household import household_from
from benefits.eligibility.rulebook import Audience, PolicyStatus
from benefits.publishing.current import PublishedRelease
from benefits.results.comparison import Comparison, Outcome, Row, Side, comparison
from tests.results.conftest import ON, TWO_CHILDREN, in_status

FAMILY: dict[str, Any] = {
    "district": "binhu",
    "permanent_resident": True,
    "household_category": "none",
    "pregnant": False,
}


def side(
    release: PublishedRelease, answers: dict[str, Any], on: date = ON, audience: Audience = Audience.RESIDENT
) -> Side:
    household = household_from(release.rulebook, answers, on)
    return Side(release, assess(release.rulebook, household, on), household, audience)


@pytest.fixture
def compare(release: PublishedRelease) -> Callable[..., Comparison]:
    def compared(before: dict[str, Any], after: dict[str, Any]) -> Comparison:
        return comparison(side(release, before), side(release, after))

    return compared


def child(birth_date: str, **answers: Any) -> dict[str, Any]:
    return {**FAMILY, "children": [{"birth_date": birth_date, **answers}]}


def row(rows: tuple[Row, ...], key: str) -> Row:
    return next(row for row in rows if row.key == key)


def test_from_19_months_on_the_childcare_subsidy_is_300_yuan_instead_of_500(compare):
    nursery = {"childcare": "inclusive_nursery"}
    compared = compare(child("2025-04-24", **nursery), child("2025-04-23", **nursery))
    changed = row(compared.changed, "childcare-subsidy")
    whom = "孩子1（2025年4月出生）"
    assert changed.before == (Outcome(whom, "可能符合", "拟每月给予500元"),)
    assert changed.after == (Outcome(whom, "可能符合", "拟每月给予300元"),)
    assert changed.why == (
        f"{whom}：“孩子不超过18个月”变为不满足。“孩子月龄”从“18个月”变为“19个月”。",
        f"{whom}：“孩子满19个月、不超过36个月”变为满足。“孩子月龄”从“18个月”变为“19个月”。",
    )
    assert [(str(sums.kind), sums.before, sums.after) for sums in compared.sums] == [
        ("每月", "拟每月500元", "拟每月300元")
    ]


def test_the_childcare_subsidy_is_lost_after_36_months_and_not_a_month_earlier(compare):
    nursery = {"childcare": "inclusive_nursery"}
    at_35, at_36, at_37 = (child(born, **nursery) for born in ("2023-12-23", "2023-11-23", "2023-10-23"))
    assert "childcare-subsidy" not in str(compare(at_35, at_36))
    lost = row(compare(at_36, at_37).lost, "childcare-subsidy")
    assert lost.after == (Outcome("孩子1（2023年10月出生）", "可能不符合"),)
    assert lost.why == (
        "孩子1（2023年10月出生）：“孩子满19个月、不超过36个月”变为不满足。“孩子月龄”从“3岁”变为“3岁1个月”。",
    )


def test_an_inclusive_nursery_gains_a_toddler_the_subsidy_and_says_which_answer_did(compare):
    compared = compare(child("2025-11-10", childcare="none"), child("2025-11-10", childcare="inclusive_nursery"))
    gained = row(compared.gained, "childcare-subsidy")
    assert gained.why == ("孩子1（2025年11月出生）：“入托情况”从“没有入托”变为“普惠托育服务机构”。",)
    assert [(sums.before, sums.after) for sums in compared.sums] == [("没有", "拟每月500元")]
    assert compared.summary == "可能增加1项。"


def test_a_second_child_is_named_where_it_gets_something_and_opens_what_is_asked_of_it(compare):
    one = {**TWO_CHILDREN, "children": TWO_CHILDREN["children"][:1]}
    compared = compare(one, TWO_CHILDREN)
    subsidy = row(compared.changed, "childcare-subsidy")
    assert subsidy.before == (Outcome("", "没有这个孩子"),)
    assert subsidy.after == (Outcome("孩子2（2024年1月出生）", "可能符合", "拟每月给予300元"),)
    assert "children.1.disability" in {question.key for question in compared.questions}
    assert [(str(sums.kind), sums.before, sums.after) for sums in compared.sums] == [
        ("一次性", "拟一次性5,000元", "拟一次性5,000元"),
        ("每月", "拟每月500元", "拟每月800元"),
    ]


def test_one_more_grown_child_for_whom_nothing_comes_of_it_is_no_row(compare):
    two = {**FAMILY, "children": [{"birth_date": "2000-01-01"}, {"birth_date": "2001-01-01"}]}
    three = {**FAMILY, "children": [*two["children"], {"birth_date": "2002-01-01"}]}
    compared = compare(two, three)
    assert compared.is_same
    assert compared.summary == "结果没有变化。"


def test_moving_to_xinwu_changes_only_whose_government_answers(compare):
    compared = compare(TWO_CHILDREN, {**TWO_CHILDREN, "district": "xinwu"})
    assert compared.is_same
    assert compared.summary == "各项结果都没有变化，只有下面这些不同。"
    (sentence,) = compared.circumstances
    assert sentence.startswith("按“居住地区”，负责的政府从“梁溪区人民政府”变为“新吴区人民政府”，关系到")


def test_the_same_household_on_both_sides_is_the_same(compare):
    compared = compare(TWO_CHILDREN, TWO_CHILDREN)
    assert compared.is_same
    assert not compared.circumstances
    assert not compared.questions


def test_a_document_that_comes_into_force_is_said_once_and_every_sum_keeps_its_status(release):
    in_force = in_status(release, PolicyStatus.IN_FORCE)
    compared = comparison(side(release, TWO_CHILDREN), side(in_force, TWO_CHILDREN))
    assert compared.is_same
    (sentence,) = compared.circumstances
    assert sentence.endswith("从“征求意见稿，尚未施行”变为“正在施行”。")
    assert [(str(sums.standing), sums.before, sums.after) for sums in compared.sums] == [
        ("征求意见稿，尚未施行", "拟一次性5,000元", "没有"),
        ("征求意见稿，尚未施行", "拟每月800元", "没有"),
        ("正在施行", "没有", "一次性5,000元"),
        ("正在施行", "没有", "每月800元"),
    ]


def test_a_benefit_of_one_release_only_says_so(release):
    fewer = replace(
        release,
        rulebook=replace(
            release.rulebook,
            benefits=tuple(item for item in release.rulebook.benefits if item.key != "childcare-subsidy"),
        ),
    )
    with_it, without_it = side(release, TWO_CHILDREN), side(fewer, TWO_CHILDREN)
    assert row(comparison(without_it, with_it).gained, "childcare-subsidy").why == ("这一项是新列出的。",)
    lost = row(comparison(with_it, without_it).lost, "childcare-subsidy")
    assert lost.why == ("这一项不再列出。",)
    assert lost.after == (Outcome("", "没有这一项"),)


def test_an_employer_sees_what_is_an_employers_and_the_sum_that_a_share_is_of(release):
    leave = {
        "employment": "employee",
        "employer_is_enterprise": True,
        "on_maternity_leave": True,
        "maternity_leave_child_order": 3,
    }
    sides = [{**leave, "employer_social_insurance_paid": paid} for paid in (1000, 2000)]
    compared = comparison(*(side(release, answers, audience=Audience.EMPLOYER) for answers in sides))
    changed = row(compared.changed, "employer-insurance-subsidy")
    assert changed.why == ("“单位实缴社会保险费”从1,000元变为2,000元。",)
    assert changed.whose == ""
    seen_by_resident = comparison(*(side(release, answers) for answers in sides))
    assert row(seen_by_resident.changed, "employer-insurance-subsidy").whose == "面向用人单位"


def test_on_a_later_day_the_ages_say_why(release):
    compared = comparison(side(release, TWO_CHILDREN), side(release, TWO_CHILDREN, on=date(2027, 11, 23)))
    assert not compared.is_same
    assert all(row.why for _, rows in compared.groups for row in rows)
