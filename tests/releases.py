"""The real release straight from the data files, without a database, for tests of what residents read."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from benefits.eligibility.rulebook import Document, PolicyStatus
from benefits.publishing.content import (
    BenefitContent,
    CommitmentContent,
    Content,
    DepartmentContent,
    DocumentContent,
    MeasureContent,
)
from benefits.publishing.current import PublishedRelease
from tests.rulebooks import DATA, _iso, _load, real_rulebook


def _of(record: type, item: dict[str, Any]) -> dict[str, Any]:
    return {field.name: _iso(item[field.name]) for field in fields(record)}


def _all(folder: str) -> list[dict[str, Any]]:
    return [item for path in sorted((DATA / folder).glob("*.yaml")) for item in _load(path)]


def _question(item: dict[str, Any]) -> dict[str, Any]:
    names = ("key", "wording", "label", "help", "why")
    choices = [{"key": choice["key"], **choice["label"]} for choice in item.get("choices", ())]
    return {name: item[name] for name in names} | {"choices": choices}


@cache
def real_content() -> Content:
    """Every word of the data files."""
    asked = _load(DATA / "questions.yaml")
    return Content.from_json(
        {
            "documents": [_of(DocumentContent, item) for item in _load(DATA / "documents.yaml")],
            "departments": [_of(DepartmentContent, item) for item in _load(DATA / "departments.yaml")],
            "measures": [_of(MeasureContent, item) for item in _load(DATA / "measures.yaml")],
            "sections": asked["sections"],
            "questions": [_question(item) for item in asked["questions"]],
            "terms": _load(DATA / "terms.yaml"),
            "benefits": [_of(BenefitContent, item) for item in _all("benefits")],
            "commitments": [_of(CommitmentContent, item) for item in _all("commitments")],
        }
    )


@cache
def real_release(status: PolicyStatus = PolicyStatus.CONSULTATION) -> PublishedRelease:
    """The thirteen measures as release 1, their document in the given status."""
    rulebook = real_rulebook()
    documents = tuple(Document(each.key, status, each.parameters) for each in rulebook.documents)
    return PublishedRelease(
        number=1,
        published_at=datetime(2026, 11, 23, tzinfo=UTC),
        checksum="",
        rulebook=replace(rulebook, documents=documents),
        content=real_content(),
    )
