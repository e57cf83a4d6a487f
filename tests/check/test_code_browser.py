"""The code in a real browser: scanned, pasted without JavaScript, and judged by axe at the width of a telephone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import assert_accessible
from tests.check.test_browser import NARROW, assert_fits
from tests.check.visitor import answer_everything, begin

pytestmark = pytest.mark.usefixtures("release")

HOUSEHOLD = {"district": "binhu", "pregnant": True, "children": []}


def test_a_scanned_code_opens_the_result_and_leaves_the_address_at_once(new_page):
    page = new_page(viewport=NARROW)
    begin(page)
    answer_everything(page, HOUSEHOLD)
    page.goto("/check/code/")
    address = page.get_by_label("打开这份结果的网址").input_value()
    assert_fits(page)
    assert_accessible(page)

    other = new_page(viewport=NARROW)
    asked = []
    other.on("request", lambda request: asked.append((request.url, request.headers.get("referer", ""))))
    other.goto(address)
    other.wait_for_url("**/check/reopened/")
    code = address.partition("#")[2]
    assert not any(code in said for request in asked for said in request)
    for look in ("/check/reopened/", "/check/reopened/again/", "/check/open/"):
        other.goto(look)
        assert_fits(other)
        assert_accessible(other)
    other.go_back()
    assert code not in other.url

    other.goto("/check/open/")
    other.get_by_label("扫码得到的网址").fill("abc")
    other.get_by_role("button", name="打开").click()
    expect(other.locator("#error-summary")).to_be_focused()
    other.get_by_role("link", name="没有认出").click()
    expect(other.get_by_label("扫码得到的网址")).to_be_focused()
    assert other.get_by_label("扫码得到的网址").input_value() == "abc"

    plain = new_page(java_script_enabled=False)
    plain.goto(address)
    plain.get_by_label("扫码得到的网址").fill(address)
    plain.get_by_role("button", name="打开").click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("的自测结果")
