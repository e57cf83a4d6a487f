"""Two checks side by side: as supposed, or as of then and of today."""

from __future__ import annotations

from benefits.check.progress import Check
from benefits.results.comparison import Comparison, Side, comparison


def compared(before: Check, after: Check) -> Comparison:
    """What is different after."""
    return comparison(_side(before), _side(after))


def _side(check: Check) -> Side:
    return Side(check.release, check.assessment, check.household, check.audience)
