"""The public pages in a real browser on a wide screen, and the first of them on a telephone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from benefits.models import Release
from tests.browser import assert_accessible

PAGES = [
    "/",
    "/measures/",
    "/measures/13/",
    "/departments/",
    "/departments/health-commission/",
    "/privacy/",
    "/accessibility/",
    "/sitemap/",
]


def test_the_public_pages_are_accessible_on_a_wide_screen(new_page: Callable[..., Page], published: Release) -> None:
    page = new_page(viewport={"width": 1280, "height": 800})
    for address in PAGES:
        page.goto(address)
        assert_accessible(page)


def test_the_way_to_begin_is_seen_at_once_on_a_telephone(new_page: Callable[..., Page], published: Release) -> None:
    page = new_page(viewport={"width": 360, "height": 740})
    page.goto("/")
    expect(page.get_by_role("link", name="开始自测")).to_be_in_viewport(ratio=1)
    expect(page.locator(".banner")).to_contain_text("这些措施尚未施行，内容可能修改或取消。")
