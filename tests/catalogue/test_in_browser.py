"""The public pages in a real browser: accessible, narrow enough for a small screen, and nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

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
