"""The engine as the tests speak to it: plain JSON in, plain JSON out."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from typing import Any

from benefits.eligibility.assess import Assessment, assess
from benefits.eligibility.household import household_from
from benefits.eligibility.rulebook import Rulebook
from tests.rulebooks import real_rulebook

Json = dict[str, Any]
ON = date(2026, 11, 23)


def assessed(household: Json, on: date = ON, rulebook: Rulebook | None = None) -> Assessment:
    """The assessment of a household's JSON, by the thirteen measures unless told otherwise."""
    rulebook = rulebook or real_rulebook()
    return assess(rulebook, household_from(rulebook, household, on), on)


def plain(assessment: Assessment) -> Any:
    """The assessment's JSON as a reader of its text gets it."""
    return json.loads(json.dumps(assessment.to_json()))


def unknown_keys(rulebook: Rulebook, household: Json) -> list[str]:
    """Every key that could still be answered, in the form of missing keys."""
    home = [question.key for question in rulebook.questions if question.scope == "household"]
    child = [question.key for question in rulebook.questions if question.scope == "child"]
    return [key for key in home if key not in household] + [
        f"children.{index}.{key}"
        for index, known in enumerate(household.get("children", ()))
        for key in child
        if key not in known
    ]


def answered(household: Json, key: str, source: Json) -> Json:
    """The household with one more answer, taken from a household that has them all; children come as blanks."""
    household = deepcopy(household)
    match key.split("."):
        case ["children"]:
            household["children"] = [{} for _ in source["children"]]
        case ["children", index, fact]:
            household["children"][int(index)][fact] = source["children"][int(index)][fact]
        case _:
            household[key] = source[key]
    return household
