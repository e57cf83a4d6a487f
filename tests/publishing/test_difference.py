"""What a reviewer reads of a change: every field by its name, rules as sentences, nothing as data."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from benefits.publishing.difference import DifferenceLine, RecordDifference, difference

pytestmark = pytest.mark.django_db
Json = dict[str, Any]
RAW = re.compile(r"[a-z]+_[a-z_]+|[{}\[\]]|\bTrue\b")


def record(content: Json, place: str, name: str, key: Any) -> Json:
    """A record of the content, to change."""
    by = "number" if name == "measures" else "key"
    return next(item for item in content[place][name] if item[by] == key)


@pytest.fixture
def changed(real_content: Json) -> Callable[[Callable[[Json], None]], list[RecordDifference]]:
    """The difference that a change to the real measures makes."""

    def apply(change: Callable[[Json], None]) -> list[RecordDifference]:
        new = deepcopy(real_content)
        change(new)
        return difference(real_content, new)

    return apply


def only(differences: list[RecordDifference]) -> RecordDifference:
    assert len(differences) == 1
    return differences[0]


def test_the_same_content_differs_in_nothing(changed):
    assert changed(lambda content: None) == []


def test_a_new_amount_is_a_tier_in_words_before_and_after(changed):
    def change(content):
        tier = record(content, "rulebook", "benefits", "childcare-subsidy")["tiers"][0]
        tier["amounts"] = [
            {"kind": "monthly", "yuan": "500.00", "valid_until": "2026-12-31"},
            {"kind": "monthly", "yuan": "600.00", "valid_from": "2027-01-01"},
        ]

    found = only(changed(change))
    assert (found.kind, found.kind_name, found.title) == ("benefit", "待遇", "普惠托育补助")
    claims = "常住人口：是，并且入托情况为普惠托育服务机构或托幼一体普惠性幼儿园，并且孩子不超过18个月的，"
    assert found.lines == (
        DifferenceLine(
            "第1档",
            f"{claims}每月500元。",
            f"{claims}每月500元（到2026年12月31日止）；每月600元（自2027年1月1日起）。",
        ),
    )


def test_a_tier_put_in_front_leaves_the_others_as_they_are(changed):
    def change(content):
        tier = {"conditions": [], "amounts": [{"kind": "in_kind"}], "valid_from": "2027-01-01"}
        record(content, "rulebook", "benefits", "childcare-subsidy")["tiers"].insert(0, tier)

    assert only(changed(change)).lines == (
        DifferenceLine("第1档", "没有这一档", "没有条件，服务、减免或保障，没有现金（自2027年1月1日起）。"),
    )


def test_a_tier_taken_away_says_so(changed):
    def change(content):
        del record(content, "rulebook", "benefits", "prenatal-checkup-cover")["tiers"][1]

    line = only(changed(change)).lines[0]
    assert (line.label, line.after) == ("第2档", "没有这一档")
    assert line.before.endswith("的，符合规定的费用最高按1,200元计算。")


def test_tiers_that_change_places_are_told_as_that(changed):
    def change(content):
        record(content, "rulebook", "benefits", "prenatal-checkup-cover")["tiers"].reverse()

    line = only(changed(change)).lines
    assert [each.label for each in line] == ["次序"]
    assert (line[0].before[:4], line[0].after[:4]) in {("第2档：", "第1档："), ("第1档：", "第2档：")}
    assert line[0].before[4:] == line[0].after[4:]


def test_wording_departments_and_labels_are_told_by_name(changed):
    def change(content):
        rules = record(content, "rulebook", "benefits", "childcare-subsidy")
        rules |= {"enquire_at": "finance", "firmness": "encouraged", "audience": "employer", "routing": "home_district"}
        words = record(content, "content", "benefits", "childcare-subsidy")
        words["title"] = {"zh": "托育补助", "en": "Subsidy"}
        words["papers"] = {"zh": "身份证。", "en": ""}
        words["needs_no_application"] = True
        words["attested_on"] = "2026-11-23"

    content = only(changed(change))
    told = {line.label: (line.before, line.after) for line in content.lines}
    assert content.title == "托育补助"
    assert told["标题"] == ("普惠托育补助", "托育补助")
    assert told["所需材料"] == ("（没有填写）", "身份证。")
    assert told["明确程度"] == ("文件明确", "鼓励，以所在区为准")
    assert told["申领人"] == ("居民", "用人单位")
    assert told["按哪个区"] == ("居住地区", "新房所在地区")
    assert told["咨询单位"][0] == "市卫生健康委"
    assert told["免申即享"] == ("否", "是")
    assert told["核对日"] == ("（没有填写）", "2026年11月23日")


def test_whether_a_household_can_itself_change_an_answer_is_told(changed):
    def change(content):
        record(content, "content", "questions", "childcare")["is_in_reach"] = False

    [line] = only(changed(change)).lines
    assert (line.label, line.before, line.after) == ("家庭自己能改变", "是", "否")


def test_a_document_in_force_says_status_and_dates(changed):
    def change(content):
        content["rulebook"]["documents"][0] |= {
            "status": "in_force",
            "parameters": {"policy_published_on": "2026-12-01"},
        }
        content["content"]["documents"][0] |= {"published_on": "2026-12-01", "effective_from": "2027-01-01"}

    found = only(changed(change))
    assert found.kind_name == "政策文件"
    assert [(line.label, line.before, line.after) for line in found.lines] == [
        ("状态", "征求意见", "施行中"),
        ("正式公布日", "（没有填写）", "2026年12月1日"),
        ("施行日", "（没有填写）", "2027年1月1日"),
    ]


def test_a_question_with_a_new_choice_shows_its_choices_by_their_labels(changed):
    def change(content):
        record(content, "rulebook", "questions", "marital_status")["values"].append("other")
        choices = record(content, "content", "questions", "marital_status")["choices"]
        choices.append({"key": "other", "zh": "其他", "en": "Other"})

    found = only(changed(change))
    assert (found.kind_name, found.title) == ("问题", "婚姻状况")
    assert [line.label for line in found.lines] == ["选项", "选项（英文）"]
    assert found.lines[0].after == found.lines[0].before + "\n其他"


def test_a_choice_whose_key_alone_changes_is_not_passed_over_in_silence(changed):
    def change(content):
        record(content, "rulebook", "questions", "marital_status")["values"][0] = "unwed"
        record(content, "content", "questions", "marital_status")["choices"][0]["key"] = "unwed"

    assert [line.label for line in only(changed(change)).lines] == ["内部标识"]


def test_a_record_that_moves_says_where_it_stood_and_stands(changed):
    def change(content):
        for place in ("rulebook", "content"):
            departments = content[place]["departments"]
            departments.insert(0, departments.pop(3))

    found = only(changed(change))
    assert [line.label for line in found.lines] == ["次序"]
    assert found.lines[0].before.startswith("排在“")
    assert found.lines[0].after == "排在最前"


@pytest.mark.parametrize(
    ("place", "name", "key"),
    [
        ("rulebook", "benefits", "childcare-subsidy"),
        ("rulebook", "questions", "childcare"),
        ("content", "commitments", None),
        ("content", "terms", None),
        ("examples", None, None),
    ],
)
def test_a_record_that_is_gone_or_new_is_told_whole_and_in_words(real_content, place, name, key):
    new = deepcopy(real_content)
    if name is None:
        del new["examples"][0]
    else:
        key = key or new[place][name][0]["key"]
        for shelf in ("rulebook", "content"):
            if name in new[shelf]:
                new[shelf][name] = [item for item in new[shelf][name] if item["key"] != key]
    gone, come = only(difference(real_content, new)), only(difference(new, real_content))
    assert (gone.is_gone, gone.is_new, gone.what) == (True, False, "取消")
    assert (come.is_gone, come.is_new, come.what) == (False, True, "新增")
    assert gone.title == come.title
    assert all(line.before and not line.after for line in gone.lines)
    assert [(line.label, line.before) for line in gone.lines] == [(line.label, line.after) for line in come.lines]


def test_everything_is_told_without_a_raw_key(real_content):
    """All that a first release brings: nearly three hundred records, none of them as data."""
    nothing = {
        "format": 2,
        "rulebook": {name: [] for name in real_content["rulebook"]},
        "content": {name: [] for name in real_content["content"]},
        "examples": [],
    }
    told = difference(nothing, real_content)
    assert len({found.kind for found in told}) == 9
    words = [text for found in told for line in found.lines for text in (found.title, line.label, line.after)]
    assert [text for text in words if RAW.search(text)] == []


def test_what_names_a_record_that_is_gone_is_told_by_its_key(real_content):
    new = deepcopy(real_content)
    for shelf in ("rulebook", "content"):
        new[shelf]["questions"] = [item for item in new[shelf]["questions"] if item["key"] != "childcare"]
        new[shelf]["departments"] = [item for item in new[shelf]["departments"] if item["key"] != "health"]
    new["rulebook"]["benefits"][0]["enquire_at"] = "health"
    tier = record(new, "rulebook", "benefits", "childcare-subsidy")["tiers"][0]
    tier["amounts"][0]["yuan"] = "600.00"
    told = {found.key: found for found in difference(real_content, new)}
    assert "childcare 是其中之一 inclusive_nursery" in told["childcare-subsidy"].lines[0].after


def test_notes_are_named_by_benefit_and_department(changed):
    def change(content):
        note = {"key": "childcare-subsidy.liangxi", "benefit": "childcare-subsidy", "department": "liangxi"}
        content["content"]["notes"].append(note | {"text": {"zh": "本区另加100元。", "en": ""}})

    found = only(changed(change))
    assert found.title.startswith("普惠托育补助 – ")
    assert [(line.label, line.after) for line in found.lines] == [("补充说明", "本区另加100元。")]


def test_an_example_is_told_with_its_household_and_expectation_in_words(changed):
    def change(content):
        example = next(each for each in content["examples"] if each["key"] == "measure-9-01")
        example["expect"]["childcare-subsidy"]["children"][0]["monthly"] = 600

    found = only(changed(change))
    assert [line.label for line in found.lines] == ["预期"]
    assert "普惠托育补助：孩子1：可能符合、每月500元" in found.lines[0].before
    assert "普惠托育补助：孩子1：可能符合、每月600元" in found.lines[0].after


@pytest.mark.parametrize(
    ("before", "after", "taken_out", "put_in"),
    [
        ("每月500元，按月发放。", "每月600元，按月发放。", ["5"], ["6"]),
        ("拟发放补助。", "发放补助。", ["拟"], []),
        ("甲乙丙丁", "一二三四", [], []),
        ("甲1乙2丙丁戊己庚辛", "甲3乙4丙丁戊己庚辛", ["1乙2"], ["3乙4"]),
    ],
)
def test_what_differs_within_a_text_is_marked_on_both_sides(before, after, taken_out, put_in):
    was, becomes = DifferenceLine("内容", before, after).sides
    assert (was.name, becomes.name) == ("修改前", "修改后")
    assert [piece.text for piece in was.pieces if piece.is_changed] == taken_out
    assert [piece.text for piece in becomes.pieces if piece.is_changed] == put_in
    assert "".join(piece.text for piece in was.pieces) == before
    assert "".join(piece.text for piece in becomes.pieces) == after


@pytest.mark.parametrize(("before", "after", "is_after"), [("", "新的文字", True), ("旧的文字", "", False)])
def test_what_only_one_side_says_is_shown_alone(before, after, is_after):
    (side,) = DifferenceLine("内容", before, after).sides
    assert (side.name, side.is_after) == ("", is_after)
    assert [tuple(piece) for piece in side.pieces] == [(before or after, False)]


def test_a_text_too_long_to_mark_is_shown_whole():
    was, becomes = DifferenceLine("全文", "甲" * 2_000, "甲" * 2_001).sides
    assert [piece.is_changed for piece in (*was.pieces, *becomes.pieces)] == [False, False]
