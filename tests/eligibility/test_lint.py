"""What is wrong with a set of rules is found, named and told how to mend, before anyone is assessed by it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from benefits.eligibility import tables
from benefits.eligibility.facts import PARAMETERS, Operator
from benefits.eligibility.lint import Finding, amount_faults, condition_faults, faults, lint
from benefits.eligibility.names import OPERATOR_NAMES, PARAMETER_NAMES, Names
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


@pytest.mark.parametrize(
    ("minimum", "maximum", "words"),
    [
        (None, None, "应为整数。"),
        ("1.00", None, "应为不小于 1 的整数。"),
        (None, "10.00", "应为不大于 10 的整数。"),
        ("1", "10", "应为不小于 1、不大于 10 的整数。"),
    ],
)
def test_a_value_that_does_not_fit_is_told_the_limits_that_there_are(minimum, maximum, words):
    questions = questions_with("maternity_leave_child_order", minimum=minimum, maximum=maximum)
    wrong = Condition("maternity_leave_child_order", Operator.IS, "third")
    message = f"“maternity_leave_child_order”没有值 third。{words}"
    assert list(condition_faults(small(questions=questions), wrong)) == [message]


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
    assert_found(small(questions=questions), "问题 有2个及以上孩子", "已用于由系统算出的事实")


def test_a_measure_names_a_document_and_departments_that_exist():
    lost = small(measures=[{"number": 1, "document": "lost", "departments": ["moon", "health"]}])
    assert_found(lost, "措施 1", "没有文件“lost”")
    assert_found(lost, "措施 1", "没有责任单位“moon”")


def test_a_department_to_enquire_at_that_the_measure_does_not_list_is_a_warning():
    findings = [
        finding for finding in lint(small(benefit(tier(), measure=2, enquire_at="finance"))) if finding.key == "benefit"
    ]
    assert [(finding.is_error, finding.field) for finding in findings] == [(False, "enquire_at")]
    assert "咨询单位“市财政局”不在这项措施的责任单位里" in findings[0].message


@pytest.mark.parametrize(
    ("of", "changes", "words", "field"),
    [
        ("employment", {"values": []}, "选择题还没有选项", "choices"),
        ("maternity_leave_child_order", {"minimum": 10, "maximum": 9}, "最大值小于最小值", "maximum"),
        ("due_date", {"earliest_days": 1, "latest_days": 0}, "最晚日早于最早日", "latest_days"),
    ],
)
def test_a_question_that_nobody_could_answer_is_an_error(of, changes, words, field):
    findings = lint(small(questions=questions_with(of, **changes)))
    assert [(finding.key, finding.field) for finding in findings if words in finding.message] == [(of, field)]


@pytest.mark.parametrize(
    ("of", "changes"),
    [
        ("maternity_leave_child_order", {"minimum": 10, "maximum": 10}),
        ("due_date", {"earliest_days": 0, "latest_days": 0}),
    ],
)
def test_a_question_with_one_answer_is_none(of, changes):
    assert errors(small(questions=questions_with(of, **changes))) == []


RENTING, NOT_RENTING = condition("renting"), condition("renting", value=False)
LATE, EARLY = IN_KIND | {"valid_from": "2026-07-01"}, IN_KIND | {"valid_until": "2026-06-30"}


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (benefit(tier(), measure=9), (None, "measure")),
        (benefit(tier(), enquire_at=""), (None, "enquire_at")),
        (benefit(tier(), enquire_at="moon"), (None, "enquire_at")),
        (benefit(tier(), routing="renting"), (None, "routing")),
        (benefit(), (None, "tiers")),
        (benefit(tier(RENTING, condition("agee"))), (1, "conditions.2")),
        (benefit(tier(RENTING), tier() | {"amounts": []}), (2, "amounts")),
        (benefit(tier(amounts=[IN_KIND | {"yuan": "1"}])), (1, "amounts.1")),
        (benefit(tier(amounts=[LATE, EARLY | {"valid_until": "2026-07-01"}])), (1, "amounts.2")),
        (benefit(tier(amounts=[LATE | {"valid_until": "2026-06-30"}])), (1, "amounts.1")),
        (benefit(tier(valid_from="2026-01-02", valid_until="2026-01-01")), (1, "valid_until")),
        (benefit(tier(RENTING, condition("pregnant"), NOT_RENTING)), (1, "conditions.3")),
        (benefit(tier(), tier(RENTING)), (2, "conditions")),
        (benefit(tier(amounts=[LATE], valid_until="2026-06-30")), (1, "amounts")),
    ],
)
def test_an_error_says_the_record_the_tier_and_the_field_at_fault(wrong, place):
    found = [finding for finding in lint(small(wrong)) if finding.is_error]
    assert [(finding.kind, finding.key, finding.tier, finding.field) for finding in found] == [
        ("benefit", "benefit", *place)
    ]


@pytest.mark.parametrize(
    ("kind", "key", "parts"),
    [
        ("measure", "1", {"measures": [MEASURES[0], MEASURES[0]]}),
        ("department", "health", {"departments": [{"key": "health", "name": "市卫生健康委"}] * 2, "measures": []}),
        (
            "policydocument",
            "law",
            {"documents": [{"key": "law", "status": "in_force", "parameters": {}}] * 2, "measures": []},
        ),
    ],
)
def test_a_record_that_stands_twice_is_an_error_at_its_key(kind, key, parts):
    found = [finding for finding in lint(small(**parts)) if finding.is_error]
    assert [(finding.kind, finding.key, finding.field) for finding in found] == [(kind, key, "key")]


NAMES = Names(
    questions={
        "renting": "租房",
        "employment": "就业情况",
        "home_purchase_date": "购房日期",
        "employer_social_insurance_paid": "单位实缴",
    },
    choices={"employment": {"employee": "单位职工", "flexible": "灵活就业"}},
    benefits={"benefit": "公平就业保护"},
)


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        ([RENTING, NOT_RENTING], "条件1（租房：是）和条件2（租房：否）"),
        (
            [condition("employment", "is", "employee"), condition("employment", "one_of", ["flexible", "new_form"])],
            "条件1（就业情况为单位职工）和条件2（就业情况为灵活就业、new_form之一）",
        ),
        (
            [awaiting("home_purchase_date"), awaiting("home_purchase_date", "before")],
            "条件1（购房日期在文件正式公布之日当日或之后）和条件2（购房日期早于文件正式公布之日）",
        ),
        (
            [condition("second_child_born_on", "before", "2016-01-01"), condition("multi_child", value=False)],
            "条件1（第2个孩子的出生日期早于2016年1月1日）和条件2（有2个及以上孩子：否）",
        ),
        (
            [
                condition("employer_social_insurance_paid", "at_least", "100.50"),
                condition("employer_social_insurance_paid", "between", ["0", "100"]),
            ],
            "条件1（单位实缴不小于100.5）和条件2（单位实缴在0和100之间）",
        ),
    ],
)
def test_a_contradiction_names_the_conditions_as_staff_know_them(conditions, words):
    (found,) = [finding for finding in lint(small(benefit(tier(*conditions))), NAMES) if finding.is_error]
    assert found.where == "待遇 公平就业保护 第1档"
    assert found.message == f"没有家庭能同时符合{words}，这一档永远不会成立。请改正其中一个条件，或删去这一档。"


def worded(*tiers: dict, **fields) -> list[tuple[bool, str]]:
    """What is said of a table, and whether it is an error."""
    findings = lint(small(benefit(*tiers, **fields)), NAMES)
    return [(finding.is_error, finding.message) for finding in findings if finding.kind == "benefit"]


def aged(operator: str, value: int) -> dict:
    return tier(condition("age_months", operator, value))


def test_what_a_table_does_wrong_is_said_in_words_with_how_to_mend_it():
    nobody = condition("children_count", "is", 0)
    assert worded(tier(nobody), per="child") == [
        (True, "没有孩子能符合条件1（孩子数量为0），这一档永远不会成立。请改正这个条件，或删去这一档。")
    ]
    late = condition("home_purchase_date", "on_or_after", "2026-01-01")
    assert worded(tier(late, valid_until="2025-12-31")) == [
        (
            True,
            "在有效日期里，没有家庭能符合条件1（购房日期在2026年1月1日当日或之后），这一档永远不会成立。请改正这个条件，或删去这一档。",
        )
    ]
    moved = "这一档永远用不到。请移到前面、改正条件，或删去这一档。"
    assert worded(tier(), tier(RENTING)) == [(True, f"符合这一档的家庭都先符合第1档，{moved}")]
    assert worded(tier(RENTING), tier(NOT_RENTING), tier()) == [
        (True, f"符合这一档的家庭都先符合第1、2档中的一档，{moved}")
    ]
    assert worded(tier(amounts=[LATE], valid_until="2026-06-30")) == [
        (True, "标准的有效日期都在这一档的有效日期之外，这一档永远没有标准。请改正日期，或删去这一档。")
    ]
    assert worded(tier(amounts=[EARLY, LATE], valid_until="2026-06-30")) == [
        (False, "第2个标准的有效日期在这一档的有效日期之外，永远用不到。请改正日期，或删去它。")
    ]
    for last, days in (("2026-06-29", "2026年6月30日"), ("2026-06-28", "2026年6月29日至2026年6月30日")):
        assert worded(tier(amounts=[EARLY | {"valid_until": last}, LATE])) == [
            (False, f"{days}没有标准，而这之前和之后都有。如不是本意，请改正有效日期。")
        ]


def test_ages_shared_or_left_out_are_said_in_months():
    shared = "的孩子也符合第1档，按第1档计算。如不是本意，请改正月龄。"
    assert worded(aged("at_most", 18), aged("at_least", 18), per="child") == [(False, f"满18个月{shared}")]
    assert worded(aged("at_most", 18), aged("at_least", 17), per="child") == [(False, f"满17个月至满18个月{shared}")]
    assert worded(aged("at_least", 24), aged("at_least", 18), per="child") == [(False, f"满24个月及以上{shared}")]
    assert worded(aged("at_most", 18), aged("at_least", 20), per="child") == [
        (False, "满19个月没有档：第1档在它之前，这一档在它之后。如不是本意，请改正月龄。")
    ]


def test_a_table_too_large_to_decide_is_said_to_be_that(monkeypatch):
    monkeypatch.setattr(tables, "MOST_STEPS", 1)
    assert worded(tier(RENTING), tier(condition("pregnant"))) == [
        (False, "档和条件太多，算不出前面的档是否已包括这一档。请人工核对，或减少档和条件。")
    ]


def test_only_rules_that_can_be_assessed_are_said_to_contradict_each_other():
    contradiction = benefit(tier(RENTING, NOT_RENTING), key="never")
    whole = small(contradiction, benefit(tier(condition("agee"))))
    assert [(finding.key, finding.field) for finding in lint(whole) if finding.is_error] == [
        ("never", "conditions.2"),
        ("benefit", "conditions.1"),
    ]
    # What keeps anybody from being assessed, and nothing else.
    assert [finding.key for finding in faults(whole)] == ["benefit"]
    lost = small(contradiction, questions=questions_with("birth_date", latest_days=1))
    assert [finding.key for finding in lint(lost) if finding.is_error] == ["birth_date"]


def test_every_comparison_and_parameter_has_a_name():
    assert set(OPERATOR_NAMES) == set(Operator)
    assert set(PARAMETER_NAMES) == set(PARAMETERS)
