"""Rulebooks of a few benefits, each spelt out by the test that is about it."""

from __future__ import annotations

from typing import Any

from benefits.eligibility.rulebook import Rulebook
from tests.eligibility.engine import Json
from tests.eligibility.rulebook_strategies import rules_of
from tests.eligibility.strategies import real_rules

IN_KIND = {"kind": "in_kind"}


def condition(fact: str, operator: str = "is", value: Any = True) -> Json:
    """A condition; `is true` unless told otherwise."""
    return {"fact": fact, "operator": operator, "value": value}


def awaiting(fact: str, operator: str = "on_or_after") -> Json:
    """A condition that compares with the day of issue."""
    return {"fact": fact, "operator": operator, "parameter": "policy_published_on"}


def tier(*conditions: Json, amounts: list[Json] | None = None, **period: str) -> Json:
    """A tier that gives something in kind unless told otherwise."""
    return {"conditions": list(conditions), "amounts": amounts or [IN_KIND], **period}


def benefit(*tiers: Json, **fields: Any) -> Json:
    """A household's benefit of a draft unless told otherwise; measure 2 is in force."""
    defaults = {
        "key": "benefit",
        "measure": 1,
        "per": "household",
        "audience": "resident",
        "firmness": "stated",
        "enquire_at": "health",
        "routing": "district",
    }
    return defaults | fields | {"tiers": list(tiers)}


def small_json(*benefits: Json, **parts: Any) -> Json:
    """A rulebook's JSON of these benefits, with all questions and with few departments; `parts` replace the others."""
    return rules_of(0) | {"questions": real_rules()["questions"], "benefits": list(benefits)} | parts


def small(*benefits: Json, **parts: Any) -> Rulebook:
    """The rulebook of these benefits."""
    return Rulebook.from_json(small_json(*benefits, **parts))
