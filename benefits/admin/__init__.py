"""The staff's pages: stock Django admin, one module a subject."""

from benefits.admin import (
    benefits,
    changes,
    contacts,
    departments,
    example_from_trial,
    examples,
    history,
    policy,
    questions,
    releases,
)

__all__ = [
    "benefits",
    "changes",
    "contacts",
    "departments",
    "example_from_trial",
    "examples",
    "history",
    "policy",
    "questions",
    "releases",
]
