"""What keeps a history: the kinds of record, and the rows that belong to a record and are told under its name."""

from __future__ import annotations

from typing import TypeAlias

from django.db import models
from django.db.models import Max, Q, QuerySet

from benefits import models as rows

Model: TypeAlias = type[models.Model]

# Of each kind of record, the columns by which people look for it.
RECORDS: dict[Model, tuple[str, ...]] = {
    rows.PolicyDocument: ("title_zh", "key"),
    rows.Department: ("name_zh", "short_name_zh", "key"),
    rows.Measure: ("title_zh",),
    rows.Section: ("title_zh", "key"),
    rows.Question: ("label_zh", "key"),
    rows.Term: ("name_zh", "key"),
    rows.Benefit: ("title_zh", "key"),
    rows.BenefitNote: (),
    rows.Commitment: ("title_zh", "key"),
    rows.Example: ("name", "key"),
}
# Of each kind of part, the column that names what it belongs to.
PARTS: dict[Model, str] = {
    rows.MeasureDepartment: "measure",
    rows.Choice: "question",
    rows.Tier: "benefit",
    rows.Condition: "tier",
    rows.TierAmount: "tier",
}
TRACKED: dict[str, Model] = {model._meta.model_name: model for model in (*RECORDS, *PARTS)}


def parent_of(part: Model) -> Model:
    """The kind of row that a part belongs to."""
    return part._meta.get_field(PARTS[part]).related_model


def record_of(model: Model) -> Model:
    """The kind of record under whose name a row is told."""
    return record_of(parent_of(model)) if model in PARTS else model


def of_records(model: Model, ids: QuerySet | list[int]) -> Q:
    """Of a kind of row's history: what belongs to the records of these ids."""
    if model not in PARTS:
        return Q(id__in=ids)
    parent = parent_of(model)
    return Q(**{f"{PARTS[model]}_id__in": parent.history.filter(of_records(parent, ids)).values("id")})


def latest(model: Model, ids: set[int]) -> dict[int, models.Model]:
    """The rows of these ids as they are now, or, of those that are gone, as they were last."""
    found = model._default_manager.in_bulk(ids)
    gone = ids - found.keys()
    if gone:
        last = model.history.filter(id__in=gone).order_by().values("id").annotate(last=Max("history_id"))
        found |= {row.id: row.instance for row in model.history.filter(history_id__in=last.values("last"))}
    return found
