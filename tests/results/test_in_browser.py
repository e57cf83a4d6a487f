"""Results in a real browser: accessible, on a small screen, and on paper by the browser's own print."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from benefits.check.answers import COOKIE, Answers, seal
from benefits.models import Release
from tests.browser import assert_accessible
from tests.results.conftest import TWO_CHILDREN

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


@pytest.fixture
def resident(new_page: Callable[..., Page], published: Release, live_server) -> Callable[..., Page]:
    """A page of somebody who has declined whatever was not answered: `resident(width=320)`."""
    asked = [question["key"] for question in published.content["rulebook"]["questions"]]
    own = [key for key in asked if key not in TWO_CHILDREN]
    of_children = [f"children.{child}.{key}" for child in (0, 1) for key in asked]
    answers = Answers(has_consented=True, household=TWO_CHILDREN, declined=(*own, *of_children), release=1)

    def page(width: int = 1280, **options) -> Page:
        opened = new_page(viewport={"width": width, "height": 800}, **options)
        opened.context.add_cookies([{"name": COOKIE, "value": seal(answers), "url": live_server.url}])
        return opened

    return page


def pdf_of(page: Page, folder: Path) -> tuple[str, str]:
    """The printed page's text, and what pdfinfo says of it."""
    path = folder / "print.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, text=True).stdout
    info = subprocess.run(["pdfinfo", path], capture_output=True, check=True, text=True).stdout
    return "".join(text.split()), info


@pytest.mark.parametrize("address", ["/check/results/", "/check/results/print/"])
@pytest.mark.parametrize("width", [320, 1280])
def test_results_are_accessible_and_fit(resident, address: str, width: int) -> None:
    page = resident(width, java_script_enabled=True)
    page.goto(address)
    assert page.url.endswith(address)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(page)


def test_the_timeline_fits_the_smallest_screen_and_is_accessible(resident) -> None:
    page = resident(320, java_script_enabled=True)
    page.goto("/check/results/timeline/")
    for version in ("standard", "elder"):
        page.evaluate("version => document.documentElement.classList.add(version)", version)
        assert page.locator("svg.paid-picture").bounding_box()["width"] <= 320
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert_accessible(page)


@needs_poppler
@pytest.mark.parametrize("address", ["/check/results/", "/check/results/print/"])
def test_paper_is_a4_with_the_banner_and_every_benefit_whole(
    resident, published: Release, tmp_path: Path, address: str
) -> None:
    page = resident(java_script_enabled=False)
    page.goto(address)
    text, info = pdf_of(page, tmp_path)
    assert "A4" in info
    assert "这些措施尚未施行，内容可能修改或取消。" in text
    assert "第1版" in text
    for benefit in published.content["content"]["benefits"]:
        assert "".join(benefit["title"]["zh"].split()) in text
    for quotation in quotations_of(published, "childcare-subsidy", "maternity-allowance", "caring-employer-award"):
        assert "".join(quotation.split()) in text
    assert "拟每月给予500元" in text
    assert "请拨打12345政务服务便民热线咨询" in text
    assert "材料和办理" in text


@needs_poppler
def test_what_may_not_be_met_takes_little_paper(resident, published: Release, tmp_path: Path) -> None:
    page = resident(java_script_enabled=False)
    page.goto("/check/results/print/")
    text, _ = pdf_of(page, tmp_path)
    for quotation in quotations_of(published, "after-school-care", "childcare-provider-funding"):
        assert "".join(quotation.split()) not in text


def quotations_of(release: Release, *keys: str) -> list[str]:
    return [
        quotation
        for benefit in release.content["content"]["benefits"]
        if benefit["key"] in keys
        for quotation in benefit["quotations"]
    ]


@needs_poppler
def test_the_resident_chooses_whether_answers_are_printed(resident, tmp_path: Path) -> None:
    page = resident(java_script_enabled=False)
    page.goto("/check/results/print/")
    assert "我的回答" in pdf_of(page, tmp_path)[0]
    page.goto("/check/results/print/?answers=0")
    assert "我的回答" not in pdf_of(page, tmp_path)[0]
