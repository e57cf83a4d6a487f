"""The pages for what goes wrong are as accessible as the others, and fit a narrow screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Faults, assert_accessible
from tests.check.visitor import begin

# Its addresses fail as they are named; all others are the portal's.
pytestmark = [pytest.mark.urls("tests.project.test_responses"), pytest.mark.usefixtures("published")]


@pytest.fixture
def narrow(new_page: Callable[..., Page]) -> Page:
    return new_page(viewport={"width": 320, "height": 640})


def assert_good(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert_accessible(page)


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/bad/", 400, "这次提交无法处理"),
        ("/denied/", 403, "没有查看权限"),
        ("/no-such-page/", 404, "没有找到这个页面"),
        ("/broken/", 500, "网站出了问题"),
    ],
)
def test_an_error_page_is_accessible(narrow: Page, faults: Faults, address: str, status: int, heading: str) -> None:
    faults.expect(status)
    narrow.goto(address)
    assert_good(narrow, heading)


def test_a_form_that_comes_without_its_cookie_is_answered_by_an_accessible_page(narrow: Page, faults: Faults) -> None:
    faults.expect(403)
    narrow.goto("/check/")
    narrow.get_by_label("我已阅读以上说明").check()
    narrow.context.clear_cookies()
    narrow.get_by_role("button", name="开始自测").click()
    assert_good(narrow, "刚才的提交没有保存")


def test_the_page_about_cookies_that_are_switched_off_is_accessible(narrow: Page) -> None:
    narrow.goto("/check/?begun=1")
    assert_good(narrow, "请允许使用cookie")


def test_a_typed_answer_that_was_refused_is_shown_again_on_an_accessible_page(narrow: Page) -> None:
    begin(narrow)
    narrow.goto("/check/step/purchase/?change=home_purchase_date")
    narrow.get_by_label("年月日").fill("2023年2月29日")
    narrow.get_by_role("button", name="保存并继续").click()
    expect(narrow.locator("#error-summary")).to_contain_text("日历上没有2023年2月29日")
    expect(narrow.get_by_label("年月日")).to_have_value("2023年2月29日")
    assert_good(narrow, "购房")
