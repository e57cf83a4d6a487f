"""Keeping a table: rows are changed where they stand, so that the history tells what became of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models

from benefits.admin.decision_table.cells import means_the_same
from benefits.models import Benefit, Condition, Tier, TierAmount
from benefits.publishing.compile import TierRows

_AMOUNT = ("kind", "yuan", "basis", "percent", "of", "valid_from", "valid_until")


def save(benefit: Benefit, tiers: Iterable[TierRows]) -> bool:
    """Make these the tiers of the benefit, in their order. Whether anything changed. Within a transaction.

    An id that is not one of this benefit's makes a new row: rows of others are out of reach.
    """
    stored = {row.pk: row for row in benefit.tiers.prefetch_related("conditions", "amounts")}
    changed = False
    for order, of in enumerate(tiers, start=1):
        row = stored.pop(of.tier.pk, None) or Tier(benefit=benefit)
        changed |= _store(row, order=order, valid_from=of.tier.valid_from, valid_until=of.tier.valid_until)
        changed |= _save_conditions(row, of.conditions)
        changed |= _save_amounts(row, of.amounts)
    return _delete(stored.values()) or changed


def _save_conditions(tier: Tier, conditions: Iterable[Condition]) -> bool:
    """A condition stays the same row as long as its tier asks for its fact."""
    stored = defaultdict(list)
    for row in tier.conditions.all():
        stored[row.fact].append(row)
    changed = False
    for order, condition in enumerate(conditions, start=1):
        row = stored[condition.fact].pop(0) if stored[condition.fact] else Condition(tier=tier)
        values = {"order": order}
        if row._state.adding or not means_the_same(row, condition):
            values |= {name: getattr(condition, name) for name in ("fact", "operator", "value", "parameter")}
        changed |= _store(row, **values)
    return _delete(row for rows in stored.values() for row in rows) or changed


def _save_amounts(tier: Tier, amounts: Iterable[TierAmount]) -> bool:
    stored = {row.pk: row for row in tier.amounts.all()}
    changed = False
    for order, amount in enumerate(amounts, start=1):
        row = stored.pop(amount.pk, None) or TierAmount(tier=tier)
        changed |= _store(row, order=order, **{name: getattr(amount, name) for name in _AMOUNT})
    return _delete(stored.values()) or changed


def _store(row: models.Model, **values: Any) -> bool:
    """Save the row unless it says all of this already."""
    if not row._state.adding and all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return True


def _delete(rows: Iterable[models.Model]) -> bool:
    """Delete each row by itself, so that each deletion is in the history."""
    rows = list(rows)
    for row in rows:
        row.delete()
    return bool(rows)
