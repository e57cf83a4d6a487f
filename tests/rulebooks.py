"""The real rulebook straight from the data files, without a database, for tests and benches of the engine."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from benefits.eligibility.rulebook import Rulebook

DATA = Path(__file__).parent.parent / "benefits" / "data"


def _load(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)


def _iso(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _question(item: dict[str, Any]) -> dict[str, Any]:
    plain = ("key", "scope", "type", "section", "minimum", "maximum", "earliest_days", "latest_days")
    question = {name: item[name] for name in plain if item.get(name) is not None}
    return question | {"values": [choice["key"] for choice in item.get("choices", ())]}


def _tier(item: dict[str, Any]) -> dict[str, Any]:
    conditions = [
        {name: _iso(value) if not isinstance(value, list) else list(map(_iso, value)) for name, value in raw.items()}
        for raw in item["conditions"]
    ]
    return {**item, "conditions": conditions}


def _benefit(item: dict[str, Any]) -> dict[str, Any]:
    names = ("key", "measure", "per", "audience", "firmness", "enquire_at", "routing")
    return {name: item[name] for name in names} | {"tiers": [_tier(tier) for tier in item["tiers"]]}


def rules_json(**parameters: str) -> dict[str, Any]:
    """The rulebook's JSON; `policy_published_on="2026-01-01"` sets the document's parameter."""
    document = _load(DATA / "documents.yaml")[0]
    return {
        "documents": [
            {
                "key": document["key"],
                "status": document["status"],
                "parameters": {"policy_published_on": parameters.get("policy_published_on")},
            }
        ],
        "departments": [
            {"key": item["key"], "name": item["name"]["zh"], "district": item["district"]}
            for item in _load(DATA / "departments.yaml")
        ],
        "measures": [
            {"number": item["number"], "document": item["document"], "departments": item["departments"]}
            for item in _load(DATA / "measures.yaml")
        ],
        "questions": [_question(item) for item in _load(DATA / "questions.yaml")["questions"]],
        "benefits": [_benefit(item) for path in sorted((DATA / "benefits").glob("*.yaml")) for item in _load(path)],
    }


@cache
def real_rulebook(**parameters: str) -> Rulebook:
    """The thirteen measures as release 1."""
    return Rulebook.from_json(rules_json(**parameters), release=1)
