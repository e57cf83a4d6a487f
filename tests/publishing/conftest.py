"""A small folder of data files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benefits.publishing.datafiles import yaml_text


def both(words: str) -> dict[str, str]:
    return {"zh": words, "en": words and "words"}


def question(key: str, kind: str, section: str = "family", **more: Any) -> dict[str, Any]:
    scope = more.pop("scope", "household")
    head = {"key": key, "scope": scope, "type": kind, "section": section}
    words = {name: both("文字") for name in ("wording", "label", "help", "why")}
    return head | words | more


def small_policy() -> dict[str, Any]:
    """The records of a folder by file: one measure with a benefit of two tiers and a commitment."""
    document = {
        "key": "draft",
        "title": both("若干措施"),
        "issuer": both("市卫生健康委"),
        "number": "",
        "status": "consultation",
        "consultation_since": None,
        "consultation_until": None,
        "published_on": None,
        "effective_from": None,
        "expires_on": None,
        "checked_on": None,
        "citation": "公报",
        "preamble": "",
        "closing": "",
    }
    contact = {"telephone": "", "address": both(""), "hours": both(""), "website": ""}
    departments = [
        {"key": key, "name": both(name), "short_name": both(name), "kind": kind, "district": district} | contact
        for key, name, kind, district in [
            ("health", "市卫生健康委", "city", None),
            ("liangxi", "梁溪区人民政府", "government", "liangxi"),
        ]
    ]
    choices = [{"key": key, "label": both(key)} for key in ("liangxi", "elsewhere")]
    questions = [
        question("district", "choice", choices=choices),
        question("pregnant", "bool"),
        question("parity", "integer", minimum=1, maximum=10),
        question("children", "children", section="children"),
        question("birth_date", "date", section="children", scope="child", latest_days=0),
    ]
    measure = {
        "number": 1,
        "document": "draft",
        "part": both("一、健全生育前保障制度"),
        "title": both("完善生育保险制度"),
        "text": "完善生育保险制度。落实生育津贴。建成医疗中心。（责任单位：市卫生健康委等）",
        "departments": ["health", "liangxi"],
    }
    benefit = {
        "key": "allowance",
        "measure": 1,
        "per": "household",
        "audience": "resident",
        "firmness": "stated",
        "enquire_at": "health",
        "routing": "district",
        "life_stage": "pregnancy",
        "needs_no_application": False,
        "title": both("生育津贴"),
        "summary": both("生育津贴。"),
        "for_whom": both("孕妇。"),
        "papers": both(""),
        "how_to_claim": both(""),
        "quotations": ["完善生育保险制度。落实生育津贴。"],
        "tiers": [
            {
                "conditions": [
                    {"fact": "pregnant", "operator": "is", "value": True},
                    {"fact": "parity", "operator": "between", "value": [2, 3]},
                ],
                "amounts": [{"kind": "one_off", "yuan": "5000.00"}],
            },
            {
                "conditions": [{"fact": "parity", "operator": "one_of", "value": [1]}],
                "amounts": [{"kind": "in_kind"}],
            },
        ],
    }
    commitment = {
        "key": "centre",
        "measure": 1,
        "title": both("建成医疗中心"),
        "quotations": ["建成医疗中心。"],
        "figure": "",
        "unit": both(""),
        "due_on": None,
        "progress": both(""),
    }
    note = {"benefit": "allowance", "department": "liangxi", "text": both("梁溪区的补充。")}
    example = {
        "key": "measure-1-01",
        "measure": 1,
        "name": "怀第二胎",
        "source": "（一）完善生育保险制度",
        "on": date(2026, 11, 23),
        "household": {"children": [{"birth_date": date(2025, 3, 24)}], "parity": 2, "pregnant": True},
        "expect": {"allowance": {"one_off": 5000, "status": "eligible"}},
    }
    sections = [{"key": key, "title": both("分组")} for key in ("family", "children")]
    return {
        "documents.yaml": [document],
        "departments.yaml": departments,
        "questions.yaml": {"sections": sections, "questions": questions},
        "terms.yaml": [{"key": "resident", "name": both("常住人口"), "explanation": both("解释。")}],
        "measures.yaml": [measure],
        "benefits/01.yaml": [benefit],
        "notes.yaml": [note],
        "commitments/01.yaml": [commitment],
        "examples/01.yaml": [example],
    }


@pytest.fixture
def small() -> dict[str, Any]:
    """The small policy, for a test to change."""
    return small_policy()


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[dict[str, Any]], Path]:
    """Writes a policy's records as data files, and gives their folder."""

    def write(records: dict[str, Any]) -> Path:
        for name, part in records.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(yaml_text(part), encoding="utf-8")
        return tmp_path

    return write
