"""What residents are told of an assessment: everything, once, in words, and never more than the draft says."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from benefits.eligibility.assess import Status
from benefits.eligibility.rulebook import Audience, PolicyStatus
from benefits.publishing.current import PublishedRelease
from benefits.results.cards import ResultCard
from benefits.results.groups import EVERYONE, LIFE_STAGES, NEARLY
from benefits.results.page import ResultsPage
from tests.results.conftest import TWO_CHILDREN

HOUSEHOLDS = {
    "nothing answered": {},
    "two children": TWO_CHILDREN,
    "no children": {**TWO_CHILDREN, "children": []},
    "lives elsewhere": {**TWO_CHILDREN, "district": "elsewhere", "pregnant": False},
    "a child of whom nothing is known": {"children": [{}]},
    "ten children of whom nothing is known": {"children": [{}] * 10},
    "ten children of all ages": {
        **TWO_CHILDREN,
        "children": [{"birth_date": f"{2026 - 2 * child}-0{child % 9 + 1}-11"} for child in range(10)],
    },
}
FORBIDDEN = ("您符合", "可以领取", "保证", "一定", "立即申请")

every_household = pytest.mark.parametrize("answers", HOUSEHOLDS.values(), ids=HOUSEHOLDS)
PageOf = Callable[..., ResultsPage]


def cards_of(page: ResultsPage) -> Iterator[ResultCard]:
    for group in page.groups:
        for stage in group.stages:
            yield from stage.cards


def card(page: ResultsPage, key: str) -> ResultCard:
    return next(card for card in cards_of(page) if card.leaflet.key == key)


def keys_of(page: ResultsPage, group: str) -> list[str]:
    return [
        card.leaflet.key
        for each in page.groups
        if each.kind.key == group
        for stage in each.stages
        for card in stage.cards
    ]


def html(page: ResultsPage) -> str:
    context = {"page": page, "code": None, "has_pdf": False}
    return render_to_string("results/page.html", context, RequestFactory().get("/"))


@every_household
def test_every_benefit_stands_on_the_page_once(page_of: PageOf, release: PublishedRelease, answers: dict) -> None:
    shown = Counter(card.leaflet.key for card in cards_of(page_of(answers)))
    assert shown == Counter(benefit.key for benefit in release.rulebook.benefits)


@pytest.mark.parametrize("audience", [Audience.EMPLOYER, Audience.INSTITUTION])
def test_an_employer_or_institution_sees_its_own(
    page_of: PageOf, release: PublishedRelease, audience: Audience
) -> None:
    shown = Counter(card.leaflet.key for card in cards_of(page_of({}, audience=audience)))
    own = [benefit.key for benefit in release.rulebook.benefits if benefit.audience is audience]
    assert own
    assert shown == Counter(own)


@every_household
@pytest.mark.parametrize("status", PolicyStatus)
def test_nothing_is_promised_whatever_the_status(page_of: PageOf, answers: dict, status: PolicyStatus) -> None:
    shown = html(page_of(answers, status=status))
    assert not [phrase for phrase in FORBIDDEN if phrase in shown]


def test_what_is_in_force_is_worded_so_without_a_line_of_code(page_of: PageOf) -> None:
    draft = card(page_of(TWO_CHILDREN), "childcare-subsidy")
    in_force = card(page_of(TWO_CHILDREN, status=PolicyStatus.IN_FORCE), "childcare-subsidy")
    assert draft.subjects[0].amount == "拟每月给予500元"
    assert in_force.subjects[0].amount == "每月给予500元"
    assert draft.government == "拟由梁溪区人民政府负责"
    assert in_force.government == "由梁溪区人民政府负责"
    assert ("材料和办理", "征求意见稿未写明") in draft.leaflet.claiming
    assert ("材料和办理", "文件未写明") in in_force.leaflet.claiming


def test_figures_of_different_kinds_stand_apart(page_of: PageOf) -> None:
    page = page_of(TWO_CHILDREN)
    assert [(str(figure.kind), figure.amount) for figure in page.figures] == [
        ("一次性", "拟一次性5,000元"),
        ("每月", "拟每月800元"),
        ("限额", "拟最高支付2,500元"),
    ]


def test_a_sum_shows_what_it_is_made_of_and_for_whom(page_of: PageOf) -> None:
    monthly = page_of(TWO_CHILDREN).figures[1]
    assert [(part.whom, part.amount) for part in monthly.parts] == [
        ("孩子1（2025年5月出生）", "拟每月给予500元"),
        ("孩子2（2024年1月出生）", "拟每月给予300元"),
    ]


def test_what_is_not_settled_is_in_no_figure(page_of: PageOf) -> None:
    assert page_of({"pregnant": True}).figures == ()


def test_groups_follow_the_stages_of_life(page_of: PageOf) -> None:
    order = list(LIFE_STAGES.values())
    for group in page_of(TWO_CHILDREN).groups:
        if group.kind.key in (NEARLY, Status.NOT_ELIGIBLE):
            continue
        places = [order.index(stage.title) for stage in group.stages]
        assert places == sorted(places)


def test_benefits_without_conditions_are_for_every_family(page_of: PageOf) -> None:
    assert "fair-employment-protection" in keys_of(page_of({}), EVERYONE)


def test_each_open_condition_leads_to_its_question(page_of: PageOf) -> None:
    subsidy = card(page_of({"children": [{}], "permanent_resident": True}), "childcare-subsidy")
    lines = subsidy.subjects[0].situations[0].reasons
    assert [(line.kind, line.change_url, line.change_name) for line in lines] == [
        ("open", "/change/children.0.childcare", "去回答"),
        ("open", "/change/children.0.birth_date", "去回答"),
        ("met", "/change/permanent_resident", "修改这个回答"),
    ]


def test_what_is_not_eligible_names_the_condition_the_answer_and_where_to_change_it(page_of: PageOf) -> None:
    grant = card(page_of({"pregnant": False, "household_category": "low_income"}), "hardship-pregnancy-grant")
    assert grant.status is Status.NOT_ELIGIBLE
    assert grant.hint == "不满足“怀孕”"
    assert grant.decided == "条件是“怀孕”，您的回答是“否”。"
    failed, met = grant.subjects[0].situations[0].reasons
    assert (failed.kind, failed.sentence, failed.change_url) == ("failed", grant.decided, "/change/pregnant")
    assert (met.kind, met.change_url) == ("met", "/change/household_category")


def test_a_family_without_children_is_told_that_this_is_why(page_of: PageOf) -> None:
    subsidy = card(page_of({"children": []}), "childcare-subsidy")
    assert subsidy.hint == "不满足“有孩子”"
    assert subsidy.subjects[0].situations[0].reasons[0].change_url == "/change/children"


def test_what_fails_in_several_ways_names_each(page_of: PageOf) -> None:
    answers = {"permanent_resident": True, "children": [{"birth_date": "2020-01-01", "childcare": "other"}]}
    award = card(page_of(answers | {"pregnant": False, "preparing_pregnancy": False}), "newborn-hukou-reward")
    assert award.hint == "不满足“怀孕”，也不满足“有未满1岁的孩子”"
    assert award.decided == "条件是“怀孕”，您的回答是“否”。另外1种情形也不满足。"


def test_what_was_declined_is_never_read_as_no(page_of: PageOf) -> None:
    page = page_of({}, declined=("pregnant",))
    screening = card(page, "prenatal-screening")
    assert screening.status is Status.UNDETERMINED
    [line] = screening.subjects[0].situations[0].reasons
    assert line.sentence == "条件是“怀孕”，您选了“不清楚”。"


def test_children_who_came_out_alike_share_one_line(page_of: PageOf) -> None:
    born = ["2018-03-24", "2016-01-05", "2025-05-24"]
    page = page_of({"permanent_resident": True, "children": [{"birth_date": day} for day in born]})
    subsidy = card(page, "childcare-subsidy")
    assert [subject.name for subject in subsidy.subjects] == [
        "孩子1（2018年3月出生）、孩子2（2016年1月出生）",
        "孩子3（2025年5月出生）",
    ]
    [failed] = subsidy.subjects[0].situations[0].failed
    assert failed.sentence == "条件是“孩子不超过18个月”，按出生日期，孩子8岁7个月、10岁10个月。"
    assert [subject.name for subject in card(page, "child-health-services").subjects] == ["每个孩子"]


def test_one_question_to_several_children_is_asked_once(page_of: PageOf) -> None:
    page = page_of({**TWO_CHILDREN, "children": [{}, {}, {"birth_date": "2024-01-05"}]})
    labels = [question.label for step in (*page.settling, *page.settling_less) for question in step.questions]
    assert len(labels) == len(set(labels))
    assert "孩子1、孩子2：出生日期" in labels
    assert {question.url for question in card(page, "home-purchase-grant").missing} <= {"/change/children"}


def test_the_place_is_asked_for_once_to_name_the_government(page_of: PageOf) -> None:
    page = page_of({**TWO_CHILDREN, "district": None})
    assert [question.label for question in page.routing].count("居住地区") == 1
    assert card(page, "childcare-subsidy").government == "拟由居住地区的政府负责，回答后显示名称"


def test_a_purchase_waits_for_the_policy_to_be_published(page_of: PageOf) -> None:
    bought = {
        "wuxi_hukou": True,
        "bought_new_home": True,
        "has_property_certificate": True,
        "home_purchase_date": "2026-05-01",
        "children": [{"birth_date": "2016-05-01"}, {"birth_date": "2020-05-01"}],
    }
    grant = card(page_of(bought), "home-purchase-grant")
    assert grant.status is Status.UNDETERMINED
    assert grant.amount == "如果符合：拟一次性给予30,000元"
    assert "政策尚未正式公布" in grant.awaits


@every_household
def test_every_card_has_clause_department_and_papers(page_of: PageOf, answers: dict) -> None:
    for each in cards_of(page_of(answers)):
        leaflet = each.leaflet
        assert leaflet.quotations
        assert leaflet.source.startswith("《无锡市关于建立完善生育支持政策体系的若干措施（征求意见稿）》第（")
        assert leaflet.enquire_at
        assert "12345" in leaflet.contact
        assert leaflet.claiming
        assert each.government
        assert each.subjects


@every_household
def test_the_page_is_small(page_of: PageOf, answers: dict) -> None:
    shown = html(page_of(answers)).encode()
    assert len(shown) <= 136 * 1024
    assert len(gzip.compress(shown, 6)) <= 20 * 1024


def test_answers_on_paper_are_in_the_order_of_asking(page_of: PageOf) -> None:
    lines = [(line.label, line.words) for line in page_of(TWO_CHILDREN, declined=("renting",)).answers]
    assert lines[0] == ("居住地区", "梁溪区")
    assert ("租房", "不清楚／暂不回答") in lines
    assert lines[-1] == ("孩子2（2024年1月出生）：入托情况", "托幼一体普惠性幼儿园")


def test_the_release_speaks_english_where_english_is_active(page_of: PageOf) -> None:
    with translation.override("en"):
        page = page_of(TWO_CHILDREN)
    assert card(page, "childcare-subsidy").leaflet.title == "Monthly subsidy for inclusive childcare"


@pytest.mark.parametrize(("district", "is_warned"), [("elsewhere", True), ("xinwu", False), (None, False)])
def test_who_lives_outside_the_city_is_told_to_ask_first(
    page_of: PageOf, district: str | None, is_warned: bool
) -> None:
    page = page_of({"district": district, "children": [{"birth_date": "2020-05-05"}]})
    assert ("请先咨询" in page.outside) is is_warned
    assert ("居住地区不在无锡。" in html(page)) is is_warned
