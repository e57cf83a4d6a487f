"""Conditions, answers and amounts read as people speak."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from benefits.eligibility.facts import Absent, Operator
from benefits.eligibility.program import AssessedAmount
from benefits.eligibility.rulebook import Amount, AmountKind, Basis, Condition, PolicyStatus
from benefits.publishing.current import PublishedRelease
from benefits.publishing.words import (
    amount_words,
    answer_words,
    article_prefix,
    article_words,
    condition_words,
    contact_words,
    money_words,
)

IS, ONE_OF, BETWEEN = Operator.IS, Operator.ONE_OF, Operator.BETWEEN
UNSET: dict[str, date | None] = {"policy_published_on": None}

CONDITIONS = [
    (Condition("pregnant", IS, True), "怀孕：是", "Pregnant: yes"),
    (Condition("wuxi_hukou", IS, False), "本市户籍：否", "Wuxi household registration: no"),
    (Condition("employment", IS, "flexible"), "就业情况为灵活就业", "Employment: Flexible"),
    (Condition("childcare", Operator.IS_NOT, "none"), "入托情况不是没有入托", "Childcare: not"),
    (
        Condition("marital_status", ONE_OF, ("single", "divorced_or_widowed")),
        "婚姻状况为未婚或离异或丧偶",
        "Marital status: ",
    ),
    (Condition("maternity_leave_child_order", ONE_OF, (1, 2)), "这次产假的孩子排行为1或2", "1 or 2"),
    (Condition("children_count", Operator.AT_LEAST, 1), "孩子数量不少于1个", "at least 1"),
    (
        Condition("employer_social_insurance_paid", Operator.AT_MOST, Decimal(5000)),
        "单位实缴社会保险费不超过5,000元",
        "at most 5,000 yuan",
    ),
    (Condition("children_count", BETWEEN, (2, 3)), "孩子数量在2个和3个之间", "between 2 and 3"),
    (
        Condition("second_child_born_on", Operator.ON_OR_AFTER, date(2016, 1, 1)),
        "第2个孩子的出生日期在2016年1月1日当天或以后",
        "on or after 1 January 2016",
    ),
    (
        Condition("home_purchase_date", Operator.BEFORE, date(2026, 3, 9)),
        "购房日期在2026年3月9日以前",
        "before 9 March",
    ),
    (Condition("age_months", Operator.AT_MOST, 18), "孩子不超过18个月", "no older than 18 months"),
    (Condition("age_months", Operator.AT_MOST, 0), "孩子未满1个月", "under 1 month"),
    (Condition("age_months", Operator.AT_MOST, 215), "孩子未满18岁", "under 18 years"),
    (Condition("age_months", Operator.AT_LEAST, 24), "孩子满2岁", "at least 2 years"),
    (Condition("age_months", BETWEEN, (19, 36)), "孩子满19个月、不超过36个月", "at least 19 months"),
    (Condition("age_months", BETWEEN, (36, 48)), "孩子满3岁、不超过48个月", "at least 3 years"),
    (Condition("age_months", BETWEEN, (72, 179)), "孩子满6岁、未满15岁", "under 15 years"),
    (Condition("age_months", IS, 20), "孩子为20个月", "20 months"),
    (
        Condition("home_purchase_date", Operator.ON_OR_AFTER, parameter="policy_published_on"),
        "购房日期在政策正式公布之日（尚未公布）当天或以后",
        "not published yet",
    ),
]


@pytest.mark.parametrize(("condition", "zh", "en"), CONDITIONS, ids=[zh for _, zh, _ in CONDITIONS])
def test_a_condition_is_a_claim_in_both_languages(
    release: PublishedRelease, condition: Condition, zh: str, en: str
) -> None:
    words = condition_words(release.content, condition, UNSET)
    assert str(words) == zh
    with translation.override("en"):
        assert en in str(words)


def test_every_operator_has_words(release: PublishedRelease) -> None:
    assert {condition.operator for condition, _, _ in CONDITIONS} == set(Operator)


def test_a_parameter_that_is_set_tells_its_day(release: PublishedRelease) -> None:
    condition = Condition("home_purchase_date", Operator.ON_OR_AFTER, parameter="policy_published_on")
    words = condition_words(release.content, condition, {"policy_published_on": date(2026, 12, 1)})
    assert words.zh == "购房日期在政策正式公布之日（2026年12月1日）当天或以后"


def test_every_condition_of_the_release_has_words(release: PublishedRelease) -> None:
    for benefit in release.rulebook.benefits:
        for tier in benefit.tiers:
            for condition in tier.conditions:
                words = condition_words(release.content, condition, UNSET)
                assert words.zh
                assert words.en


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("pregnant", True, "是"),
        ("pregnant", False, "否"),
        ("pregnant", None, "还没有回答"),
        ("district", "xinwu", "新吴区"),
        ("home_purchase_date", date(2026, 5, 1), "2026年5月1日"),
        ("employer_social_insurance_paid", Decimal("1234.50"), "1,234.50元"),
        ("maternity_leave_child_order", 3, "3"),
        ("children_count", 2, "2个"),
        ("age_months", 0, "未满1个月"),
        ("age_months", 19, "19个月"),
        ("age_months", 38, "3岁2个月"),
        ("age_months", 72, "6岁"),
        ("second_child_born_on", Absent.ABSENT, "没有"),
    ],
)
def test_an_answer_in_words(release: PublishedRelease, key: str, value: object, words: str) -> None:
    assert answer_words(release.content, key, value).zh == words


def amount(kind: AmountKind, yuan: str | None = None, **fields: object) -> AssessedAmount:
    exact = None if yuan is None else Decimal(yuan)
    return AssessedAmount(Amount(kind, yuan=exact, **fields), exact)


SHARE = {"percent": 80, "of": "employer_social_insurance_paid"}


@pytest.mark.parametrize(
    ("assessed", "words"),
    [
        (amount(AmountKind.ONE_OFF, "5000.00"), "拟一次性给予5,000元"),
        (amount(AmountKind.MONTHLY, "500.00"), "拟每月给予500元"),
        (amount(AmountKind.CEILING, "2500.00", basis=Basis.PAID), "拟最高支付2,500元"),
        (amount(AmountKind.CEILING, "1200.00", basis=Basis.ELIGIBLE_COSTS), "符合规定的费用，拟最高按1,200元计算"),
        (amount(AmountKind.PERCENT, None, **SHARE), "拟按“单位实缴社会保险费”的80%给予补贴"),
        (amount(AmountKind.PERCENT, "80.05", **SHARE), "拟按“单位实缴社会保险费”的80%给予补贴，即80.05元"),
        (amount(AmountKind.IN_KIND), "服务、减免或保障，没有现金"),
        (amount(AmountKind.AS_REGULATED), "按规定，文件没有写明金额"),
    ],
)
def test_an_amount_has_its_unit_and_period(release: PublishedRelease, assessed: AssessedAmount, words: str) -> None:
    assert amount_words(release.content, assessed, PolicyStatus.CONSULTATION).zh == words


def test_what_is_in_force_is_no_longer_proposed(release: PublishedRelease) -> None:
    words = amount_words(release.content, amount(AmountKind.MONTHLY, "500.00"), PolicyStatus.IN_FORCE)
    assert words.zh == "每月给予500元"


@pytest.mark.parametrize(
    ("yuan", "words"), [("5000", "5,000元"), ("5000.00", "5,000元"), ("0", "0元"), ("0.05", "0.05元")]
)
def test_money_shows_fen_only_where_there_are_any(yuan: str, words: str) -> None:
    assert money_words(Decimal(yuan)).zh == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "（一）"),
        (10, "（十）"),
        (13, "（十三）"),
        (20, "（二十）"),
        (21, "（二十一）"),
        (99, "（九十九）"),
        (100, "（100）"),
    ],
)
def test_an_article_is_numbered_as_in_the_document(number: int, words: str) -> None:
    assert article_words(number).zh == words


def test_an_article_has_its_number_alone_in_english() -> None:
    assert article_words(12).en == "12"
    assert article_prefix(12).en == "12. "


def test_a_department_without_telephone_leads_to_12345(release: PublishedRelease) -> None:
    for department in release.content.departments.values():
        assert "请拨打12345政务服务便民热线咨询" in contact_words(department).zh
