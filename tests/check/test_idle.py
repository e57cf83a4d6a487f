"""The end of answers in a real browser, by its own clock: warned of, put off by one press, and then nothing shows."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import assert_accessible
from tests.check.visitor import begin

pytestmark = pytest.mark.usefixtures("release")

WARNED, ENDED = 55 * 60 * 1000, 60 * 60 * 1000


@pytest.fixture
def page(new_page) -> Page:
    """At the first question, on a clock that only the test moves."""
    page = new_page()
    page.clock.install()
    begin(page)
    page.wait_for_url("**/check/children/")
    return page


def test_five_minutes_before_the_end_one_press_keeps_it_open_and_nothing_typed_is_lost(page):
    chosen = page.locator("input[type=radio]").first
    chosen.check()
    page.clock.fast_forward(WARNED - 2_000)
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    page.clock.fast_forward(3_000)
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_contain_text("回答会自动清除")
    expect(page.get_by_role("button", name="我还在")).to_be_focused()
    assert_accessible(page, "#idle")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    page.clock.fast_forward(WARNED - 2_000)
    expect(dialog).to_be_hidden()
    assert chosen.is_checked()
    page.clock.fast_forward(3_000)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_without_the_network_the_dialog_says_so_and_stays(page):
    page.clock.fast_forward(WARNED + 1_000)
    page.route("**/check/keep/", lambda route: route.abort())
    page.get_by_role("button", name="我还在").click()
    expect(page.get_by_role("alert").filter(has_text="没有连上网站")).to_be_visible()


def test_at_the_end_the_page_goes_and_back_shows_no_answer(page):
    # The browser's own cookie does not follow the test's clock.
    page.clock.fast_forward(WARNED + 1_000)
    page.context.clear_cookies(name="answers")
    page.clock.fast_forward(ENDED - WARNED)
    page.wait_for_url("**/check/?why=expired")
    expect(page.get_by_text("您的回答已自动清除")).to_be_visible()
    page.go_back()
    expect(page.locator("input[name=consent]")).to_be_visible()


def test_a_computer_that_slept_leaves_the_page_when_somebody_looks(page):
    page.add_init_script("window.setInterval = () => 0")
    page.reload()
    page.context.clear_cookies(name="answers")
    page.clock.set_system_time("2099-01-01")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_url("**/check/?why=expired")


def test_what_another_tab_kept_alive_is_offered_and_not_called_cleared(page):
    page.clock.fast_forward(ENDED + 1_000)
    page.wait_for_url("**/check/?why=expired")
    expect(page.get_by_role("link", name="继续这份自测")).to_be_visible()
    expect(page.get_by_text("已自动清除")).to_have_count(0)


def test_a_press_after_the_end_leads_to_the_start(page):
    page.clock.fast_forward(WARNED + 1_000)
    page.context.clear_cookies(name="answers")
    page.get_by_role("button", name="我还在").click()
    page.wait_for_url("**/check/?why=expired")


def test_after_clearing_back_shows_nothing(page):
    page.goto("/check/step/home/")
    page.goto("/check/clear/")
    page.get_by_role("button", name="清除", exact=True).click()
    page.wait_for_url("**/check/?why=cleared")
    for _ in range(2):
        page.go_back()
    expect(page.locator("input[name=consent]")).to_be_visible()


def test_a_page_out_of_the_browsers_memory_is_asked_for_anew(page):
    page.context.clear_cookies(name="answers")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    page.wait_for_url("**/check/?why=missing")


def test_without_javascript_the_page_goes_at_the_end_too(new_page):
    page = new_page(java_script_enabled=False)
    begin(page)
    refresh = page.locator("noscript meta[http-equiv=refresh]")
    assert refresh.get_attribute("content") == "3600; url=/check/?why=expired"
