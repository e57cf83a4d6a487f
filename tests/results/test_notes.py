"""What residents newly see of a benefit: what departments add to it, and when staff last compared it with the text."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from benefits.models import Release
from benefits.publishing.content import Content
from benefits.results.cards import ResultCard
from benefits.results.page import ResultsPage
from benefits.results.sheet import Sheet

BENEFIT, MEASURE = "childcare-subsidy", 9
ROUTED_BY_HOME = "home-purchase-grant"
CITY, LIANGXI, XISHAN = "市财政局的补充。", "梁溪区的补充。", "锡山区的补充。"
FAMILY = {"permanent_resident": True, "children": [{"birth_date": "2025-05-24", "childcare": "inclusive_nursery"}]}


def note(benefit: str, department: str, text: str) -> dict[str, Any]:
    return {
        "key": f"{benefit}.{department}",
        "benefit": benefit,
        "department": department,
        "text": {"zh": text, "en": f"In English: {department}."},
    }


def departments_of(content: dict[str, Any]) -> dict[str, str]:
    """The keys of the departments, by name."""
    return {item["name"]["zh"]: item["key"] for item in content["departments"]}


def with_notes(content: dict[str, Any]) -> dict[str, Any]:
    content = deepcopy(content)
    keys = departments_of(content["content"])
    content["content"]["notes"] = [
        note(BENEFIT, keys["市财政局"], CITY),
        note(BENEFIT, keys["梁溪区人民政府"], LIANGXI),
        note(BENEFIT, keys["锡山区人民政府"], XISHAN),
        note(ROUTED_BY_HOME, keys["梁溪区人民政府"], LIANGXI),
    ]
    said = next(item for item in content["content"]["benefits"] if item["key"] == BENEFIT)
    said["attested_on"] = "2026-11-24"
    return content


@pytest.fixture
def published(published: Release, real_content: dict[str, Any]) -> Release:
    """The real measures with notes, as the newest release."""
    return Release.objects.create(
        number=2,
        content=with_notes(real_content),
        checksum="2",
        published_at=published.published_at,
        note="notes",
    )


def card(page: ResultsPage, key: str = BENEFIT) -> ResultCard:
    cards = (card for group in page.groups for stage in group.stages for card in stage.cards)
    return next(card for card in cards if card.leaflet.key == key)


def texts(card: ResultCard) -> list[str]:
    return [note.text for note in card.notes]


def html(page: ResultsPage) -> str:
    context = {"page": page, "code": None, "has_pdf": False}
    return render_to_string("results/page.html", context, RequestFactory().get("/"))


def on_paper(sheet: Sheet) -> str:
    return render_to_string("results/paper/_sheet.html", {"sheet": sheet, "code": None})


@pytest.mark.parametrize(
    ("district", "shown"),
    [
        ("liangxi", [CITY, LIANGXI]),
        ("xishan", [CITY, XISHAN]),
        ("binhu", [CITY]),
        ("elsewhere", [CITY]),
        (None, [CITY]),
    ],
)
def test_a_government_s_note_is_for_those_it_answers_and_a_city_department_s_for_all(
    page_of: Callable[..., ResultsPage], district: str | None, shown: list[str]
) -> None:
    assert texts(card(page_of({**FAMILY, "district": district}))) == shown


def test_the_routing_fact_of_the_benefit_decides_not_where_the_family_lives(page_of) -> None:
    of = lambda answers: texts(card(page_of(answers), ROUTED_BY_HOME))  # noqa: E731
    assert of({"district": "liangxi"}) == []
    assert of({"district": "xishan", "home_district": "liangxi"}) == [LIANGXI]


def test_notes_stand_below_the_benefit_s_own_facts_with_the_department_s_name(page_of, sheet_of) -> None:
    family = {**FAMILY, "district": "liangxi"}
    for shown, last_fact in (html(page_of(family)), "材料和办理"), (on_paper(sheet_of(family)), "咨询单位"):
        facts = shown.partition(f"梁溪区人民政府：{LIANGXI}")
        assert facts[1]
        assert facts[0].rindex("补充说明") > facts[0].rindex(last_fact)
        assert f"市财政局：{CITY}" in facts[0]
        assert XISHAN not in facts[0] + facts[2]


def test_when_staff_last_compared_a_benefit_is_said_where_they_did(page_of, sheet_of) -> None:
    for shown in html(page_of(FAMILY)), on_paper(sheet_of(FAMILY)):
        assert shown.count("核对于2026年11月24日") == 1


def test_english_follows(page_of) -> None:
    with translation.override("en"):
        result = card(page_of(FAMILY))
        assert result.leaflet.attested == "Checked on 24 November 2026"
        assert texts(result) == ["In English: finance."]


def test_the_measure_s_page_shows_every_note_with_its_department_and_when_it_was_checked(
    client: Client, published: Release, django_assert_num_queries
) -> None:
    with django_assert_num_queries(1):
        page = client.get(f"/measures/{MEASURE}/").content.decode()
    article = page.partition(f'id="{BENEFIT}"')[2].partition("</article>")[0]
    assert f"市财政局：{CITY}" in article
    assert f"梁溪区人民政府：{LIANGXI}" in article
    assert f"锡山区人民政府：{XISHAN}" in article
    assert "核对于2026年11月24日" in article
    assert page.count("补充说明") == page.count("核对于2026年11月24日") == 1


def test_a_release_of_the_first_format_shows_neither(client: Client, published: Release, real_content) -> None:
    old = deepcopy(real_content)
    del old["content"]["notes"], old["examples"]
    for said in old["content"]["benefits"]:
        del said["attested_on"]
    old["format"] = 1
    Release.objects.create(number=3, content=old, checksum="3", published_at=published.published_at, note="old")
    article = client.get(f"/measures/{MEASURE}/").content.decode().partition(f'id="{BENEFIT}"')[2]
    assert "补充说明" not in article


def test_a_note_of_a_department_that_is_gone_is_no_fault(real_content) -> None:
    content = with_notes(real_content)
    content["content"]["notes"].append(note(BENEFIT, "gone", "没有了"))
    words = Content.from_json(content["content"])
    assert [each.text.zh for each in words.notes_on(BENEFIT)] == [CITY, LIANGXI, XISHAN]
