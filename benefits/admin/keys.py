"""Keys for records that staff make without thinking of one."""

from __future__ import annotations

from collections.abc import Container
from itertools import count


def free_key(stem: str, taken: Container[str]) -> str:
    """The first of `stem`1, `stem`2, … that is not taken."""
    return next(key for key in map(f"{stem}{{}}".format, count(1)) if key not in taken)
