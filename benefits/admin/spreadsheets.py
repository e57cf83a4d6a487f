"""Cells that a spreadsheet takes for text and for nothing else."""

from __future__ import annotations

import unicodedata

_STARTS = ("=", "+", "-", "@")


def harmless(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would take it for a formula (or has one there already)."""
    return f"'{text}" if text.startswith("'") or _is_like_a_formula(text) else text


def as_written(text: str) -> str:
    """What `harmless` made the text of."""
    return text[1:] if text.startswith("'") else text


def _is_like_a_formula(text: str) -> bool:
    # Full-width signs count too, and what stands behind blanks, a tab or a line's end.
    return text[:1] in ("\t", "\r") or unicodedata.normalize("NFKC", text.lstrip()[:1]).startswith(_STARTS)
