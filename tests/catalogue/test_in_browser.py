"""The public pages in a real browser: accessible, narrow enough for a small screen, and nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
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


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_a_public_page_is_accessible_and_fits(
    new_page: Callable[..., Page], published: Release, address: str, width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 800})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(page)


def test_the_way_to_begin_is_seen_at_once_on_a_telephone(new_page: Callable[..., Page], published: Release) -> None:
    page = new_page(viewport={"width": 360, "height": 740})
    page.goto("/")
    expect(page.get_by_role("link", name="开始自测")).to_be_in_viewport(ratio=1)
    expect(page.locator(".banner")).to_contain_text("这些措施尚未施行，内容可能修改或取消。")
