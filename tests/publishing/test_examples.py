"""The judging of examples: it fails what is wrong, says so in words, and never breaks on a bad example."""

from __future__ import annotations

import time
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from benefits.eligibility.assess import assess
from benefits.eligibility.household import household_from
from benefits.publishing.examples import ExampleFailure, example_failures, expected_words
from benefits.publishing.expectations import expectation_of
from benefits.publishing.wording import Wording

pytestmark = pytest.mark.django_db
HOW_TO_MEND_A_SUM = "合计包含所有待遇；如果应当这样，请打开这个示例改合计，并写明理由"
Json = dict[str, Any]
ON = "2026-11-23"
TODDLER = {
    "district": "xinwu",
    "permanent_resident": True,
    "children": [{"birth_date": "2025-05-24", "childcare": "inclusive_nursery"}],
}
ON_LEAVE = {
    "employment": "employee",
    "employer_is_enterprise": True,
    "on_maternity_leave": True,
    "maternity_leave_child_order": 3,
}
EXPECTANT = {"district": "xinwu", "pregnant": True, "insured_in_wuxi": True, "medical_insurance": "employee"}
HOME = {
    "wuxi_hukou": True,
    "bought_new_home": True,
    "home_purchase_date": "2026-10-01",
    "has_property_certificate": True,
    "children": [{"birth_date": "2012-03-01"}, {"birth_date": "2016-01-01"}],
}


def example(household: Any = TODDLER, expect: Any = None, **more: Any) -> Json:
    return {
        "key": "tried",
        "measure": 9,
        "name": "试一试",
        "source": "（九）",
        "on": ON,
        "household": household,
        "expect": {"childcare-subsidy": {"status": "eligible"}} if expect is None else expect,
        "totals": None,
        "policy_published_on": None,
    } | more


def judged(content: Json, *examples: Json) -> list[ExampleFailure]:
    return example_failures(content | {"examples": list(examples)})


def lines(content: Json, household: Any = TODDLER, expect: Any = None, **more: Any) -> tuple[str, ...]:
    """Why this one example fails; none if it passes."""
    found = judged(content, example(household, expect, **more))
    return found[0].lines if found else ()


def of_subsidy(**expected: Any) -> Json:
    return {"childcare-subsidy": expected}


def test_all_examples_of_the_real_measures_pass_well_under_a_second(real_content):
    started = time.process_time()
    assert example_failures(real_content) == []
    assert time.process_time() - started < 1
    assert len(real_content["examples"]) > 200


def test_a_failure_names_the_example_its_measure_and_the_difference(real_content):
    failing = example(expect=of_subsidy(children=[{"monthly": 300}]))
    passing = example(expect=of_subsidy(children=[{"monthly": 500}]))
    line = "普惠托育补助：孩子1：预期每月300元，得到每月500元"
    assert judged(real_content, failing, passing) == [ExampleFailure("tried", "试一试", 9, (line,))]


@pytest.mark.parametrize(
    ("household", "expect", "line"),
    [
        (TODDLER, of_subsidy(status="not_eligible"), "普惠托育补助：预期可能不符合，得到可能符合"),
        (TODDLER, of_subsidy(children=[{"in_kind": True}]), "服务、减免或保障，没有现金，得到每月500元"),
        (TODDLER, of_subsidy(children=[{"amount": None}]), "预期没有确定的标准，得到每月500元"),
        (TODDLER, of_subsidy(children=[{"candidates": 2}]), "预期2种可能的标准，得到1种可能的标准"),
        (TODDLER, of_subsidy(children=[{}, {}]), "预期2个孩子，得到1个孩子"),
        (TODDLER, of_subsidy(children=[]), "预期没有孩子，得到1个孩子"),
        (TODDLER, of_subsidy(children=None), "预期没有每个孩子的结论，得到1个孩子"),
        (
            TODDLER,
            of_subsidy(missing=["children.0.childcare"]),
            "预期还需要回答：孩子1的入托情况，得到不需要再回答什么",
        ),
        (TODDLER, of_subsidy(governments=[]), "预期没有区政府答复，得到由新吴区人民政府答复"),
        (TODDLER, of_subsidy(awaits=["policy_published_on"]), "预期等待文件正式公布之日，得到不等待文件的日期"),
        ({}, of_subsidy(children=[{}]), "预期1个孩子，得到没有每个孩子的结论"),
        (ON_LEAVE, {"employer-insurance-subsidy": {"percent": 50}}, "预期比例50%，得到“单位实缴社会保险费”的80%"),
        (ON_LEAVE, {"employer-insurance-subsidy": {"yuan": "1.00"}}, "预期1元，得到“单位实缴社会保险费”的80%"),
        (
            ON_LEAVE | {"employer_social_insurance_paid": "1000"},
            {"employer-insurance-subsidy": {"yuan": None}},
            "预期金额还算不出，得到“单位实缴社会保险费”的80%，即800元",
        ),
        (EXPECTANT, {"prenatal-checkup-cover": {"ceiling": 2400}}, "预期限额2,400元，得到最高支付2,500元"),
        (
            EXPECTANT,
            {"prenatal-checkup-cover": {"basis": "eligible_costs"}},
            "预期限的是符合规定的费用，得到最高支付2,500元",
        ),
        (
            EXPECTANT,
            {"prenatal-checkup-cover": {"status": "undetermined", "one_off": 1, "yuan": None}},
            "预期还需要确认、一次性1元、金额还算不出，得到可能符合、最高支付2,500元",
        ),
        ({}, {"prenatal-checkup-cover": {"basis": "paid"}}, "预期限的是支付额，得到没有确定的标准"),
    ],
)
def test_every_part_of_an_expectation_can_fail_and_says_both_sides(real_content, household, expect, line):
    assert any(found.endswith(line) for found in lines(real_content, household, expect))


@pytest.mark.parametrize("figure", [500, "500", "500.00"])
def test_a_sum_is_expected_in_any_writing(real_content, figure):
    assert lines(real_content, expect=of_subsidy(children=[{"monthly": figure}])) == ()


@pytest.mark.parametrize(
    ("totals", "found"),
    [
        ({"one_off": 0, "monthly": 500}, ()),
        (
            {"one_off": "0.00", "monthly": "800.00"},
            ("合计：预期一次性0元、每月800元，得到一次性0元、每月500元。" + HOW_TO_MEND_A_SUM,),
        ),
    ],
)
def test_totals_are_those_of_the_measure_s_document(real_content, totals, found):
    assert lines(real_content, totals=totals) == found


def test_totals_follow_the_document_into_force(real_content):
    content = deepcopy(real_content)
    content["rulebook"]["documents"][0]["status"] = "in_force"
    assert lines(content, totals={"one_off": 0, "monthly": 500}) == ()


def test_an_example_may_suppose_the_day_of_publication(real_content):
    expect = {"home-purchase-grant": {"status": "eligible", "one_off": 30000}}
    assert lines(real_content, HOME, expect, policy_published_on="2026-10-01") == ()
    late = lines(real_content, HOME, expect, policy_published_on="2026-10-02")
    assert late == ("多子女家庭一次性购房补贴：预期可能符合、一次性30,000元，得到可能不符合、没有确定的标准",)
    assert "得到还需要确认" in lines(real_content, HOME, expect)[0]


def test_an_example_is_judged_on_its_own_day(real_content):
    expect = of_subsidy(children=[{"monthly": 500}])
    assert lines(real_content, expect=expect, on="2026-12-23") == ()
    later = lines(real_content, expect=expect, on="2026-12-24")
    assert later == ("普惠托育补助：孩子1：预期每月500元，得到每月300元",)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"expect": {"no-such-benefit": {"status": "eligible"}}}, "没有叫“no-such-benefit”的待遇"),
        ({"expect": {}}, "还没有预期"),
        ({"expect": []}, "还没有预期"),
        ({"expect": of_subsidy(colour="red")}, "预期里没有“colour”这一项"),
        ({"expect": of_subsidy(children=[{"governments": []}])}, "孩子1：预期里没有“governments”这一项"),
        ({"expect": of_subsidy(children=[3])}, "孩子1：预期要写成“项: 值”的形式"),
        ({"expect": of_subsidy(children={})}, "要写每个孩子的预期"),
        ({"expect": {"childcare-subsidy": "eligible"}}, "预期要写成“项: 值”的形式"),
        ({"expect": of_subsidy(status="perhaps")}, "预期的“status”要写以下之一：eligible"),
        ({"expect": of_subsidy(status=["eligible"])}, "预期的“status”要写以下之一：eligible"),
        ({"expect": of_subsidy(monthly=1.5)}, "预期的“monthly”要写金额"),
        ({"expect": of_subsidy(monthly=True)}, "预期的“monthly”要写金额"),
        ({"expect": of_subsidy(monthly="五百")}, "预期的“monthly”要写金额"),
        ({"expect": of_subsidy(percent="80")}, "要写百分比"),
        ({"expect": of_subsidy(in_kind=False)}, "只能写 true"),
        ({"expect": of_subsidy(amount=500)}, "只能写 null"),
        ({"expect": of_subsidy(basis="whatever")}, "要写以下之一：paid"),
        ({"expect": of_subsidy(yuan=500)}, "要写带引号的金额"),
        ({"expect": of_subsidy(candidates=-1)}, "要写可能的标准有几种"),
        ({"expect": of_subsidy(missing="district")}, "要写一个列表"),
        ({"household": {"colour": "red"}}, "家庭回答了“colour”，但没有这个问题"),
        ({"household": {"children": [{"colour": "red"}]}}, "家庭回答了“colour”，但没有这个问题"),
        ({"household": {"medical_insurance": "golden"}}, "家庭的“医疗保险”没有这个选项。可以选：职工医保"),
        ({"household": {"pregnant": "yes"}}, "家庭的“怀孕”：应为 true 或 false"),
        ({"household": {"children": [{"birth_date": "2026-11-24"}]}}, "家庭的“孩子1的出生日期”：不能晚于"),
        ({"household": {"children": 3}}, "家庭的“孩子”：应为孩子的列表"),
        ({"household": {"children": [3]}}, "家庭的“孩子”：每个孩子应为一个对象"),
        ({"household": {"employer_social_insurance_paid": 1.5}}, "家庭的“单位实缴社会保险费”：应为金额"),
        ({"household": []}, "家庭要写成“问题: 回答”的形式"),
        ({"on": "2026-02-30"}, "评估日期“2026-02-30”不是日期"),
        ({"on": None}, "评估日期“None”不是日期"),
        ({"policy_published_on": "soon"}, "假定的公布日“soon”不是日期"),
        ({"totals": {"monthly": 500}}, "预期合计要写一次性（one_off）和每月（monthly）两个金额"),
        ({"totals": 500}, "预期合计要写"),
    ],
)
def test_a_bad_example_is_a_failure_in_words_and_the_others_are_judged(real_content, bad, said):
    failing = example(expect=of_subsidy(status="not_eligible"), key="other")
    found = judged(real_content, example() | bad, failing)
    assert [failure.key for failure in found] == ["tried", "other"]
    assert any(said in line for line in found[0].lines), found[0].lines
    told = expected_words(Wording(real_content), example() | bad)
    assert all(isinstance(line, str) for line in told)


def test_rules_with_errors_fail_every_example_instead_of_breaking(real_content):
    content = deepcopy(real_content)
    content["rulebook"]["questions"] = [
        question for question in content["rulebook"]["questions"] if question["key"] != "childcare"
    ]
    found = example_failures(content)
    assert len(found) == len(content["examples"])
    assert "规则本身有错误" in found[0].lines[0]


@pytest.mark.parametrize(
    ("household", "key", "expected"),
    [
        (
            TODDLER,
            "childcare-subsidy",
            {"status": "eligible", "children": [{"status": "eligible", "monthly": "500.00"}]},
        ),
        ({}, "childcare-subsidy", {"status": "undetermined", "children": None}),
        ({"children": []}, "childcare-subsidy", {"status": "not_eligible", "children": []}),
        (ON_LEAVE, "employer-insurance-subsidy", {"status": "eligible", "percent": 80, "yuan": None}),
        (EXPECTANT, "prenatal-checkup-cover", {"status": "eligible", "ceiling": "2500.00", "basis": "paid"}),
        (EXPECTANT, "prenatal-screening", {"status": "eligible", "in_kind": True}),
        (EXPECTANT, "national-birth-subsidy", {"status": "eligible", "as_regulated": True}),
        (
            EXPECTANT | {"household_category": "low_income"},
            "hardship-pregnancy-grant",
            {"status": "eligible", "one_off": "5000.00"},
        ),
        ({"pregnant": False}, "prenatal-screening", {"status": "not_eligible"}),
    ],
)
def test_the_expectation_recorded_from_a_result_describes_it_and_passes(real_content, household, key, expected):
    wording, on = Wording(real_content), date.fromisoformat(ON)
    result = assess(wording.rulebook, household_from(wording.rulebook, household, on), on).to_json()
    recorded = expectation_of(result, [key])
    assert recorded == {key: expected}
    assert lines(real_content, household, recorded) == ()


def test_what_is_expected_is_told_benefit_by_benefit(real_content):
    told = expected_words(
        Wording(real_content),
        example(
            expect={
                "childcare-subsidy": {
                    "status": "eligible",
                    "amount": None,
                    "children": [{"monthly": 500, "missing": []}],
                },
                "free-childcare": {"children": []},
            },
            totals={"one_off": "0.00", "monthly": "500.00"},
        ),
    )
    assert told == [
        "普惠托育补助：可能符合",
        "普惠托育补助：孩子1：每月500元、不需要再回答什么",
        "困难家庭婴幼儿免费入托：没有孩子",
        "合计：一次性0元、每月500元",
    ]
