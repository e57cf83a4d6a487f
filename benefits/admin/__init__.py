"""The staff's pages: stock Django admin, one module a subject."""

from benefits.admin import (
    attesting,
    benefits,
    changes,
    contacts,
    departments,
    example_from_trial,
    examples,
    history,
    notes,
    policy,
    questions,
    releases,
    remark_pages,
)

__all__ = [
    "attesting",
    "benefits",
    "changes",
    "contacts",
    "departments",
    "example_from_trial",
    "examples",
    "history",
    "notes",
    "policy",
    "questions",
    "releases",
    "remark_pages",
]
