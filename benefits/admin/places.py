"""A record's kind and key, by which releases, findings and remarks name it, and the row that it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db import models
from django.db.models import Q
from django.urls import reverse

from benefits.admin import rights
from benefits.eligibility.lint import Finding
from benefits.publishing.editors import MODELS
from benefits.publishing.parts import SHELVES

Place = tuple[str, str]


class PlacedFinding(NamedTuple):
    """What a check says is wrong, and where to mend it; "" where there is no such page."""

    where: str
    message: str
    url: str


def has_place(row: models.Model) -> bool:
    """Whether releases know rows of this kind by a key of their own."""
    return row._meta.model_name in MODELS


def place_of(row: models.Model) -> Place:
    """The kind and the key of a row."""
    kind = row._meta.model_name
    return kind, str(getattr(row, SHELVES[kind].by))


def row_at(kind: str, key: str) -> models.Model | None:
    """The row, or None where there is no such record (any more)."""
    return rows_at([(kind, key)]).get((kind, key))


def rows_at(places: Iterable[Place]) -> dict[Place, models.Model]:
    """The rows of those places where there is one: one query a kind."""
    return {
        place_of(row): row
        for kind, keys in _by_kind(places).items()
        for row in _with_keys(MODELS[kind]._default_manager.all(), kind, keys)
    }


def kept_places(places: Iterable[Place], departments: Collection[int]) -> set[Place]:
    """Those of the places whose record one of the departments keeps: one query a kind."""
    return {
        place_of(row)
        for kind, keys in _by_kind(places).items()
        if MODELS[kind] in rights.KEPT
        for row in _with_keys(rights.KEPT[MODELS[kind]](*departments), kind, keys)
    }


def address(row: models.Model) -> str:
    """The record's page."""
    return reverse(f"admin:benefits_{row._meta.model_name}_change", args=[row.pk])


def placed(findings: Iterable[Finding]) -> list[PlacedFinding]:
    """The findings, each with the page of the record that it is about."""
    findings = list(findings)
    rows = rows_at((finding.kind, finding.key) for finding in findings)
    pages = {place: address(row) for place, row in rows.items()}
    return [
        PlacedFinding(finding.where, finding.message, pages.get((finding.kind, finding.key), ""))
        for finding in findings
    ]


def _by_kind(places: Iterable[Place]) -> dict[str, set[str]]:
    keys: dict[str, set[str]] = defaultdict(set)
    for kind, key in places:
        if kind in MODELS:
            keys[kind].add(key)
    return keys


def _with_keys(rows: models.QuerySet, kind: str, keys: Collection[str]) -> models.QuerySet:
    match kind:
        case "measure":
            return rows.filter(number__in=[int(key) for key in keys if key.isdecimal() and len(key) < 5])
        case "benefitnote":
            pairs = (key.split(".", 1) for key in keys if "." in key)
            none = Q(pk__in=[])
            named = (Q(benefit__key=benefit, department__key=department) for benefit, department in pairs)
            return rows.filter(reduce(or_, named, none)).select_related("benefit", "department")
        case _:
            return rows.filter(key__in=keys)
