"""What if in a real browser: by keyboard, narrow and wide, judged by axe."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from benefits.check.answers import COOKIE
from benefits.check.progress import replayed
from tests.browser import assert_accessible
from tests.check.conversation import Resident

NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url
    assert_accessible(page)


def test_a_nursery_is_tried_by_keyboard_and_stands_beside_what_is_now(new_page, live_server, release):
    today = timezone.localdate()
    child = {"birth_date": (today - timedelta(days=370)).isoformat(), "childcare": "none"}
    answers = Resident(Client()).has(household={"district": "xinwu", "permanent_resident": True, "children": [child]})
    declined = replayed(answers.answers, release, today).open
    sealed = answers.has(household=answers.answers.household, declined=declined).client.cookies[COOKIE].value
    page = new_page(viewport=NARROW)
    page.context.add_cookies([{"name": COOKIE, "value": sealed, "url": f"{live_server.url}/check/"}])

    page.goto("/check/what-if/")
    assert_fits(page)
    page.get_by_role("link", name="第1个孩子，入托情况为").press("Enter")
    expect(page).to_have_title("假设：第1个孩子 - 无锡生育支持自测")
    assert_fits(page)
    page.get_by_label("普惠托育服务机构").press("Space")
    page.get_by_role("button", name="看看会怎样").press("Enter")
    expect(page.get_by_text("可能增加1项")).to_be_visible()
    assert_fits(page)

    now, then = page.locator(".contrast").last.locator("> div").all()
    assert then.bounding_box()["y"] > now.bounding_box()["y"]
    page.set_viewport_size(WIDE)
    assert then.bounding_box()["y"] == now.bounding_box()["y"]
    assert_fits(page)
    page.get_by_role("button", name="放弃假设，回到结果").press("Enter")
    page.wait_for_url("**/check/results/")
