"""The staff's pages: stock Django admin, one module a subject."""

from benefits.admin import (
    attesting,
    benefits,
    changes,
    departments,
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
    "departments",
    "notes",
    "policy",
    "questions",
    "releases",
    "remark_pages",
]
