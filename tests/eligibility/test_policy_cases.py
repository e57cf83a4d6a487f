"""The example households beside the data: what they get by the thirteen measures, at each limit and one step past it.

An example names only what it is about. That the judging itself can fail: tests/publishing/test_examples.py.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import pytest
import yaml

from benefits.publishing.content import Content
from benefits.publishing.examples import example_failures
from tests.rulebooks import DATA, real_rulebook, rules_json

FEWEST_EXAMPLES = 6


def _as_json(value: Any) -> Any:
    """YAML's dates as a release's JSON has them."""
    match value:
        case dict():
            return {key: _as_json(item) for key, item in value.items()}
        case list():
            return [_as_json(item) for item in value]
        case date():
            return value.isoformat()
        case _:
            return value


def _examples(stem: str) -> list[dict[str, Any]]:
    rows = yaml.load((DATA / "examples" / f"{stem}.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return [{"totals": None, "policy_published_on": None} | _as_json(row) for row in rows]


FILES = {path.stem: _examples(path.stem) for path in sorted((DATA / "examples").glob("*.yaml"))}


@cache
def _failures() -> dict[str, tuple[str, ...]]:
    """What fails, by the example's key: judged on the rules alone, so that benefits are told by their keys."""
    content = {
        "rulebook": rules_json(),
        "content": Content({}, {}, {}, {}, {}, {}, {}, {}).to_json(),
        "examples": [example for examples in FILES.values() for example in examples],
    }
    return {failure.key: failure.lines for failure in example_failures(content)}


@pytest.mark.parametrize("key", [example["key"] for examples in FILES.values() for example in examples])
def test_a_household_gets_what_the_policy_says(key: str) -> None:
    assert _failures().get(key, ()) == ()


def test_every_measure_has_enough_examples_and_every_benefit_one() -> None:
    asserted = Counter(key for examples in FILES.values() for example in examples for key in example["expect"])
    benefits = real_rulebook().benefits
    assert [benefit.key for benefit in benefits if not asserted[benefit.key]] == []
    assert {measure.number for measure in real_rulebook().measures} == {int(stem) for stem in FILES}
    assert {stem: len(examples) for stem, examples in FILES.items() if len(examples) < FEWEST_EXAMPLES} == {}


@pytest.mark.parametrize("stem", FILES)
def test_the_examples_of_a_file_are_about_its_measure(stem: str) -> None:
    measure_of = {benefit.key: benefit.measure for benefit in real_rulebook().benefits}
    assert {measure_of[key] for example in FILES[stem] for key in example["expect"]} == {int(stem)}
    assert {example["measure"] for example in FILES[stem]} == {int(stem)}
