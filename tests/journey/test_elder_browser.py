"""长者版 in a real browser at 320 px: nothing small, hidden or to scroll sideways for, and a switch that works."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from config.display import DISPLAY_COOKIE
from tests.browser import assert_accessible
from tests.check.visitor import asked, begin

pytestmark = pytest.mark.usefixtures("published")

MEASURED = """() => {
  const seen = element => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && !element.closest('.skip-link') && !element.closest('option');
  };
  const sizes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    if (node.data.trim() && seen(node.parentElement)) {
      sizes.push([parseFloat(getComputedStyle(node.parentElement).fontSize), node.data.trim().slice(0, 20)]);
    }
  }
  const targets = [...document.querySelectorAll('a, button, summary, input:not([type=hidden], [type=radio], ' +
    '[type=checkbox]), .choice label')].filter(seen);
  return {
    width: document.documentElement.scrollWidth,
    text: sizes.sort((one, other) => one[0] - other[0])[0],
    targets: targets.map(target => [target.getBoundingClientRect(), target.textContent.trim()])
      .filter(([box]) => Math.min(box.width, box.height) < 59.5)
      .map(([box, text]) => `${text}: ${box.width} × ${box.height}`),
    folded: document.querySelectorAll('details:not([open])').length,
  };
}"""


def measured(page: Page) -> dict[str, Any]:
    return page.evaluate(MEASURED)


@pytest.mark.parametrize("points", [18, 30])
def test_nothing_is_small_hidden_or_off_the_side(new_page: Callable[..., Page], live_server, points: int) -> None:
    page = new_page(viewport={"width": 320, "height": 640}, java_script_enabled=True)
    page.context.add_cookies([{"name": DISPLAY_COOKIE, "value": f"elder-{points}", "url": live_server.url}])

    def look() -> None:
        found = measured(page)
        assert found["width"] <= 320, page.url
        assert found["text"][0] >= 23.99, (page.url, found["text"])
        assert found["targets"] == [], page.url
        assert found["folded"] == 0, page.url
        assert_accessible(page)

    for address in ("/", "/measures/9/", "/departments/", "/check/"):
        page.goto(address)
        look()
    begin(page)
    assert len(asked(page)) == 1
    look()
    # In its largest size the text is 40 px, whatever the frame around it.
    size = page.locator("legend").evaluate("element => parseFloat(getComputedStyle(element).fontSize)")
    assert size >= points * 4 / 3 - 0.01


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
