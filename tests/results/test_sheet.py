"""The sheet of paper: what repeats stands once, and the resident chooses whether answers stand on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from benefits.eligibility.rulebook import Audience, PolicyStatus
from benefits.publishing.content import Text
from benefits.publishing.current import PublishedRelease
from benefits.results.sheet import Entry, Sheet
from tests.results.conftest import TWO_CHILDREN
from tests.results.test_page import FORBIDDEN, every_household

SheetOf = Callable[..., Sheet]
BORN = {"permanent_resident": True, "district": "liangxi"}


def html(sheet: Sheet) -> str:
    return render_to_string("results/paper/_sheet.html", {"sheet": sheet, "code": None})


def told(sheet: Sheet) -> list[Entry]:
    return [entry for chapter in sheet.met for entry in chapter.entries]


def entry(sheet: Sheet, key: str) -> Entry:
    return next(entry for entry in told(sheet) if entry.card.leaflet.key == key)


def with_words(release: PublishedRelease, benefits: dict[str, Any], departments: dict[str, Any]) -> PublishedRelease:
    """The release with other words: `{"childcare-subsidy": {"papers": …}}`, `{"finance": {"telephone": …}}`."""
    content = release.content
    return replace(
        release,
        content=replace(
            content,
            benefits={key: replace(said, **benefits.get(key, {})) for key, said in content.benefits.items()},
            departments={key: replace(said, **departments.get(key, {})) for key, said in content.departments.items()},
        ),
    )


@every_household
@pytest.mark.parametrize("status", PolicyStatus)
def test_nothing_is_promised_on_paper_whatever_the_status(sheet_of: SheetOf, answers: dict, status) -> None:
    shown = html(sheet_of(answers, status=status))
    assert not [phrase for phrase in FORBIDDEN if phrase in shown]


@every_household
@pytest.mark.parametrize("audience", Audience)
def test_every_benefit_of_the_page_stands_on_the_sheet(sheet_of: SheetOf, answers: dict, audience: Audience) -> None:
    sheet = sheet_of(answers, audience=audience)
    entries = [*told(sheet), *sheet.open]
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert len(entries) + sum(group.size for group in sheet.others) == sum(group.size for group in sheet.page.groups)
    shown = html(sheet)
    assert not [
        card.leaflet.title
        for group in sheet.page.groups
        for stage in group.stages
        for card in stage.cards
        if card.leaflet.title not in shown
    ]


def test_what_may_be_met_has_its_clause_article_department_and_reasons(sheet_of: SheetOf) -> None:
    sheet = sheet_of(TWO_CHILDREN)
    shown = html(sheet)
    for each in told(sheet):
        for quotation in each.card.leaflet.quotations:
            assert f"“{quotation}”" in shown
    subsidy = entry(sheet, "childcare-subsidy")
    assert subsidy.source == "第（九）条"
    assert subsidy.amounts == "拟每月给予500元；拟每月给予300元"
    assert [why.whom for why in subsidy.whys] == ["孩子1（2025年5月出生）", "孩子2（2024年1月出生）"]
    assert "“常住人口”，您的回答是“是”。" in subsidy.whys[0].reasons
    assert "《无锡市关于建立完善生育支持政策体系的若干措施（征求意见稿）》" in sheet.head


def test_a_child_that_may_not_get_it_is_told_what_failed(sheet_of: SheetOf) -> None:
    children = [{"birth_date": "2025-05-24", "childcare": "inclusive_nursery"}, {"birth_date": "2015-05-24"}]
    why = entry(sheet_of({**BORN, "children": children}), "childcare-subsidy").whys[1]
    assert (why.outcome, why.amount, why.intro) == ("可能不符合", "", "不满足")
    assert "孩子不超过18个月" in why.reasons
    assert "常住人口" not in why.reasons


def test_without_answers_the_reasons_do_not_quote_them(sheet_of: SheetOf) -> None:
    with_them, without = html(sheet_of(TWO_CHILDREN)), html(sheet_of(TWO_CHILDREN, with_answers=False))
    for words in "我的回答", "您的回答是", "按出生日期":
        assert words in with_them
        assert words not in without


def test_where_the_text_names_no_paper_it_is_said_once(sheet_of: SheetOf) -> None:
    sheet = sheet_of(TWO_CHILDREN)
    assert (sheet.papers, sheet.silent) == ((), "征求意见稿未写明")
    assert html(sheet).count("征求意见稿未写明") == 1
    assert sheet_of(TWO_CHILDREN, status=PolicyStatus.IN_FORCE).silent == "文件未写明"


def test_each_paper_stands_once_with_the_benefits_that_ask_for_it(sheet_of: SheetOf, release) -> None:
    papers = {
        "childcare-subsidy": {"papers": Text("户口簿、入托证明；身份证", "")},
        "child-health-services": {"papers": Text("户口簿\n", "")},
    }
    sheet = sheet_of(TWO_CHILDREN, of=with_words(release, papers, {}))
    by_name = {paper.name: paper.numbers for paper in sheet.papers}
    numbers = {key: str(entry(sheet, key).number) for key in papers}
    assert by_name["入托证明"] == by_name["身份证"] == numbers["childcare-subsidy"]
    assert sorted(by_name["户口簿"].replace("–", "、").split("、")) == sorted(numbers.values())
    assert "征求意见稿未写明" in html(sheet)


def test_each_department_stands_once_with_its_contact_and_its_benefits(sheet_of: SheetOf, release) -> None:
    contacts = {"education": {"telephone": "0510-00000000", "hours": Text("工作日", "")}}
    sheet = sheet_of(TWO_CHILDREN, of=with_words(release, {}, contacts))
    names = [desk.name for desk in sheet.desks]
    assert len(names) == len(set(names))
    assert "梁溪区人民政府" in names
    assert {entry.card.leaflet.enquire_at for entry in told(sheet)} <= set(names)
    contact = {desk.name: desk.contact for desk in sheet.desks}
    assert contact["市教育局"] == "电话：0510-00000000　时间：工作日"
    assert contact["市卫生健康委"] == ""
    assert html(sheet).count("来源未提供电话，请拨打12345政务服务便民热线咨询。") == 1


def test_a_government_nobody_has_named_has_no_desk(sheet_of: SheetOf) -> None:
    for district in None, "elsewhere":
        sheet = sheet_of({**TWO_CHILDREN, "district": district, "insured_district": None})
        assert not [desk.name for desk in sheet.desks if "政府" in desk.name]


def test_what_is_not_settled_names_the_questions(sheet_of: SheetOf) -> None:
    lacks = {each.card.leaflet.key: each.lacks for each in sheet_of({"children": [{}]}).open}
    assert lacks["childcare-subsidy"] == "常住人口、出生日期、入托情况"


def test_every_page_says_of_which_document_release_and_day_it_is(sheet_of: SheetOf) -> None:
    sheet = sheet_of(TWO_CHILDREN)
    assert sheet.head.endswith("征求意见稿，尚未施行")
    assert sheet.foot == "无锡生育支持自测　2026年11月23日 09:05　措施数据第1版"
    assert "施行" in sheet_of(TWO_CHILDREN, status=PolicyStatus.IN_FORCE).head


def test_the_sheet_speaks_english(sheet_of: SheetOf) -> None:
    with translation.override("en"):
        sheet = sheet_of(TWO_CHILDREN)
        assert "Monthly subsidy for inclusive childcare" in html(sheet)
        assert sheet.silent == "Not stated in the consultation draft"


@every_household
def test_the_sheet_is_small(sheet_of: SheetOf, answers: dict) -> None:
    assert len(html(sheet_of(answers)).encode()) <= 80 * 1024
