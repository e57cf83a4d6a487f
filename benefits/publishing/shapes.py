"""Whether what was read as a release has values of the types that its places ask for.

JSON that somebody else wrote can be read and still hold a number where a word belongs; what is checked and shown
afterwards relies on the types.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from benefits.eligibility.household import FARTHEST
from benefits.eligibility.lint import Finding, Place
from benefits.eligibility.rulebook import Rulebook
from benefits.publishing.content import Content
from benefits.publishing.parts import SHELVES
from benefits.publishing.places import model_of


def misfits(rulebook: Rulebook, words: Content) -> Iterator[Finding]:
    """Every field whose value is of another type than its place asks for."""
    sources = {"rulebook": rulebook, "content": words}
    for kind, shelf in SHELVES.items():
        for source, *names in shelf.places:
            if source not in sources:
                continue
            held = getattr(sources[source], names[0])
            for record in held.values() if isinstance(held, Mapping) else held:
                yield from _misfits_of(record, kind, getattr(record, shelf.by))


def _misfits_of(record: Any, kind: str, key: object) -> Iterator[Finding]:
    place = Place(f"{model_of(kind)._meta.verbose_name} {key}", kind, str(key))
    for name, hint in _hints(type(record)).items():
        if not _fits(getattr(record, name), hint):
            yield place.error(_("“%s”的值不是应有的类型。请改正，或重新导出这一版。") % name, name)


@cache
def _hints(record: type) -> dict[str, Any]:
    hints = get_type_hints(record)
    return {spec.name: hints[spec.name] for spec in fields(record)}


def _fits(value: Any, hint: Any) -> bool:
    kind, parts = get_origin(hint) or hint, get_args(hint)
    if kind is UnionType:
        return any(_fits(value, option) for option in parts)
    if not isinstance(value, kind):
        return False
    if kind is tuple:
        return all(_fits(item, parts[0]) for item in value)
    if kind is Mapping:
        return all(_fits(key, parts[0]) and _fits(item, parts[1]) for key, item in value.items())
    if is_dataclass(kind):
        return all(_fits(getattr(value, name), part) for name, part in _hints(kind).items())
    return kind not in (int, Decimal) or _is_number(value)


def _is_number(value: int | Decimal) -> bool:
    """Neither True, which is an integer to Python, nor infinity, nor a number of a thousand digits is anybody's sum."""
    is_finite = value.is_finite() if isinstance(value, Decimal) else not isinstance(value, bool)
    return is_finite and -FARTHEST <= value <= FARTHEST
