"""长者版 in a real browser at 320 px: a switch that works. How its pages look is judged in test_for_everyone.py."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.check.visitor import begin

pytestmark = pytest.mark.usefixtures("published")


def test_enter_sends_the_answer_and_the_switch_keeps_what_was_typed(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    begin(page)
    page.goto("/check/step/purchase/?change=home_purchase_date")
    box = page.get_by_label("年月日")
    box.fill("昨天")
    page.get_by_role("button", name="长者版").click()
    expect(page.locator("html.elder")).to_be_visible()
    expect(box).to_have_value("昨天")
    expect(page.locator("#error-summary")).to_have_count(0)
    box.press("Enter")
    expect(page.locator("#error-summary")).to_be_visible()
    expect(page.locator("html.elder")).to_be_visible()
