"""Who has worked on a record since it was last submitted and published, from its history and that of its parts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q

from benefits import models as rows
from benefits.models import ChangeSet, Release

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

MODELS: dict[str, type[models.Model]] = {
    model._meta.model_name: model
    for model in (
        rows.PolicyDocument,
        rows.Department,
        rows.Measure,
        rows.Section,
        rows.Question,
        rows.Term,
        rows.Benefit,
        rows.BenefitNote,
        rows.Commitment,
        rows.Example,
    )
}


def editors_of(kind: str, key: str) -> models.QuerySet[AbstractUser]:
    """The people who changed the record, or rows that belong to it, since what is released of it was submitted."""
    since = _submitted_at(kind, key)
    later = Q() if since is None else Q(history_date__gte=since)
    people = set()
    for entries in _entries(kind, key):
        people.update(entries.filter(later, history_user__isnull=False).values_list("history_user", flat=True))
    return get_user_model().objects.filter(pk__in=people)


def _submitted_at(kind: str, key: str) -> datetime | None:
    """When what is released of the record was submitted; None if it came with the first release or an import."""
    published = ChangeSet.objects.filter(state=ChangeSet.State.PUBLISHED)
    imports = set(published.filter(content__isnull=False).values_list("release__number", flat=True))
    own = published.filter(records__kind=kind, records__key=key)
    submitted = dict(own.values_list("release__number", "submitted_at"))
    for number in _lineage():
        if number in imports:
            return None
        if number in submitted:
            return submitted[number]
    return None


def _lineage() -> Iterator[int]:
    """The releases of which the newest is made, from it back. What was rolled back is not among them."""
    rolled_back_to = dict(Release.objects.values_list("number", "rolled_back_to__number"))
    number = max(rolled_back_to, default=0)
    while number:
        if rolled_back_to[number] is None:
            yield number
            number -= 1
        else:
            number = rolled_back_to[number]


def row_of(kind: str, key: str) -> models.Model | None:
    """The record's row; of one that was deleted, the row as it last was."""
    model, named = MODELS[kind], _named(kind, key)
    row = model._default_manager.filter(named).first()
    if row is not None:
        return row
    last = model.history.filter(named).order_by("-history_date", "-history_id").first()
    return None if last is None else last.instance


def _entries(kind: str, key: str) -> list[models.QuerySet]:
    # By the rows, since a record may have had another key.
    ids = MODELS[kind].history.filter(_named(kind, key)).values("id")
    own = MODELS[kind].history.filter(id__in=ids)
    match kind:
        case "benefit":
            tiers = rows.Tier.history.filter(benefit_id__in=ids)
            of_tiers = Q(tier_id__in=tiers.values("id"))
            return [own, tiers, rows.Condition.history.filter(of_tiers), rows.TierAmount.history.filter(of_tiers)]
        case "question":
            return [own, rows.Choice.history.filter(question_id__in=ids)]
        case "measure":
            return [own, rows.MeasureDepartment.history.filter(measure_id__in=ids)]
        case _:
            return [own]


def _named(kind: str, key: str) -> Q:
    if kind == "measure":
        return Q(number=key) if key.isdecimal() and len(key) < 6 else Q(pk__in=[])
    if kind == "benefitnote":
        benefit, _, department = key.partition(".")
        return Q(
            benefit_id__in=rows.Benefit.history.filter(key=benefit).values("id"),
            department_id__in=rows.Department.history.filter(key=department).values("id"),
        )
    return Q(key=key)
