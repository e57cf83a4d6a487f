"""Draws docs/screens: what one family sees of the portal, on a telephone and on a computer, and on paper.

Run by `make screens`; the suite leaves it out.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page

from benefits.check.answers import COOKIE, Answers, seal
from benefits.check.progress import replayed
from benefits.publishing.current import current_release
from config.display import DISPLAY_COOKIE

pytestmark = pytest.mark.usefixtures("published")

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screens"
PAGES = {
    "home": "/",
    "step": "/check/step/pregnancy/",
    "results": "/check/results/",
    "timeline": "/check/results/timeline/",
}
VERSIONS = {"standard": "standard-18", "elder": "elder-18"}
HEIGHTS = {360: 740, 1280: 800}
COLOURS = 48


def family() -> dict[str, Any]:
    """A low income, a child under three at an inclusive nursery, and another on the way."""
    today = timezone.localdate()
    return {
        "district": "xinwu",
        "permanent_resident": True,
        "wuxi_hukou": True,
        "household_category": "low_income",
        "pregnant": True,
        "due_date": (today + timedelta(days=120)).isoformat(),
        "medical_insurance": "employee",
        "insured_in_wuxi": True,
        "employment": "employee",
        "children": [{"birth_date": (today - timedelta(days=400)).isoformat(), "childcare": "inclusive_nursery"}],
    }


@pytest.fixture
def visitor(new_page: Callable[..., Page], live_server) -> Callable[..., Page]:
    """Somebody's browser, with these answers and this version."""

    def visit(answers: Answers, version: str, width: int) -> Page:
        page = new_page(viewport={"width": width, "height": HEIGHTS[width]}, reduced_motion="reduce")
        cookies = {COOKIE: seal(answers), DISPLAY_COOKIE: VERSIONS[version]}
        page.context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
        )
        return page

    return visit


def all_answered() -> Answers:
    """Whatever the family does not say is declined."""
    check = replayed(Answers(has_consented=True, household=family()), current_release(), timezone.localdate())
    return replace(check.answers, declined=check.open)


def keep(picture: bytes, name: str) -> None:
    """With few colours: a tenth of the size, and as good to look at."""
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)


@pytest.mark.parametrize("width", HEIGHTS)
@pytest.mark.parametrize("version", VERSIONS)
def test_screens(visitor: Callable[..., Page], version: str, width: int) -> None:
    """The first two screens of each page."""
    for name, address in PAGES.items():
        begun = Answers(has_consented=True, household={"children": family()["children"]})
        page = visitor(begun if name == "step" else all_answered(), version, width)
        page.goto(address)
        assert page.url.endswith(address)
        size = {"width": width, "height": 2 * HEIGHTS[width]}
        page.set_viewport_size(size)
        keep(page.screenshot(), f"{name}-{version}-{width}")


@pytest.mark.parametrize("version", VERSIONS)
def test_paper(visitor: Callable[..., Page], version: str, tmp_path: Path) -> None:
    """The first sheet of paper."""
    page = visitor(all_answered(), version, width=1280)
    page.goto("/check/results/print/")
    page.pdf(path=tmp_path / "paper.pdf", prefer_css_page_size=True)
    drawn = subprocess.run(
        ["pdftoppm", "-png", "-r", "96", "-l", "1", "paper.pdf"], cwd=tmp_path, capture_output=True, check=True
    )
    keep(drawn.stdout, f"paper-{version}")
