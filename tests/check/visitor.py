"""A visitor at the check in a real browser: begins it, sees what a page asks, and answers in the policy's own keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page

from benefits.check.forms import ASKED, NO, UNKNOWN, UNKNOWN_PREFIX, YES

MAX_PAGES = 60


def begin(page: Page, audience: str = "resident") -> None:
    page.goto("/check/")
    page.locator(f"input[name=audience][value={audience}]").check()
    page.get_by_label("我已阅读以上说明").check()
    page.get_by_role("button", name="开始自测").click()


def asked(page: Page) -> list[str]:
    """The questions on the page, in order."""
    return page.locator(f"input[name={ASKED}]").evaluate_all("fields => fields.map(field => field.value)")


def child_on(page: Page) -> int | None:
    """Which child the page asks about, counted from 0."""
    match = re.search(r"/check/children/(\d+)/", page.url)
    return int(match[1]) - 1 if match else None


def value_to_choose(name: str, answer: Any) -> str:
    """The value of the choice that gives this answer; None is 不清楚／暂不回答."""
    if name == "children" and answer is not None:
        return YES if answer else NO
    return {True: YES, False: NO, None: UNKNOWN}.get(answer, answer)


def answers_on(page: Page, household: Mapping[str, Any]) -> Mapping[str, Any]:
    """The part of the household that the page asks about: its own answers, or one child's."""
    child = child_on(page)
    return household if child is None else household["children"][child]


def answer_page(page: Page, household: Mapping[str, Any]) -> None:
    """Gives the answers that the page asks for; what the household does not say is declined."""
    answers = answers_on(page, household)
    for name in asked(page):
        answer = answers.get(name)
        if page.locator(f"input[name={name}][type=radio]").count():
            page.locator(f"input[name={name}][value='{value_to_choose(name, answer)}']").check()
        elif answer is None:
            page.locator(f"input[name={UNKNOWN_PREFIX}{name}]").check()
        else:
            page.locator(f"input[name={name}]").fill(str(answer))
    page.get_by_role("button", name="保存并继续").click()


def answer_everything(page: Page, household: Mapping[str, Any]) -> dict[str, Any]:
    """Walks from the first question to the answers to check; what was asked and answered on the way."""
    told: dict[str, Any] = {}
    for _ in range(MAX_PAGES):
        page.wait_for_load_state()
        if names := asked(page):
            _note(told, child_on(page), {name: answers_on(page, household).get(name) for name in names})
            answer_page(page, household)
        elif page.url.endswith("/check/children/"):
            is_more = len(told["children"]) < len(household["children"])
            page.locator("main .btn" if is_more else "main .btn--primary").get_by_text(
                "再添加一个孩子" if is_more else "继续"
            ).click()
        else:
            return told
    raise AssertionError(f"no end in sight: {page.url}")


def _note(told: dict[str, Any], child: int | None, answers: Mapping[str, Any]) -> None:
    given = {name: answer for name, answer in answers.items() if answer is not None}
    if child is None:
        told.update({name: [] if name == "children" else answer for name, answer in given.items()})
        return
    children = told.setdefault("children", [])
    if child == len(children):
        children.append({})
    children[child].update(given)
