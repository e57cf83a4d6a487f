"""What a household types into the check in a real browser comes out, benefit by benefit, as `manage.py assess` says:
on the page, and on paper.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page

from benefits.models import Release
from tests.check.visitor import answer_everything, begin

STATUSES = {"eligible": "可能符合", "undetermined": "还需要确认", "not_eligible": "可能不符合"}
AMOUNTS = {
    "one_off": "拟一次性给予{yuan}元",
    "monthly": "拟每月给予{yuan}元",
    "percent": "拟按“单位实缴社会保险费”的{percent}%给予补贴",
    "in_kind": "服务、减免或保障，没有现金",
    "as_regulated": "按规定，文件没有写明金额",
}
CEILINGS = {"paid": "拟最高支付{yuan}元", "eligible_costs": "符合规定的费用，拟最高按{yuan}元计算"}

# Reads every benefit off the page, whether a card or a line that opens.
READ = """() => Object.fromEntries([...document.querySelectorAll("main .result, main .line")].map(one => {
  const text = (from, what) => from.querySelector(what)?.textContent.trim() ?? "";
  const isLine = one.matches(".line");
  const children = [...one.querySelectorAll("p:has(> strong)")].map(each => [
    text(each, "strong"),
    each.textContent.replace(text(each, "strong"), "").replace(text(each, ".money"), "").trim(),
    text(each, ".money")]);
  return [one.id, {
    status: text(one, "summary .tag") || one.closest("section").id,
    amount: text(one, isLine ? "summary .money" : ":scope > .money"),
    title: text(one, isLine ? "summary strong" : "h4"),
    children,
  }];
}))"""


def months_ago(months: int) -> str:
    """The first day of a month, so that a child is this many months old all through this one."""
    today = timezone.localdate()
    years, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return f"{years}-{month + 1:02}-01"


HOUSEHOLDS: dict[str, tuple[str, dict[str, Any]]] = {
    "pregnant, an employee, in Xinwu, one child": (
        "resident",
        {
            "district": "xinwu",
            "permanent_resident": True,
            "wuxi_hukou": True,
            "marital_status": "married",
            "newly_married": False,
            "household_category": "none",
            "preparing_pregnancy": False,
            "infertility_treatment": False,
            "pregnant": True,
            "on_maternity_leave": False,
            "medical_insurance": "employee",
            "insured_in_wuxi": True,
            "insured_district": "xinwu",
            "employment": "employee",
            "spouse_employed": True,
            "returning_after_birth": False,
            "bought_new_home": False,
            "renting": False,
            "applying_affordable_home": False,
            "children": [{"birth_date": months_ago(50), "disability": False, "in_distress": False}],
        },
    ),
    "low income, pregnant, toddlers at both kinds of nursery": (
        "resident",
        {
            "district": "liangxi",
            "permanent_resident": True,
            "household_category": "low_income",
            "pregnant": True,
            "medical_insurance": "resident",
            "insured_in_wuxi": True,
            "employment": "not_working",
            "children": [
                {"birth_date": months_ago(18), "childcare": "inclusive_nursery"},
                {"birth_date": months_ago(19), "childcare": "inclusive_kindergarten"},
                {"childcare": "inclusive_nursery"},
            ],
        },
    ),
    "new in town, three children, a residence permit, a new home": (
        "resident",
        {
            "district": "jiangyin",
            "wuxi_hukou": False,
            "residence_permit": True,
            "marital_status": "divorced_or_widowed",
            "pregnant": False,
            "preparing_pregnancy": True,
            "medical_insurance": "flexible_employee",
            "insured_in_wuxi": True,
            "employment": "migrant_worker",
            "bought_new_home": True,
            "has_property_certificate": True,
            "home_purchase_date": "2024-02-29",
            "first_home_fund_loan": True,
            "children": [
                {"birth_date": months_ago(130), "sibling_at_school": False},
                {"birth_date": months_ago(80), "disability": True, "sibling_at_school": True},
                {"birth_date": months_ago(9)},
            ],
        },
    ),
    "nothing known": ("resident", {}),
    "an employer": (
        "employer",
        {
            "district": "binhu",
            "employment": "employee",
            "employer_is_enterprise": True,
            "on_maternity_leave": True,
            "maternity_leave_child_order": 3,
            "employer_social_insurance_paid": "12345.67",
        },
    ),
    "a childcare institution": ("institution", {"district": "elsewhere"}),
}


def command(household: dict[str, Any], tmp_path: Path) -> dict[str, Any]:
    """What `manage.py assess` prints for the household."""
    file = tmp_path / "household.jsonl"
    file.write_text(json.dumps(household), encoding="utf-8")
    out = io.StringIO()
    call_command("assess", str(file), stdout=out)
    return json.loads(out.getvalue())


def money(yuan: str) -> str:
    return f"{Decimal(yuan):,.2f}".removesuffix(".00")


def amount_in_words(amount: dict[str, Any]) -> str:
    words = CEILINGS[amount["basis"]] if amount["kind"] == "ceiling" else AMOUNTS[amount["kind"]]
    yuan = money(amount["yuan"]) if amount.get("yuan") else ""
    filled = words.format(yuan=yuan, percent=amount.get("percent"))
    return f"{filled}，即{yuan}元" if amount["kind"] == "percent" and yuan else filled


def amounts_in_words(result: dict[str, Any]) -> str:
    """What the page should say of a benefit's or a child's amounts."""
    if result["status"] == "not_eligible":
        return ""
    words = "；或".join(map(amount_in_words, result["candidates"]))
    return words if result["status"] == "eligible" else f"如果符合：{words}"


def in_words(benefit: dict[str, Any]) -> dict[str, Any]:
    """What the page should show of a benefit of the command's answer."""
    children = benefit["children"]
    if benefit["per"] == "household":
        return {"status": STATUSES[benefit["status"]], "amount": amounts_in_words(benefit), "children": []}
    return {
        "status": STATUSES[benefit["status"]],
        "amount": "",
        "children": children and [[STATUSES[child["status"]], amounts_in_words(child)] for child in children],
    }


def by_child(lines: list[list[str]], count: int) -> list[list[str]]:
    """What each child's line says; children who came out alike share one."""
    said: dict[int, list[str]] = {}
    for names, *result in lines:
        numbers = range(1, count + 1) if names == "每个孩子" else map(int, re.findall(r"孩子(\d+)", names))
        said |= dict.fromkeys(numbers, result)
    return [said[number] for number in sorted(said)]


def as_shown(shown: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """The same of what the page does show. A group of one outcome says it once, for all in it."""
    status = STATUSES.get(shown["status"], shown["status"])
    status = {"everyone": STATUSES["eligible"], "nearly": STATUSES["not_eligible"]}.get(status, status)
    # Where the children are unknown, the page speaks of each child, and the command of none.
    children = None if expected["children"] is None else by_child(shown["children"], len(expected["children"]))
    return {"status": status, "amount": shown["amount"], "children": children}


def on_paper(page: Page, folder: Path) -> str:
    """The text of the printed result, without any space."""
    page.goto("/check/results/print/")
    page.pdf(path=folder / "result.pdf", prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", folder / "result.pdf", "-"], capture_output=True, check=True, text=True).stdout
    return "".join(text.split())


@pytest.mark.parametrize("name", HOUSEHOLDS)
def test_the_page_and_the_paper_say_what_the_command_says(
    new_page: Callable[..., Page], published: Release, tmp_path: Path, name: str
) -> None:
    audience, household = HOUSEHOLDS[name]
    page = new_page(java_script_enabled=False)
    begin(page, audience)
    told = answer_everything(page, household)
    page.get_by_role("link", name="查看结果").first.click()
    page.wait_for_url("**/check/results/")
    shown = page.evaluate(READ)

    answer = command(told, tmp_path)
    benefits = {
        each["key"]: in_words(each) for each in answer["benefits"] if audience in ("resident", each["audience"])
    }
    assert {key: as_shown(each, benefits[key]) for key, each in shown.items()} == benefits
    # What was never asked would have changed nothing of what is theirs.
    whole = {each["key"]: in_words(each) for each in command(household, tmp_path)["benefits"]}
    own = [each["key"] for each in answer["benefits"] if each["audience"] == audience]
    assert {key: whole[key] for key in own} == {key: benefits[key] for key in own}

    if audience == "resident":
        figures = page.locator(".figures .money").all_inner_texts()
        totals = answer["totals"]["consultation"]
        for kind, words in (("one_off", "拟一次性{}元"), ("monthly", "拟每月{}元")):
            assert (words.format(money(totals[kind])) in figures) == (Decimal(totals[kind]) > 0)

    if shutil.which("pdftotext"):
        paper = on_paper(page, tmp_path)
        for key, expected in benefits.items():
            is_told = shown[key]["status"] in ("eligible", "everyone")
            assert "".join(f"{shown[key]['title']}{expected['amount'] if is_told else ''}".split()) in paper
            for status, given in (expected["children"] or ()) if is_told else ():
                assert f"{status}{given}" in paper
