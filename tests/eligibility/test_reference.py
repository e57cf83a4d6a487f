"""The hand-written thirteen measures that speed is held against come to the same, benefit by benefit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.reference import assess_by_hand
from benefits.eligibility.assess import AssessedAmount, BenefitAssessment, assess
from benefits.eligibility.household import household_from
from benefits.eligibility.rulebook import AmountKind
from tests.eligibility.strategies import ISSUED, cases
from tests.rulebooks import real_rulebook

pytestmark = pytest.mark.fuzz


def plain(assessed: AssessedAmount | None) -> tuple[Any, ...] | None:
    """The engine's amount as the reference writes it."""
    if assessed is None:
        return None
    amount, yuan = assessed
    match amount.kind:
        case AmountKind.PERCENT:
            return amount.kind, amount.percent, yuan
        case AmountKind.CEILING:
            return amount.kind, yuan, amount.basis
        case AmountKind.ONE_OFF | AmountKind.MONTHLY:
            return amount.kind, yuan
        case _:
            return (amount.kind,)


def given_by_engine(result: BenefitAssessment) -> Any:
    """What the engine gives, each child's for a benefit per child."""
    if result.children is None:
        return plain(result.amount)
    return [plain(child.amount) for child in result.children]


@given(cases(complete=True), st.sampled_from((None, ISSUED)))
def test_engine_and_hand_written_measures_agree_on_every_benefit(case, issued):
    on, raw = case
    rulebook = real_rulebook(policy_published_on=issued) if issued else real_rulebook()
    household = household_from(rulebook, raw, on)
    by_hand = assess_by_hand(household, on, issued and date.fromisoformat(issued))
    results = assess(rulebook, household, on).benefits
    assert {result.benefit.key: (result.status, given_by_engine(result)) for result in results} == by_hand
