"""The engine against the contract written a second time: the whole assessment, value by value."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefits.eligibility.assess import assess
from benefits.eligibility.household import household_from
from benefits.eligibility.lint import faults
from benefits.eligibility.rulebook import Rulebook
from tests.eligibility import oracle
from tests.eligibility.rulebook_strategies import rules, synthetic_cases
from tests.eligibility.strategies import ISSUED, cases, real_rules
from tests.rulebooks import real_rulebook

pytestmark = pytest.mark.fuzz


def engine(rulebook: Rulebook, household: dict[str, Any], on: date) -> Any:
    """The engine's assessment as plain JSON."""
    return json.loads(json.dumps(assess(rulebook, household_from(rulebook, household, on), on).to_json()))


@given(cases(), st.sampled_from((None, ISSUED)))
def test_the_thirteen_measures_are_assessed_as_the_contract_says(case, issued):
    on, household = case
    rulebook = real_rulebook(policy_published_on=issued) if issued else real_rulebook()
    assert engine(rulebook, household, on) == oracle.assessment(real_rules(issued), household, on, release=1)


@given(synthetic_cases, rules)
def test_any_rules_are_assessed_as_the_contract_says(case, raw):
    on, household = case
    rulebook = Rulebook.from_json(raw, release=7)
    assert not faults(rulebook)
    assert engine(rulebook, household, on) == oracle.assessment(raw, household, on, release=7)
