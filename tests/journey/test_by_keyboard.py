"""The whole journey at 320 px, by keyboard alone and without JavaScript: from home to the results and all that they
lead to, on to paper, all cleared, and the results opened again by the code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from benefits.check.forms import UNKNOWN_PREFIX
from tests.check.visitor import MAX_PAGES, answers_on, asked, value_to_choose
from tests.journey.test_same_as_command import months_ago

pytestmark = pytest.mark.usefixtures("published")

MAX_TABS = 80
HOUSEHOLD: dict[str, Any] = {
    "district": "xinwu",
    "permanent_resident": True,
    "pregnant": True,
    "medical_insurance": "resident",
    "insured_in_wuxi": True,
    "children": [{"birth_date": months_ago(10), "childcare": "inclusive_nursery"}],
}


def tab_to(page: Page, target: Locator) -> None:
    """Moves on with Tab until the target has the focus, and can be seen to have it."""
    element = target.element_handle()
    for _ in range(MAX_TABS):
        page.keyboard.press("Tab")
        if element.evaluate("element => element === document.activeElement"):
            break
    expect(target).to_be_focused()
    expect(target).to_be_in_viewport()


def go(page: Page, target: Locator) -> None:
    tab_to(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose(page: Page, name: str, value: str) -> None:
    """With Tab to the group, and with the arrows to the choice."""
    choices = page.locator(f"input[name={name}]").evaluate_all("inputs => inputs.map(input => input.value)")
    tab_to(page, page.locator(f"input[name={name}]").first)
    page.keyboard.press("Space")
    for _ in range(choices.index(value)):
        page.keyboard.press("ArrowDown")
    expect(page.locator(f"input[name={name}][value='{value}']")).to_be_checked()


def answer_page(page: Page) -> None:
    answers = answers_on(page, HOUSEHOLD)
    for name in asked(page):
        answer = answers.get(name)
        if page.locator(f"input[name={name}][type=radio]").count():
            choose(page, name, value_to_choose(name, answer))
        elif answer is None:
            tab_to(page, page.locator(f"input[name={UNKNOWN_PREFIX}{name}]"))
            page.keyboard.press("Space")
        else:
            tab_to(page, page.locator(f"input[name={name}]"))
            page.keyboard.type(str(answer))
    go(page, page.get_by_role("button", name="保存并继续"))


def test_the_whole_journey_by_keyboard_narrow_and_without_javascript(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page.goto("/")
    go(page, page.get_by_role("link", name="开始自测"))
    tab_to(page, page.get_by_label("我已阅读以上说明"))
    page.keyboard.press("Space")
    go(page, page.get_by_role("button", name="开始自测"))
    for _ in range(MAX_PAGES):
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
        if asked(page):
            answer_page(page)
        elif page.url.endswith("/check/children/"):
            go(page, page.locator("main .btn--primary"))
        else:
            break
    expect(page.get_by_role("heading", level=1)).to_have_text("核对您的回答")
    go(page, page.get_by_role("link", name="查看结果").first)
    fold = page.locator("#childcare-subsidy summary")
    tab_to(page, fold)
    page.keyboard.press("Enter")
    expect(page.locator("#childcare-subsidy .facts")).to_be_visible()
    expect(page.locator("#childcare-subsidy")).to_contain_text("拟每月给予500元")
    page.goto("/check/results/")
    go(page, page.get_by_role("link", name="看今后几年的变化"))
    expect(page.get_by_role("heading", name="每月")).to_be_visible()
    go(page, page.get_by_role("link", name="返回结果"))
    go(page, page.get_by_role("link", name="假如情况不同，会怎样"))
    go(page, page.locator("a[href$='change=children.0.childcare']"))
    choose(page, "childcare", "none")
    go(page, page.get_by_role("button", name="看看会怎样"))
    expect(page.get_by_role("heading", name="可能减少")).to_be_visible()
    go(page, page.get_by_role("button", name="放弃假设，回到结果"))
    go(page, page.get_by_role("link", name="保存二维码，以后再打开"))
    address = page.get_by_label("打开这份结果的网址").input_value()
    go(page, page.get_by_role("link", name="返回结果"))
    go(page, page.get_by_role("link", name="打印，含我的回答"))
    expect(page.get_by_role("heading", name="我的回答")).to_be_visible()
    go(page, page.get_by_role("link", name="返回结果"))
    go(page, page.get_by_role("link", name="清除我的回答"))
    go(page, page.get_by_role("button", name="清除"))
    expect(page.get_by_text("您的回答已经清除。")).to_be_visible()
    assert not [cookie for cookie in page.context.cookies() if cookie["name"] == "answers"]
    page.goto(address)
    tab_to(page, page.get_by_label("扫码得到的网址"))
    page.keyboard.insert_text(address)
    go(page, page.get_by_role("button", name="打开"))
    expect(page.locator("#childcare-subsidy")).to_contain_text("拟每月给予500元")
