"""How a change is shown to staff: legible wide, narrow and in grey, nothing of it read as markup."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from django.conf import settings

from benefits.publishing import effect as effects
from benefits.publishing.difference import difference
from benefits.publishing.effect import effect
from benefits.publishing.samples import sample_households
from tests import factories
from tests.admin import changes_page
from tests.browser import assert_accessible

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.admin.changes_page")]
ON = date(2026, 11, 24)
MARKUP = "<script>alert('{{ 1 }}')</script>{% now 'Y' %}"


def changed(content: dict[str, Any]) -> dict[str, Any]:
    """A change of every sort: an amount, wording, a text, a benefit gone, one new, a question, a document in force."""
    new = deepcopy(content)
    rules = {benefit["key"]: benefit for benefit in new["rulebook"]["benefits"]}
    words = {benefit["key"]: benefit for benefit in new["content"]["benefits"]}
    rules["childcare-subsidy"]["tiers"][0]["amounts"][0]["yuan"] = "600.00"
    words["childcare-subsidy"]["summary"]["zh"] += "增加到每月600元。" + MARKUP
    words["childcare-subsidy"]["title"]["zh"] = MARKUP
    new["content"]["measures"][8]["text"] = new["content"]["measures"][8]["text"].replace("补助", "补贴")
    for shelf in ("rulebook", "content"):
        new[shelf]["benefits"] = [item for item in new[shelf]["benefits"] if item["key"] != "nipt-screening"]
    new["rulebook"]["documents"][0] |= {"status": "in_force", "parameters": {"policy_published_on": "2026-01-01"}}
    new["content"]["documents"][0] |= {"published_on": "2026-01-01", "effective_from": "2026-02-01"}
    added = deepcopy(new["content"]["terms"][0]) | {"key": "twins", "name": {"zh": "双胞胎", "en": ""}}
    new["content"]["terms"].append(added)
    return new


@pytest.fixture
def opened(real_content, client, live_server, monkeypatch, new_page):
    """Opens the page as a publisher, in a window of this width."""
    monkeypatch.setattr(effects, "sample_households", lambda *args: list(sample_households(*args))[:500])
    new = changed(real_content)
    changes_page.shown |= {
        "differences": difference(real_content, new),
        "effect": effect(real_content, new, ON),
    }
    client.force_login(factories.UserFactory(publisher=True))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value

    def open_page(width: int):
        page = new_page(viewport={"width": width, "height": 900})
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page.goto("/changes-page/")
        return page

    return open_page


@pytest.mark.parametrize("width", [1280, 360])
def test_a_change_and_its_effect_are_accessible_and_stay_within_the_window(opened, width):
    page = opened(width)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for summary in page.locator(".effect summary").all():
        assert summary.bounding_box()["height"] >= 44
    page.locator(".effect summary").first.click()
    assert page.locator(".effect details[open] .effect-answers").first.is_visible()
    assert_accessible(page)


def test_what_is_typed_into_a_record_is_text_and_nothing_else(opened):
    page = opened(1280)
    assert page.get_by_role("heading", name=MARKUP).count() >= 1


def test_what_was_put_in_and_taken_out_is_marked_for_everybody(opened):
    page = opened(1280)
    section = page.locator(".difference", has_text="完善托育支持政策").filter(has_text="全文")
    assert set(section.locator("del").all_inner_texts()) == {"助"}
    assert set(section.locator("ins").all_inner_texts()) == {"贴"}


def test_every_count_has_a_household_to_look_at(opened):
    page = opened(1280)
    lines = page.locator(".effect-lines > li").filter(has=page.locator(".effect-line"))
    assert lines.count() > 3
    for line in lines.all():
        assert line.locator("details").count() >= 1
    trial = page.locator(".effect-trial").last.get_attribute("href")
    assert trial.startswith(("/check/trial/?sample=", "/check/trial/?example="))


def test_nothing_changed_says_so(client, real_content):
    changes_page.shown |= {
        "differences": difference(real_content, real_content),
        "effect": effect(real_content, real_content, ON),
    }
    client.force_login(factories.UserFactory(publisher=True))
    page = client.get("/changes-page/").content.decode()
    assert "没有任何不同。" in page
    assert "没有哪一项待遇的规则有变" in page
