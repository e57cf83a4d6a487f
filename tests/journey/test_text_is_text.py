"""Whatever staff type into a text comes out as that text on every page of residents, on screen and on paper."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from benefits.models import Release
from tests.check.conversation import Resident
from tests.check.visitor import answer_everything, begin

# Markup, attributes, template braces, and the marks of both of Python's ways to fill in a text.
HOSTILE = """<script>alert(1)</script><img src=x onerror=alert(1)>{{ x }}{% y %}"'&%s%(x)s{0}{x}"""
NOT_AN_ADDRESS = "javascript:alert(1)"
PLAIN_TEXTS = ("number", "citation", "preamble", "closing", "telephone", "text", "text_en", "figure")
FAMILY = {"district": "liangxi", "pregnant": True, "children": [{"birth_date": "2025-05-24"}]}
RAW = ("<script>alert", "<img src=x", NOT_AN_ADDRESS + '"')


def hostile(value: Any) -> Any:
    """The content with every text that staff type replaced; keys, numbers, days and what is chosen stay."""
    match value:
        case {"zh": _, "en": _}:
            return value | {"zh": HOSTILE, "en": HOSTILE}
        case dict():
            return {name: _field(name, of) for name, of in value.items()}
        case list():
            return [hostile(item) for item in value]
        case _:
            return value


def _field(name: str, value: Any) -> Any:
    if name == "website":
        return NOT_AN_ADDRESS
    if name == "quotations":
        return [HOSTILE]
    return HOSTILE if name in PLAIN_TEXTS and isinstance(value, str) else hostile(value)


@pytest.fixture
def published(db: None, real_content: dict[str, Any]) -> Release:
    content = deepcopy(real_content)
    benefit, department = (content["content"][name][0]["key"] for name in ("benefits", "departments"))
    note = {"key": f"{benefit}.{department}", "benefit": benefit, "department": department}
    content["content"]["notes"] = [note | {"text": {"zh": "", "en": ""}}]
    content["content"] = hostile(content["content"])
    for row in content["rulebook"]["departments"]:
        row["name"] = HOSTILE
    return Release.objects.create(number=1, content=content, checksum="1", published_at=timezone.now(), note="hostile")


def public_addresses(published: Release) -> list[str]:
    words = published.content["content"]
    return [
        "/",
        "/measures/",
        *(f"/measures/{measure['number']}/" for measure in words["measures"]),
        "/departments/",
        *(f"/departments/{department['key']}/" for department in words["departments"][:2]),
        "/sitemap/",
    ]


def pages_of_the_check(resident: Resident) -> Iterator[str]:
    """Every step, with its errors too, the answers, the results and the sheet of paper."""
    resident.begin()
    while resident.asked:
        yield resident.html
        resident.send(resident.address, {"asked-questions": resident.asked})
        yield resident.html
        resident.answer(children="yes", birth_date="2025-05-24", district="liangxi", pregnant="yes")
        if resident.address == "/check/children/" and not resident.asked:
            yield resident.html
            yield resident.opens("/check/children/1/remove/").html
            resident.opens("/check/answers/")
    yield resident.html
    for address in ("/check/results/", "/check/results/print/"):
        resident.opens(address)
        assert resident.address == address
        yield resident.html


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_text_becomes_markup_or_template_on_a_public_page(client: Client, published: Release, settings, language):
    settings.LANGUAGE_CODE = language
    for address in public_addresses(published):
        page = client.get(address).content.decode()
        assert f'lang="{language}"' in page.replace("Hans", "hans")
        assert html.escape(HOSTILE) in page, address
        assert [text for text in RAW if text in page] == [], address


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_text_becomes_markup_or_template_in_the_check(client: Client, published: Release, settings, language):
    settings.LANGUAGE_CODE = language
    pages = list(pages_of_the_check(Resident(client)))
    assert len(pages) > 15
    for page in pages:
        assert html.escape(HOSTILE) in page
        assert [text for text in RAW if text in page] == []


def test_every_kind_of_text_is_among_those_replaced(published: Release):
    words = json.dumps(published.content["content"], ensure_ascii=False)
    assert re.findall(r"[\u4e00-\u9fff]+", words) == []


def test_an_address_of_an_earlier_release_that_is_not_https_is_no_link(client: Client, published: Release):
    page = client.get(public_addresses(published)[-2]).content.decode()
    assert NOT_AN_ADDRESS in page
    assert "href=" + '"javascript' not in page


def test_in_a_real_browser_nothing_runs_and_the_text_can_be_read(page: Page, published: Release):
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran on {page.url}"))
    for address in public_addresses(published):
        page.goto(address)
        assert_is_text(page)
    begin(page)
    assert_is_text(page)
    answer_everything(page, FAMILY)
    assert_is_text(page)
    for address in ("/check/results/", "/check/results/print/"):
        page.goto(address)
        assert_is_text(page)


def assert_is_text(page: Page) -> None:
    assert HOSTILE in page.locator("body").evaluate("body => body.textContent")
    assert page.locator("script:not([src]), [onerror], img[src=x], a[href^='javascript']").count() == 0
