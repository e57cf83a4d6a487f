"""Kleene logic, held to the tables in which "and" is the least and "or" the greatest of false, unknown and true."""

from __future__ import annotations

from itertools import product

import pytest

from benefits.eligibility.logic import all_of, any_of

ORDER = [False, None, True]


@pytest.mark.parametrize("outcomes", [few for size in range(4) for few in product(ORDER, repeat=size)])
def test_and_is_the_least_and_or_the_greatest(outcomes):
    places = [ORDER.index(outcome) for outcome in outcomes]
    assert all_of(outcomes) is ORDER[min(places, default=2)]
    assert any_of(outcomes) is ORDER[max(places, default=0)]
