"""The keys of answers: "district" of the household, "children.1.childcare" of the second child; and answers by key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from benefits.eligibility.facts import CHILDREN

_CHILD_KEY = re.compile(rf"{CHILDREN}\.([0-9]{{1,3}})(?:\..*)?", re.DOTALL)


def key_of(name: str, child: int | None) -> str:
    """The key of a question's answer, of one child or of the household."""
    return name if child is None else f"{CHILDREN}.{child}.{name}"


def name_of(key: str) -> str:
    """The question's own key."""
    return key.rpartition(".")[2]


def child_of(key: str) -> int | None:
    """Which child the key is of, counted from 0."""
    match = _CHILD_KEY.fullmatch(key)
    return int(match[1]) if match else None


def with_child(household: Mapping[str, Any], index: int | None) -> Mapping[str, Any]:
    """The household's answers with this child, of whom nothing is known if it is new. None: no child is meant."""
    children = list(household.get(CHILDREN) or ())
    if index is None or index < len(children):
        return household
    return {**household, CHILDREN: [*children, {}]}


def without(household: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The household's answers less one. A child that is none becomes one of whom nothing is known."""
    index = child_of(key)
    if index is None:
        return {name: value for name, value in household.items() if name != key}
    children = [
        _child_without(child, name_of(key)) if place == index else child
        for place, child in enumerate(household.get(CHILDREN) or ())
    ]
    return {**household, CHILDREN: children}


def _child_without(child: Any, name: str) -> dict[str, Any]:
    if not isinstance(child, Mapping):
        return {}
    return {own: value for own, value in child.items() if own != name}
