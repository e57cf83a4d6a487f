"""Kleene logic: and, or and comparison over True, False and unknown (None)."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

Kleene: TypeAlias = bool | None


def all_of(outcomes: Collection[Kleene]) -> Kleene:
    """Kleene "and": false if one is false, else unknown if one is unknown, else true (also of none)."""
    if False in outcomes:
        return False
    return None if None in outcomes else True


def any_of(outcomes: Collection[Kleene]) -> Kleene:
    """Kleene "or": true if one is true, else unknown if one is unknown, else false (also of none)."""
    if True in outcomes:
        return True
    return None if None in outcomes else False
