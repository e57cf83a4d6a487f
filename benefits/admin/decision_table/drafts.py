"""Rows to a table, and a table to rows that are not saved yet, with every fault at its place on the page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from benefits.admin.decision_table.cells import Control, cell_of, condition_of, control_of
from benefits.admin.decision_table.moves import MAX_AMOUNTS, MAX_COLUMNS, MAX_TIERS
from benefits.admin.decision_table.typed import Cell, Column, Table, TypedAmount, TypedTier
from benefits.eligibility.facts import Operator
from benefits.eligibility.lint import AMOUNT_FIELDS
from benefits.eligibility.rulebook import AmountKind
from benefits.models import Condition, Tier, TierAmount
from benefits.models.values import Fact
from benefits.publishing.compile import TierRows

# By the id of the place on the page: c0 a column, t0-c0 a cell, t0-a0-yuan a field of an amount.
Faults = defaultdict[str, list[str]]

_DATES = ("valid_from", "valid_until")
# Forms' fields, because a model's own let NaN through to its validators.
_AMOUNT_FIELDS = {
    name: TierAmount._meta.get_field(name).formfield() for name in ("kind", "yuan", "basis", "percent", "of", *_DATES)
}


class Draft(NamedTuple):
    """The tiers of a table, not saved yet, and what is wrong with them. Tiers and amounts have the ids typed."""

    tiers: list[TierRows]
    faults: Faults


def table_of(tiers: Iterable[TierRows], facts: Mapping[str, Fact]) -> Table:
    """The table that shows rows: a fact that a tier uses twice has two columns."""
    tiers = list(tiers)
    by_column = [_by_column(tier.conditions) for tier in tiers]
    columns = _in_order([list(row) for row in by_column])
    return Table(
        tuple(Column(fact, fact) for fact, _nth in columns),
        tuple(
            TypedTier(
                tuple(cell_of(row[key], facts.get(key[0])) if key in row else Cell() for key in columns),
                tuple(map(_typed_amount, tier.amounts)) or (TypedAmount(),),
                _iso(tier.tier.valid_from),
                _iso(tier.tier.valid_until),
                tier.tier.pk,
            )
            for tier, row in zip(tiers, by_column, strict=True)
        ),
    )


def draft_of(table: Table, facts: Mapping[str, Fact], per: str) -> Draft:
    """The rows that a table stands for, and every fault in it."""
    faults: Faults = defaultdict(list)
    _check_size(table, faults)
    for number in table.forfeited:
        faults[f"c{number}"].append(_("事项换了，这一列的条件已清空，请重新填写。"))
    table = table.settled()
    tiers = [_tier(tier, f"t{number}", table.columns, facts, per, faults) for number, tier in enumerate(table.tiers)]
    return Draft(tiers, faults)


def _check_size(table: Table, faults: Faults) -> None:
    most_amounts = max((len(tier.amounts) for tier in table.tiers), default=0)
    if len(table.tiers) > MAX_TIERS or len(table.columns) > MAX_COLUMNS or most_amounts > MAX_AMOUNTS:
        faults["table"].append(
            _("表太大：最多%(tiers)s档、%(columns)s列事项，一档最多%(amounts)s个标准。")
            % {"tiers": MAX_TIERS, "columns": MAX_COLUMNS, "amounts": MAX_AMOUNTS}
        )


def _by_column(conditions: Iterable[Condition]) -> dict[tuple[str, int], Condition]:
    """A tier's conditions by fact, and by how often the fact stands before in the same tier."""
    seen: Counter[str] = Counter()
    by_column = {}
    for condition in conditions:
        by_column[condition.fact, seen[condition.fact]] = condition
        seen[condition.fact] += 1
    return by_column


def _in_order(sequences: list[list[tuple[str, int]]]) -> list[tuple[str, int]]:
    """All that stands in the sequences, each once, in an order that is every sequence's own as far as they agree."""
    waiting = dict.fromkeys(item for sequence in sequences for item in sequence)
    before = {item: set() for item in waiting}
    for sequence in sequences:
        for earlier, later in pairwise(sequence):
            before[later].add(earlier)
    ordered = []
    while waiting:
        item = next((item for item in waiting if not before[item] & waiting.keys()), next(iter(waiting)))
        del waiting[item]
        ordered.append(item)
    return ordered


def _typed_amount(row: TierAmount) -> TypedAmount:
    texts = {
        spec.name: "" if (value := getattr(row, spec.name)) is None else str(value)
        for spec in fields(TypedAmount)
        if spec.name != "id"
    }
    return TypedAmount(id=row.pk, **texts)


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _tier(
    tier: TypedTier, place: str, columns: tuple[Column, ...], facts: Mapping[str, Fact], per: str, faults: Faults
) -> TierRows:
    cells = enumerate(zip(columns, tier.cells, strict=True))
    conditions = [_condition(cell, column.fact, place, number, facts, per, faults) for number, (column, cell) in cells]
    amounts = [_amount(amount, f"{place}-a{number}", facts, faults) for number, amount in enumerate(tier.amounts)]
    _refuse_overlaps(place, amounts, faults)
    row = Tier(pk=tier.id)
    for name in _DATES:
        setattr(row, name, _cleaned(name, getattr(tier, name), place, faults))
    _check_period(row, place, faults)
    return TierRows(row, [row for row in conditions if row is not None], [row for row in amounts if row is not None])


def _condition(
    cell: Cell, key: str, place: str, number: int, facts: Mapping[str, Fact], per: str, faults: Faults
) -> Condition | None:
    fact = facts.get(key)
    row = condition_of(cell, key, fact)
    if row is None:
        return None
    try:
        _check(row, cell, fact, facts, per)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            where = f"c{number}" if name == "fact" else f"{place}-c{number}"
            faults[where] += [message for message in messages if message not in faults[where]]
    return row


def _check(row: Condition, cell: Cell, fact: Fact | None, facts: Mapping[str, Fact], per: str) -> None:
    if not row.fact:
        raise ValidationError({"fact": _("请选这一列的事项。")})
    if fact is None or not fact.operators:
        # What may be used stands in the list above it.
        name = row.fact if fact is None else fact.label
        raise ValidationError({"fact": _("“%s”不能作条件。请另选一个事项，或删除这一列。") % name})
    if not row.operator:
        raise ValidationError({"operator": _("请选怎样比较。")})
    is_chosen = control_of(fact, cell.operator) is Control.CHOICES
    if is_chosen and row.operator == Operator.IS_NOT and len(cell.values) > 1:
        raise ValidationError({"value": _("“不是”只能勾一项。要排除几项，请用“是其中之一”，勾其余各项。")})
    row.check_against(facts, per)
    row.clean_fields(exclude={"tier", "order"})


def _amount(amount: TypedAmount, place: str, facts: Mapping[str, Fact], faults: Faults) -> TierAmount | None:
    typed = {name: getattr(amount, name) for name in _AMOUNT_FIELDS}
    if not any(typed.values()):
        return None
    row = TierAmount(pk=amount.id, kind=amount.kind)
    if amount.kind not in AMOUNT_FIELDS:
        faults[f"{place}-kind"].append(_("请选标准的种类。"))
        return row
    for name in (*sorted(AMOUNT_FIELDS[AmountKind(amount.kind)]), *_DATES):
        setattr(row, name, _cleaned(name, typed[name], place, faults))
    try:
        row.check_against(facts)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            # What cannot be read is not missing.
            faults[f"{place}-{name}"] = faults[f"{place}-{name}"] or messages
    _check_period(row, place, faults)
    return row


def _cleaned(name: str, text: str, place: str, faults: Faults) -> object:
    """What a field of an amount or a tier says; empty, with a fault at its place, where it cannot be read."""
    field = _AMOUNT_FIELDS[name]
    try:
        value = field.clean(_without_marks(text) if name in ("yuan", "percent") else text)
        TierAmount._meta.get_field(name).run_validators(value)
        return value
    except ValidationError as error:
        faults[f"{place}-{name}"] += error.messages
        return field.empty_value if hasattr(field, "empty_value") else None


def _without_marks(number: str) -> str:
    """A number as people type it, without commas and unit."""
    return number.replace(",", "").replace("，", "").rstrip("元%％ ")


def _check_period(row: Tier | TierAmount, place: str, faults: Faults) -> None:
    if row.valid_from and row.valid_until and row.valid_until < row.valid_from:
        faults[f"{place}-valid_until"].append(_("截止日不能早于生效日。"))


def _refuse_overlaps(place: str, amounts: list[TierAmount | None], faults: Faults) -> None:
    """On any day at most one amount of a tier applies."""
    kept = []
    for number, row in enumerate(amounts):
        if row is None or any(faults.get(f"{place}-a{number}-{name}") for name in _DATES):
            continue
        if any(row.period.overlaps(other) for other in kept):
            faults[f"{place}-a{number}-valid_from"].append(_("与前面一个标准的有效日期重叠。同一天只能有一个标准。"))
        kept.append(row.period)
