"""The policy cases beside the data: what households get by the thirteen measures, at each limit and one step past it.

A case names only what it is about. What it expects of a benefit is held against the same part of the assessment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import yaml

from benefits.eligibility.assess import assess
from benefits.eligibility.household import household_from
from benefits.eligibility.rulebook import Rulebook
from tests.rulebooks import DATA, real_rulebook

FEWEST_CASES = 6
GOVERNMENTS = {department.name for department in real_rulebook().departments if department.district}
FILES = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted((DATA / "examples").glob("*.yaml"))}


def _figure(kind: str) -> Callable[[dict[str, Any]], Any]:
    """The figure given where the amount is of this kind (True for a kind without one), else the amount itself."""

    def read(result: dict[str, Any]) -> Any:
        amount = result["amount"]
        if amount is None or amount["kind"] != kind:
            return amount
        if kind == "percent":
            return amount["percent"]
        return Decimal(amount["yuan"]) if "yuan" in amount else True

    return read


READ: dict[str, Callable[[dict[str, Any]], Any]] = {
    **{kind: _figure(kind) for kind in ("one_off", "monthly", "ceiling", "percent", "in_kind", "as_regulated")},
    "status": lambda result: result["status"],
    "amount": lambda result: result["amount"],
    "basis": lambda result: result["amount"]["basis"],
    "yuan": lambda result: result["amount"]["yuan"],
    "candidates": lambda result: len(result["candidates"]),
    "missing": lambda result: list(result["missing"]),
    "awaits": lambda result: list(result["awaits"]),
    "governments": lambda result: [name for name in result["departments"] if name in GOVERNMENTS],
}


def _seen(result: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """The parts of the result that the expectation names, in its shape."""
    seen = {name: READ[name](result) for name in expected if name != "children"}
    if "children" not in expected:
        return seen
    children = result["children"]
    if children and expected["children"]:
        children = [_seen(child, of) for child, of in zip(children, expected["children"], strict=True)]
    return seen | {"children": children}


def _facts(answers: Any) -> Any:
    """YAML's dates as the JSON of a household has them."""
    match answers:
        case dict():
            return {key: _facts(value) for key, value in answers.items()}
        case list():
            return [_facts(value) for value in answers]
        case date():
            return answers.isoformat()
        case _:
            return answers


def _rulebook(case: dict[str, Any]) -> Rulebook:
    """The real rules; a case may suppose the day on which the policy is issued."""
    if issued := case.get("policy_published_on"):
        return real_rulebook(policy_published_on=issued.isoformat())
    return real_rulebook()


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=f"{stem}-{number:02}-{next(iter(case['expect']))}")
        for stem, cases in FILES.items()
        for number, case in enumerate(cases, 1)
    ],
)
def test_a_household_gets_what_the_policy_says(case: dict[str, Any]) -> None:
    rulebook = _rulebook(case)
    household = household_from(rulebook, _facts(case["household"]), case["on"])
    assessment = assess(rulebook, household, case["on"]).to_json()
    results = {result["key"]: result for result in assessment["benefits"]}
    seen = {key: _seen(results[key], expected) for key, expected in case["expect"].items()}
    assert seen == case["expect"], case["name"]
    if "totals" in case:
        assert assessment["totals"] == {"consultation": case["totals"]}, case["name"]


def test_every_measure_has_enough_cases_and_every_benefit_one() -> None:
    asserted = Counter(key for cases in FILES.values() for case in cases for key in case["expect"])
    benefits = real_rulebook().benefits
    assert [benefit.key for benefit in benefits if not asserted[benefit.key]] == []
    assert {measure.number for measure in real_rulebook().measures} == {int(stem) for stem in FILES}
    assert {stem: len(cases) for stem, cases in FILES.items() if len(cases) < FEWEST_CASES} == {}


@pytest.mark.parametrize("stem", FILES)
def test_the_cases_of_a_file_are_about_its_measure(stem: str) -> None:
    measure_of = {benefit.key: benefit.measure for benefit in real_rulebook().benefits}
    assert {measure_of[key] for case in FILES[stem] for key in case["expect"]} == {int(stem)}
