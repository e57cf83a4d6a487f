"""What the buttons of the table do to its shape. Each says what it did, and where the work goes on."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from django.utils.translation import gettext as _

from benefits.admin.decision_table.typed import Cell, Column, Table, TypedAmount, TypedTier

# So that the whole page stays within what one request may hold (DATA_UPLOAD_MAX_NUMBER_FIELDS).
MAX_TIERS, MAX_COLUMNS, MAX_AMOUNTS = 60, 12, 10
_NUMBER = re.compile(r"[0-9]{1,3}")


class Moved(NamedTuple):
    """The table after a move, what was done in a sentence, and the id of the control to go on with."""

    table: Table
    said: str = ""
    focus: str = ""


def moved(table: Table, action: str, fact: str = "") -> Moved:
    """The table after the action of a button: its name and the numbers it is about. `fact`: of a column to add."""
    name, *numbers = action.split(":")
    if name == "add-column":
        return _add_column(table.settled(), fact)
    if name not in MOVES or not all(map(_NUMBER.fullmatch, numbers)):
        return _refresh(table)
    try:
        return MOVES[name](table.settled(), *map(int, numbers))
    except (IndexError, TypeError):
        # A button that this table does not have.
        return _refresh(table)


def _refresh(table: Table) -> Moved:
    return Moved(table.settled(), _("事项换了，这一列的条件已清空，请重新填写。") if table.forfeited else "")


def _add_tier(table: Table) -> Moved:
    return _insert(table, len(table.tiers), TypedTier(tuple(Cell() for _column in table.columns)), _("已加上第%s档。"))


def _copy_tier(table: Table, place: int) -> Moved:
    tier = table.tiers[place]
    amounts = tuple(replace(amount, id=None) for amount in tier.amounts)
    return _insert(table, place + 1, replace(tier, id=None, amounts=amounts), _("已复制，成为第%s档。"))


def _insert(table: Table, place: int, tier: TypedTier, said: str) -> Moved:
    if len(table.tiers) >= MAX_TIERS:
        return Moved(table, _("一项待遇最多%s档。") % MAX_TIERS, "add-tier")
    tiers = (*table.tiers[:place], tier, *table.tiers[place:])
    return Moved(replace(table, tiers=tiers), said % (place + 1), f"t{place}")


def _raise_tier(table: Table, place: int) -> Moved:
    return _swap(table, place - 1, f"t{place - 1}-raise" if place > 1 else "t0", said=place)


def _lower_tier(table: Table, place: int) -> Moved:
    last = len(table.tiers) - 1
    return _swap(table, place, f"t{place + 1}-lower" if place + 1 < last else f"t{last}", said=place + 2)


def _swap(table: Table, place: int, focus: str, said: int) -> Moved:
    """The tier at `place` and the next one change places."""
    if not 0 <= place < len(table.tiers) - 1:
        return Moved(table)
    tiers = list(table.tiers)
    tiers[place], tiers[place + 1] = tiers[place + 1], tiers[place]
    return Moved(replace(table, tiers=tuple(tiers)), _("已移到第%s档。") % said, focus)


def _remove_tier(table: Table, place: int) -> Moved:
    tiers = _without(table.tiers, place)
    focus = f"t{min(place, len(tiers) - 1)}" if tiers else "add-tier"
    return Moved(replace(table, tiers=tiers), _("已删除第%s档，保存后生效。") % (place + 1), focus)


def _add_column(table: Table, fact: str) -> Moved:
    if not fact:
        return Moved(table, _("请先选事项，再加这一列。"), "new-column")
    if len(table.columns) >= MAX_COLUMNS:
        return Moved(table, _("一张表最多%s列事项。") % MAX_COLUMNS, "new-column")
    tiers = tuple(replace(tier, cells=(*tier.cells, Cell())) for tier in table.tiers)
    columns = (*table.columns, Column(fact, fact))
    return Moved(Table(columns, tiers), _("已加上一列。请在各档填这个事项的条件。"), f"c{len(columns) - 1}-fact")


def _remove_column(table: Table, place: int) -> Moved:
    columns = _without(table.columns, place)
    tiers = tuple(replace(tier, cells=_without(tier.cells, place)) for tier in table.tiers)
    return Moved(Table(columns, tiers), _("已删除一列，保存后生效。"), "new-column")


def _add_amount(table: Table, place: int) -> Moved:
    tier = table.tiers[place]
    if len(tier.amounts) >= MAX_AMOUNTS:
        return Moved(table, _("一档最多%s个标准。") % MAX_AMOUNTS, f"t{place}-a0-kind")
    focus = f"t{place}-a{len(tier.amounts)}-kind"
    said = _("已加上一个标准。请用日期把各个标准分开。")
    return Moved(_with_amounts(table, place, (*tier.amounts, TypedAmount())), said, focus)


def _remove_amount(table: Table, place: int, number: int) -> Moved:
    amounts = _without(table.tiers[place].amounts, number) or (TypedAmount(),)
    return Moved(_with_amounts(table, place, amounts), _("已删除一个标准，保存后生效。"), f"t{place}-a0-kind")


def _with_amounts(table: Table, place: int, amounts: tuple[TypedAmount, ...]) -> Table:
    tiers = list(table.tiers)
    tiers[place] = replace(tiers[place], amounts=amounts)
    return replace(table, tiers=tuple(tiers))


def _without(items: tuple, place: int) -> tuple:
    items[place]  # an IndexError where there is no such place
    return (*items[:place], *items[place + 1 :])


MOVES: dict[str, Callable[..., Moved]] = {
    "add-tier": _add_tier,
    "copy-tier": _copy_tier,
    "raise-tier": _raise_tier,
    "lower-tier": _lower_tier,
    "remove-tier": _remove_tier,
    "remove-column": _remove_column,
    "add-amount": _add_amount,
    "remove-amount": _remove_amount,
}
