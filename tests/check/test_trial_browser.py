"""A trial in a real browser: accessible, narrow enough, marked on screen and on paper, and saved as an example."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from benefits.check.answers import TRIAL_COOKIE, TRIAL_SECONDS, seal, unseal
from benefits.models import Example, Question
from tests.browser import assert_accessible
from tests.check.visitor import answer_everything, begin
from tests.factories import UserFactory
from tests.sign_in import signed_in_page

HOUSEHOLD = {"district": "binhu", "pregnant": True, "medical_insurance": "employee", "insured_in_wuxi": True}
MARK = "试算：未发布的工作稿，不对外。"

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


@pytest.fixture
def staff(new_page: Callable[..., Page], policy: None, live_server) -> Callable[..., Page]:
    """A page of a publisher, at the form that opens a trial."""

    def page(width: int = 1280, **options) -> Page:
        opened = new_page(viewport={"width": width, "height": 800}, **options)
        signed_in_page(opened, UserFactory(publisher=True), live_server.url)
        opened.goto("/check/trial/")
        return opened

    return page


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert_accessible(page)


def answer(page: Page, household: dict[str, Any]) -> None:
    """The browser's trial with these answers and all else declined, as after the walk that the test of paper takes."""
    cookie = next(cookie for cookie in page.context.cookies() if cookie["name"] == TRIAL_COOKIE)
    declined = Question.objects.exclude(key__in=household).values_list("key", flat=True)
    answers = replace(unseal(cookie["value"], TRIAL_SECONDS), household=household, declined=tuple(declined))
    page.context.add_cookies([cookie | {"value": seal(answers)}])


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_of_a_trial_is_marked_accessible_and_fits(staff, width):
    page = staff(width)
    assert_fits(page)
    page.get_by_label("试算日期").fill("明天")
    page.get_by_role("button", name="开始试算").click()
    expect(page.get_by_role("alert")).to_contain_text("请写日历上有的年月日")
    assert_fits(page)
    page.get_by_label("试算日期").fill("2027年1月1日")
    page.get_by_role("button", name="开始试算").click()
    expect(page.get_by_role("region", name="试算")).to_contain_text("试算日期：2027年1月1日。")
    assert_fits(page)
    begin(page)
    assert_fits(page)
    answer(page, HOUSEHOLD)
    page.goto("/check/results/")
    expect(page.get_by_role("region", name="试算")).to_contain_text(MARK)
    assert_fits(page)
    page.get_by_role("button", name="结束试算").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("试算")
    expect(page.get_by_role("region", name="试算")).to_have_count(0)


@needs_poppler
def test_every_sheet_of_paper_says_that_it_is_a_trial(staff, tmp_path: Path):
    page = staff(java_script_enabled=False)
    page.get_by_role("button", name="开始试算").click()
    begin(page)
    page.goto("/check/results/print/")
    answer_everything(page, HOUSEHOLD)
    page.get_by_role("link", name="查看结果").first.click()
    page.goto("/check/results/print/")
    path = tmp_path / "print.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    sheets = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, text=True).stdout.split("\f")[
        :-1
    ]
    assert len(sheets) > 1
    assert [sheet for sheet in sheets if "试算，没有发布，不对外" not in sheet] == []
    assert MARK in "".join(sheets[0].split())
    assert "措施数据：未发布" in "".join(sheets[0].split())


@pytest.mark.parametrize("width", [320, 1280])
def test_what_came_out_is_saved_as_an_example_without_javascript(staff, width):
    page = staff(width, java_script_enabled=False)
    page.get_by_role("button", name="开始试算").click()
    begin(page)
    answer(page, HOUSEHOLD)
    page.goto("/check/results/")
    page.get_by_role("button", name="存为示例家庭").click()
    page.get_by_label("1 完善生育保险制度").check()
    page.get_by_role("button", name="继续").click()
    page.get_by_label("名称").fill("参加职工医保的孕妇")
    page.get_by_label("产前检查").check()
    page.get_by_role("button", name="保存示例家庭").click()
    expect(page.get_by_role("alert")).to_contain_text("依据")
    page.get_by_label("依据").fill("（一）完善生育保险制度")
    page.get_by_role("button", name="保存示例家庭").click()
    example = Example.objects.latest("pk")
    assert page.url.endswith(reverse("admin:benefits_example_change", args=[example.pk]))
    assert example.expect["prenatal-checkup-cover"]["status"] == "eligible"
