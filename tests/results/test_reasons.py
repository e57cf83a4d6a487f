"""Why, why not, what is nearly met and what to answer next: in sentences, with the household's own answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from benefits.eligibility.facts import DERIVED, Absent, Answer, FactType, Operator
from benefits.eligibility.rulebook import Audience, Condition
from benefits.models import Release
from benefits.publishing.current import PublishedRelease, loaded
from benefits.results.cards import ResultCard
from benefits.results.groups import NEARLY
from benefits.results.page import ResultsPage
from benefits.results.sentences import LONGEST, change_words, claim_words, known_words, sentence, unknown_words
from config.display import Display
from tests.results.conftest import TWO_CHILDREN

PageOf = Callable[..., ResultsPage]
FORBIDDEN = re.compile("您符合|可以领取|保证|一定")
TODDLER = {"birth_date": "2025-05-24", "childcare": "other"}
PUPIL = {"birth_date": "2018-05-24", "childcare": "none"}
WAITS = {
    "wuxi_hukou": True,
    "bought_new_home": True,
    "has_property_certificate": True,
    "children": [{"birth_date": "2016-05-01"}, {"birth_date": "2020-05-01"}],
}


def cards(page: ResultsPage, group: str) -> dict[str, ResultCard]:
    """The cards of a group by key, in its order."""
    return {
        card.leaflet.key: card
        for each in page.groups
        if each.kind.key == group
        for stage in each.stages
        for card in stage.cards
    }


def possible(release: PublishedRelease, condition: Condition) -> Iterator[Answer]:
    """Answers of every kind that a condition's fact may have."""
    question = release.rulebook.question_of.get(condition.fact)
    match release.rulebook.fact_type(condition.fact):
        case FactType.BOOL:
            yield from (True, False)
        case FactType.CHOICE if question:
            yield from question.values
        case FactType.INTEGER:
            yield from (0, 1, 38)
        case _:
            yield Absent.ABSENT


def conditions(release: PublishedRelease) -> dict[Condition, dict[str, Any]]:
    documents = {document.key: document.parameters for document in release.rulebook.documents}
    return {
        condition: dict(documents[release.rulebook.measure_of[benefit.measure].document])
        for benefit in release.rulebook.benefits
        for tier in benefit.tiers
        for condition in tier.conditions
    }


def sentences(release: PublishedRelease, *, is_english: bool = False) -> Iterator[str]:
    """All that can be said of every condition of the release."""
    said = lambda words: words.en if is_english else words.zh  # noqa: E731
    for condition, parameters in conditions(release).items():
        claim = said(claim_words(release.content, condition, parameters))
        answers = list(possible(release, condition))
        known = [said(known_words(release.content, condition.fact, (answer,))) for answer in answers]
        known += [
            said(unknown_words(condition.fact, is_declined=declined, is_awaited=awaited))
            for declined, awaited in product((True, False), repeat=2)
        ]
        for words, outcome in product(known, (False, None)):
            yield sentence(claim, outcome, words, is_english=is_english)
        for answer in answers if condition.fact not in DERIVED else ():
            yield said(change_words(release.content, condition, (answer,), parameters))


def test_every_sentence_is_whole_short_and_promises_nothing(release: PublishedRelease) -> None:
    every = list(sentences(release))
    assert len(every) > 200
    for said in every:
        assert said.endswith("。")
        assert not FORBIDDEN.search(said)
        # Names of choices that a list quotes may take it a few characters further.
        assert all(len(part) <= LONGEST + 20 for part in said.split("。")), said


def test_in_english_every_sentence_is_english_and_ends(release: PublishedRelease) -> None:
    for said in sentences(release, is_english=True):
        assert said.endswith(".")
        assert not re.search("[\u4e00-\u9fff]", said), said


@pytest.mark.parametrize(
    ("fact", "answers", "known"),
    [
        ("pregnant", (False,), "您的回答是“否”"),
        ("childcare", ("other", "none"), "您的回答是“其他托育机构或幼儿园、没有入托”"),
        ("age_months", (19, 40), "按出生日期，孩子19个月、3岁4个月"),
        ("has_child_under_3", (True,), "按您的回答，您家有"),
        ("multi_child", (False,), "按您的回答，您家没有"),
        ("children_count", (2,), "按您的回答，您家有2个孩子"),
        ("second_child_born_on", (Absent.ABSENT,), "您家没有第2个孩子"),
        ("second_child_born_on", (date(2024, 6, 16),), "第2个孩子在2024年6月16日出生"),
    ],
)
def test_what_was_not_answered_itself_says_where_it_comes_from(release, fact, answers, known) -> None:
    assert known_words(release.content, fact, answers).zh == known


@pytest.mark.parametrize(
    ("operator", "value", "target"),
    [
        (Operator.IS, 2, "变为“2”。"),
        (Operator.IS_NOT, 1, "变为“1”以外的情况。"),
        (Operator.ONE_OF, (2, 3), "变为“2或3”。"),
        (Operator.AT_LEAST, 2, "变为不少于2。"),
        (Operator.AT_MOST, 2, "变为不超过2。"),
        (Operator.BETWEEN, (2, 3), "变为2和3之间。"),
    ],
)
def test_what_would_have_to_change_is_told_for_every_comparison(release, operator, value, target) -> None:
    condition = Condition("maternity_leave_child_order", operator, value)
    said = change_words(release.content, condition, (1,), {}).zh
    assert said == f"“这次产假的孩子排行”的回答是“1”，要{target}"


def test_what_decided_comes_first_and_every_answer_can_be_changed(page_of: PageOf) -> None:
    page = page_of({**TWO_CHILDREN, "medical_insurance": "none"})
    cover = cards(page, "not_eligible")["labour-pain-relief-cover"]
    lines = cover.subjects[0].situations[0].reasons
    assert [(line.outcome, line.sentence) for line in lines] == [
        (
            "不满足",
            "条件是“医疗保险为职工医保（含生育保险）、灵活就业人员参加职工医保或居民医保”。您的回答是“没有参加医疗保险”。",
        ),
        ("满足", "要看“怀孕”，您的回答是“是”。"),
        ("满足", "要看“参保地是无锡”，您的回答是“是”。"),
    ]
    assert [line.change_url for line in lines] == [
        "/change/medical_insurance",
        "/change/pregnant",
        "/change/insured_in_wuxi",
    ]


def test_what_only_the_policy_can_tell_is_said_once_and_offers_no_question(page_of: PageOf) -> None:
    page = page_of({**WAITS, "home_purchase_date": "2026-05-01"})
    assert page.awaiting == "另有1项要等政策正式公布后才能判断：多子女家庭一次性购房补贴。"
    line = cards(page, "undetermined")["home-purchase-grant"].subjects[0].situations[0].reasons[0]
    assert line.sentence.endswith("政策公布后才能判断。")
    assert line.change_url == ""
    steps = (*page.settling, *page.settling_less)
    assert not [step for step in steps if "购房补贴" in step.names]
    assert page_of({"wuxi_hukou": False}).awaiting == ""


def test_what_the_household_can_change_itself_is_nearly_met_and_says_what_for_whom_and_how_much(
    page_of: PageOf,
) -> None:
    page = page_of({"permanent_resident": True, "children": [PUPIL, TODDLER]})
    card = cards(page, NEARLY)["childcare-subsidy"]
    [way] = card.ways
    assert way.whom == "孩子2（2025年5月出生）"
    assert way.amount == "如果符合：拟每月给予500元"
    [change] = way.changes
    assert change.change == "“入托情况”的回答是“其他托育机构或幼儿园”。要变为“普惠托育服务机构或托幼一体普惠性幼儿园”。"
    assert (change.change_url, change.change_name) == ("/change/children.1.childcare", "修改这个回答")
    assert "差一点" in page.headline


def test_what_a_household_cannot_change_is_not_nearly_met(page_of: PageOf) -> None:
    page = page_of({"permanent_resident": True, "pregnant": False, "children": [PUPIL]})
    assert "childcare-subsidy" not in cards(page, NEARLY)
    assert "childcare-subsidy" in cards(page, "not_eligible")
    assert "prenatal-screening" in cards(page, "not_eligible")


def test_a_release_of_an_earlier_format_says_of_nothing_that_it_is_in_reach(published: Release) -> None:
    for question in published.content["content"]["questions"]:
        del question["is_in_reach"]
    assert not [question for question in loaded(published).content.questions.values() if question.is_in_reach]


def test_the_nearest_stand_first_among_what_is_not_met(page_of: PageOf) -> None:
    page = page_of({**TWO_CHILDREN, "pregnant": False, "employment": "not_working", "spouse_employed": False})
    [group] = [group for group in page.groups if group.kind.key == "not_eligible"]
    distances = [card.distance for stage in group.stages for card in stage.cards]
    assert distances == sorted(distances, key=lambda distance: min(distance.conditions, 2))
    assert str(group.stages[0].title) == "只差1个条件"


def test_the_headline_says_what_came_out_in_one_sentence(page_of: PageOf) -> None:
    sizes = {group.kind.key: group.size for group in page_of(TWO_CHILDREN).groups}
    assert page_of(TWO_CHILDREN).headline == f"有{sizes['eligible']}项可能符合，{sizes['undetermined']}项还需要确认。"
    assert page_of({}).headline == "45项还需要确认。"
    nothing = page_of({"employment": "not_working"}, audience=Audience.EMPLOYER)
    assert nothing.headline == "按现在的回答，没有可能符合条件的事项。"


def test_who_knows_nothing_gets_a_short_list_that_begins_with_what_settles_most(page_of: PageOf) -> None:
    page = page_of({})
    assert [(step.sentence, [question.label for question in step.questions]) for step in page.settling] == [
        ("再回答这1个问题，就能确定11项。", ["孩子"]),
        ("再回答这1个问题，就能确定4项。", ["怀孕"]),
        ("再回答这1个问题，就能确定4项。", ["困难家庭类别"]),
    ]
    undetermined = cards(page, "undetermined")
    assert undetermined["prenatal-screening"].decided == "还要知道：怀孕。"
    assert undetermined["home-purchase-grant"].decided.endswith("政策尚未正式公布，公布后才能判断。")


@pytest.mark.parametrize(("is_elder", "folded"), [(True, False), (False, True)])
def test_nothing_is_folded_for_the_elder(page_of: PageOf, is_elder: bool, folded: bool) -> None:
    page = page_of({**TWO_CHILDREN, "permanent_resident": False, "medical_insurance": "none"})
    context = {"page": page, "display": Display("zh-hans", is_elder=is_elder), "code": None, "has_pdf": False}
    details = re.findall(r"<details[^>]*>", render_to_string("results/page.html", context, RequestFactory().get("/")))
    assert details
    assert any(" open" not in each for each in details) is folded


def test_the_page_speaks_english(page_of: PageOf) -> None:
    with translation.override("en"):
        page = page_of({"permanent_resident": True, "pregnant": False, "children": [TODDLER]})
        [way] = cards(page, NEARLY)["childcare-subsidy"].ways
    assert way.changes[0].change.startswith("“Childcare” would have to change from “")
    decided = cards(page, "not_eligible")["prenatal-screening"].subjects[0].situations[0].reasons[0].sentence
    assert decided == "The condition is “Pregnant”; you answered “no”."
