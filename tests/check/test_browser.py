"""The check in a real browser: narrow, judged by axe, with its errors and the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from benefits.check.forms import UNKNOWN, UNKNOWN_PREFIX
from tests.browser import assert_accessible
from tests.check.visitor import asked, begin

pytestmark = pytest.mark.usefixtures("release")

NARROW = {"width": 320, "height": 640}
ANSWERS = {
    "district": "binhu",
    "permanent_resident": "yes",
    "wuxi_hukou": "yes",
    "household_category": "low_income",
    "pregnant": "yes",
    "bought_new_home": "no",
    "children": "yes",
    "childcare": "inclusive_nursery",
}
MAX_PAGES = 40
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def ten_months_ago() -> str:
    """As somebody types it with a Chinese keyboard."""
    born = timezone.localdate() - timedelta(days=300)
    return f"{born.year}年{born.month}月{born.day}日".translate(FULL_WIDTH)


def fill(page: Page) -> None:
    """Answers the page's questions, and declines those without an answer here."""
    for name in asked(page):
        if page.locator(f"input[name={name}][type=radio]").count():
            page.locator(f"input[name={name}][value='{ANSWERS.get(name, UNKNOWN)}']").check()
        elif name == "birth_date":
            page.locator(f"input[name={name}]").fill(ten_months_ago())
        else:
            page.locator(f"input[name={UNKNOWN_PREFIX}{name}]").check()
    page.get_by_role("button", name="保存并继续").click()


def walk(page: Page, look: Callable[[Page], None] = lambda page: None) -> None:
    """Answers page after page until the children are listed, and then until the answers stand to be checked."""
    for _ in range(MAX_PAGES):
        look(page)
        if asked(page):
            fill(page)
        elif page.url.endswith("/check/children/"):
            page.get_by_role("link", name="继续").click()
        else:
            return
    raise AssertionError(f"no end in sight: {page.url}")


def assert_fits(page: Page) -> None:
    """Nothing to scroll sideways, and every target is big enough for a thumb."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url
    for target in page.locator("main label, main button, main .btn, main summary").all():
        box = target.bounding_box()
        # The label of a text field says what to write; the field itself is the target.
        if box and target.evaluate("({ control }) => !control || control.matches('[type=radio], [type=checkbox]')"):
            assert box["height"] >= 44, target.inner_text()


def test_every_page_is_accessible_and_fits_a_narrow_screen(new_page):
    page = new_page(viewport=NARROW)

    def look(page: Page) -> None:
        for summary in page.locator("main summary").all():
            summary.click()
        assert_fits(page)
        assert_accessible(page)

    page.goto("/check/")
    look(page)
    begin(page)
    page.get_by_role("button", name="保存并继续").click()
    expect(page.locator("#error-summary")).to_be_visible()
    walk(page, look)
    for address in (
        "/check/children/",
        "/check/children/1/?change=birth_date",
        "/check/children/1/remove/",
        "/check/clear/",
    ):
        page.goto(address)
        look(page)


def test_the_error_summary_takes_focus_and_leads_to_the_field(new_page):
    page = new_page()
    begin(page)
    page.get_by_role("button", name="保存并继续").click()
    expect(page.locator("#error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_children_0")).to_be_focused()
    assert page.title().startswith("错误：")


def test_back_shows_the_page_before_without_asking_to_send_a_form_again(new_page):
    page = new_page()
    begin(page)
    page.get_by_role("button", name="保存并继续").click()
    expect(page.locator("#error-summary")).to_be_visible()
    fill(page)
    page.wait_for_url("**/check/children/1/")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("孩子")
