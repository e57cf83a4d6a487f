"""Who may do what to which record: one table, which every page of the admin asks.

Editors change what their department keeps; publishers change everything and review what others changed; auditors read.
Whoever has no such role, an administrator of accounts among them, does not see the policy at all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db import models

from benefits.models import Benefit, BenefitNote, Commitment, Department, Example, Question

# Of the kinds that an editor may change: the departments that keep the row.
KEEPERS: dict[type[models.Model], Callable[[Any], Collection[int | None]]] = {
    Benefit: lambda row: {row.keeper_id},
    BenefitNote: lambda row: {row.department_id},
    Commitment: lambda row: {row.keeper_id},
    Department: lambda row: {row.pk},
    # An example tries all the rules of its measure, so whoever keeps one of them may have to mend it.
    Example: lambda row: {benefit.keeper_id for benefit in Benefit.objects.filter(measure=row.measure_id)},
    Question: lambda row: {row.owner_id},
}
# The same as a question to the database: all rows of a kind that some departments keep.
KEPT: dict[type[models.Model], Callable[..., models.QuerySet]] = {
    Benefit: lambda *departments: Benefit.objects.owned_by(*departments),
    BenefitNote: lambda *departments: BenefitNote.objects.filter(department__in=departments),
    Commitment: lambda *departments: Commitment.objects.owned_by(*departments),
    Department: lambda *departments: Department.objects.filter(pk__in=departments),
    Example: lambda *departments: Example.objects.filter(
        measure__in=Benefit.objects.owned_by(*departments).values("measure")
    ),
    Question: lambda *departments: Question.objects.owned_by(*departments),
}
# Of these an editor may also make new ones and take them away.
OWN_KINDS = frozenset(KEEPERS) - {Department}


def keepers_of(row: models.Model) -> set[int]:
    """The departments whose editors may change the row; none: the publishers keep it."""
    return {department for department in KEEPERS.get(type(row), lambda _row: ())(row) if department is not None}


def may_read(user: Any) -> bool:
    """Whether the user sees the policy's records."""
    # The sign-in page asks too, on behalf of nobody.
    return user.is_authenticated and user.has_policy_role


def may_add(user: Any, model: type[models.Model]) -> bool:
    """Whether the user may make a new record of this kind."""
    return user.is_publisher or (user.edits and model in OWN_KINDS)


def may_change(user: Any, row: models.Model) -> bool:
    """Whether the user may change this record."""
    return user.is_publisher or _keeps(user, row)


def may_delete(user: Any, row: models.Model) -> bool:
    """Whether the user may take this record away."""
    return user.is_publisher or (type(row) in OWN_KINDS and _keeps(user, row))


def may_remark(user: Any, row: models.Model) -> bool:
    """Whether the user may leave a remark for those who keep the record: not who keeps it, nor who only reads."""
    return may_submit(user) and not _keeps(user, row)


def may_change_some(user: Any, model: type[models.Model]) -> bool:
    """Whether there may be records of this kind that the user may change."""
    return user.is_publisher or (user.edits and model in KEEPERS)


def may_review(user: Any) -> bool:
    """Whether the user approves, publishes and rolls back."""
    return user.is_publisher


def may_submit(user: Any) -> bool:
    """Whether the user may send changes to review."""
    return user.is_publisher or user.edits


def _keeps(user: Any, row: models.Model) -> bool:
    return user.edits and user.department_id in keepers_of(row)
