"""What is wrong with a set of rules is found, named and told how to mend, before anyone is assessed by it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from benefits.eligibility.facts import Operator
from benefits.eligibility.lint import Finding, amount_faults, condition_faults, lint
from benefits.eligibility.rulebook import Amount, AmountKind, Condition, Rulebook
from tests.eligibility.rulebook_strategies import MEASURES
from tests.eligibility.small import IN_KIND, awaiting, benefit, condition, small, tier
from tests.eligibility.strategies import real_rules
from tests.rulebooks import real_rulebook


def errors(rulebook: Rulebook) -> list[tuple[str, str]]:
    return [(finding.where, finding.message) for finding in lint(rulebook) if finding.is_error]


def assert_found(rulebook: Rulebook, where: str, words: str) -> None:
    found = errors(rulebook)
    assert any(at == where and words in message for at, message in found), found


def questions_with(of: str, **changes) -> list[dict]:
    return [question | changes if question["key"] == of else question for question in real_rules()["questions"]]


def test_the_thirteen_measures_have_no_error_and_no_question_that_nobody_needs():
    assert lint(real_rulebook()) == []


def test_a_question_that_no_benefit_uses_is_only_a_warning():
    findings = lint(small(benefit(tier())))
    unused = Finding("问题 renting", "没有待遇用到这个问题，它不会被问到。", False, "question", "renting")
    assert unused in findings
    assert not any(finding.is_error for finding in findings)
    assert not any(finding.where in {"问题 children", "问题 birth_date", "问题 due_date"} for finding in findings)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (condition("agee"), "没有叫“agee”的问题"),
        (condition("due_date", "before", "2026-01-01"), "预产期只用于时间表"),
        (condition("pregnant", "at_least"), "“pregnant”不能用“不小于”比较。可以用的有：是。"),
        (condition("children", "is", 1), "“children”不能用“是”比较。可以用的有：（无）。"),
        (condition("pregnant", "is", "yes"), "“pregnant”没有值 yes。可以用的有：是、否。"),
        (condition("pregnant", "is", None), "条件要有一个值"),
        (condition("employment", "is", "boss"), "“employment”没有值 boss。可以用的有：employee、"),
        (condition("employment", "one_of", ["employee", "boss", "king"]), "没有值 boss、king"),
        (condition("employment", "one_of", []), "“是其中之一”要有至少一个值"),
        (condition("employment", "one_of", "employee"), "“是其中之一”要有至少一个值"),
        (condition("employment", "is", ["employee"]), "条件要有一个值"),
        (condition("maternity_leave_child_order", "is", 11), "没有值 11。应为不小于 1、不大于 10 的整数"),
        (condition("maternity_leave_child_order", "is", True), "没有值 是"),
        (condition("maternity_leave_child_order", "between", [3, 1]), "第一个值不能大于第二个"),
        (condition("maternity_leave_child_order", "between", [1, 2, 3]), "“在两者之间”要有两个值"),
        (condition("maternity_leave_child_order", "between", 3), "“在两者之间”要有两个值"),
        (condition("employer_social_insurance_paid", "at_least", "-1"), "-1。应为不小于 0、不大于 100000000 的金额"),
        (condition("children_count", "at_least", -1), "“孩子数量”没有值 -1。应为不小于 0 的整数"),
        (awaiting("home_purchase_date", "between"), "不能与文件参数比较"),
        (awaiting("home_purchase_date") | {"value": "2026-01-01"}, "只能填一个"),
        (
            awaiting("home_purchase_date") | {"parameter": "moon"},
            "不能与文件参数“moon”比较。文件参数有：文件正式公布之日。",
        ),
        (awaiting("pregnant", "is"), "“pregnant”不能与文件参数“文件正式公布之日”比较"),
        (condition("birth_date", "before", "2016-01-01"), "是每个孩子的事实，按家庭计算的待遇不能用它"),
        (condition("age_months", "at_most", 18), "是每个孩子的事实，按家庭计算的待遇不能用它"),
    ],
)
def test_a_condition_that_cannot_be_judged_is_an_error_at_its_place(wrong, words):
    rulebook = small(benefit(tier(), tier(condition("renting"), wrong)))
    assert_found(rulebook, "待遇 benefit 第2档 条件2", words)


@pytest.mark.parametrize(
    "right",
    [
        condition("pregnant", value=False),
        condition("employment", "is_not", "employee"),
        condition("maternity_leave_child_order", "between", [1, 10]),
        condition("maternity_leave_child_order", "one_of", [1, 10]),
        condition("employer_social_insurance_paid", "between", ["0", "0.01"]),
        condition("home_purchase_date", "between", ["2016-01-01", "2016-01-01"]),
        condition("second_child_born_on", "before", "2016-01-01"),
        condition("multi_child"),
        awaiting("second_child_born_on", "before"),
    ],
)
def test_a_condition_that_can_be_judged_is_none(right):
    assert errors(small(benefit(tier(right)))) == []
    assert errors(small(benefit(tier(right), per="child"))) == []


def test_a_date_that_is_none_is_told_so():
    wrong = Condition("birth_date", Operator.BEFORE, 2016)
    assert list(condition_faults(small(), wrong)) == ["“birth_date”没有值 2016。应为日期。"]


def test_a_number_without_limits_takes_any_value():
    questions = questions_with("maternity_leave_child_order", minimum=None, maximum=None)
    rule = benefit(tier(condition("maternity_leave_child_order", "at_most", -5)))
    assert errors(small(rule, questions=questions)) == []


YUAN = Decimal("1.00")


@pytest.mark.parametrize(
    ("amount", "faults"),
    [
        (Amount(AmountKind.ONE_OFF), ["这种标准要填“金额（元）”。"]),
        (Amount(AmountKind.IN_KIND, yuan=YUAN), ["这种标准不填“金额（元）”。"]),
        (Amount(AmountKind.CEILING, yuan=YUAN), ["这种标准要填“限额针对”。"]),
        (Amount(AmountKind.PERCENT), ["这种标准要填“百分比”。", "这种标准要填“百分比的基数”。"]),
        (Amount(AmountKind.MONTHLY, yuan=Decimal(0)), ["金额应大于0元。"]),
        (Amount(AmountKind.PERCENT, percent=0, of="x"), ["百分比应在1到100之间。"]),
        (Amount(AmountKind.PERCENT, percent=101, of="x"), ["百分比应在1到100之间。"]),
        (Amount(AmountKind.PERCENT, percent=100, of="x"), []),
        (Amount(AmountKind.ONE_OFF, yuan=Decimal("0.01")), []),
    ],
)
def test_an_amount_has_the_parts_of_its_kind_and_no_others(amount, faults):
    assert list(amount_faults(amount)) == faults


@pytest.mark.parametrize(
    ("wrong", "where", "words"),
    [
        (benefit(tier(amounts=[{"kind": "one_off"}])), "待遇 benefit 第1档", "要填“金额（元）”"),
        (benefit(tier() | {"amounts": []}), "待遇 benefit 第1档", "还没有标准"),
        (benefit(), "待遇 benefit", "还没有档"),
        (benefit(tier(), measure=9), "待遇 benefit", "没有措施“9”"),
        (benefit(tier(), enquire_at="moon"), "待遇 benefit", "没有咨询单位“moon”"),
        (benefit(tier(), routing="moon"), "待遇 benefit", "“moon”不是家庭的选择题"),
        (benefit(tier(), routing="renting"), "待遇 benefit", "“renting”不是家庭的选择题"),
        (benefit(tier(), routing="childcare"), "待遇 benefit", "“childcare”不是家庭的选择题"),
        (
            benefit(tier(amounts=[{"kind": "percent", "percent": 50, "of": "renting"}])),
            "待遇 benefit 第1档",
            "“renting”不是家庭的金额问题",
        ),
        (
            benefit(tier(amounts=[{"kind": "percent", "percent": 50, "of": "moon"}])),
            "待遇 benefit 第1档",
            "“moon”不是家庭的金额问题",
        ),
        (
            benefit(tier(valid_from="2026-01-02", valid_until="2026-01-01")),
            "待遇 benefit 第1档",
            "结束日期早于开始日期",
        ),
    ],
)
def test_a_benefit_that_does_not_fit_together_is_an_error_at_its_place(wrong, where, words):
    assert_found(small(wrong), where, words)


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        ({"valid_until": "2026-01-31"}, {"valid_from": "2026-02-01"}, False),
        ({"valid_from": "2026-02-01"}, {"valid_until": "2026-01-31"}, False),
        ({"valid_until": "2026-01-31"}, {"valid_from": "2026-01-31"}, True),
        ({"valid_until": "2026-01-31"}, {}, True),
        ({}, {}, True),
        ({"valid_from": "2026-01-01"}, {"valid_from": "2026-06-01"}, True),
    ],
)
def test_two_amounts_on_one_day_are_an_error(first, second, overlap):
    found = errors(small(benefit(tier(amounts=[IN_KIND | first, IN_KIND | second]))))
    message = "两个标准的有效日期重叠，同一天只能有一个标准。请改正日期。"
    assert found == ([("待遇 benefit 第1档", message)] if overlap else [])


def test_a_key_used_twice_is_an_error():
    twice = small(
        benefit(tier()),
        benefit(tier()),
        measures=[*MEASURES, MEASURES[0]],
        questions=[*real_rules()["questions"], real_rules()["questions"][0]],
    )
    for where in ("待遇 benefit", "措施 1", "问题 district"):
        assert_found(twice, where, "同一个键用了2次")


def test_children_and_their_births_must_be_asked_as_what_they_are():
    for changes in ({"type": "bool"}, {"scope": "child"}):
        assert_found(small(questions=questions_with("children", **changes)), "问题", "要有家庭的“children”")
    for changes in ({"type": "bool"}, {"scope": "household"}, {"latest_days": None}, {"latest_days": 1}):
        assert_found(small(questions=questions_with("birth_date", **changes)), "问题", "要有每个孩子的“birth_date”")
    nothing = small(questions=[])
    assert_found(nothing, "问题", "要有家庭的“children”")
    assert_found(nothing, "问题", "要有每个孩子的“birth_date”")


def test_a_question_may_not_take_a_derived_facts_key():
    questions = questions_with("renting", key="multi_child")
    assert_found(small(questions=questions), "问题 两个及以上孩子", "已用于由系统算出的事实")


def test_a_measure_names_a_document_and_departments_that_exist():
    lost = small(measures=[{"number": 1, "document": "lost", "departments": ["moon", "health"]}])
    assert_found(lost, "措施 1", "没有文件“lost”")
    assert_found(lost, "措施 1", "没有责任单位“moon”")
