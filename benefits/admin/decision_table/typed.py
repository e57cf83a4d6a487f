"""A decision table as it is typed on the page, right or wrong: facts across, tiers down. It knows no database."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace

from django.http import QueryDict

# The table's fields are all there only if the last of them is: a request cut short takes no tier away.
IS_COMPLETE = "table-end"
_COLUMN = re.compile(r"c(\d{1,3})-fact\Z")
_TIER = re.compile(r"t(\d{1,3})-id\Z")


@dataclass(frozen=True, slots=True)
class Cell:
    """A condition as typed. `values`: the choices ticked, the two ends of a range, or the one value."""

    operator: str = ""
    values: tuple[str, ...] = ()
    parameter: str = ""

    @property
    def says_something(self) -> bool:
        """Whether anything is typed or chosen that could be lost."""
        return any(self.values) or bool(self.parameter)


@dataclass(frozen=True, slots=True)
class TypedAmount:
    """What a tier gives, as typed. `id`: the row that it changes, if any."""

    id: int | None = None
    kind: str = ""
    yuan: str = ""
    basis: str = ""
    percent: str = ""
    of: str = ""
    valid_from: str = ""
    valid_until: str = ""


@dataclass(frozen=True, slots=True)
class TypedTier:
    """A row of the table. `id`: the tier that it changes, if any."""

    cells: tuple[Cell, ...]
    amounts: tuple[TypedAmount, ...] = (TypedAmount(),)
    valid_from: str = ""
    valid_until: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column's fact; `was` is the one that its cells were typed for."""

    fact: str
    was: str

    @property
    def is_changed(self) -> bool:
        """Whether the cells speak of another fact."""
        return self.fact != self.was


@dataclass(frozen=True, slots=True)
class Table:
    """The columns and the tiers, each with a cell for every column."""

    columns: tuple[Column, ...] = ()
    tiers: tuple[TypedTier, ...] = ()

    @property
    def forfeited(self) -> tuple[int, ...]:
        """The columns whose fact has changed under conditions that were typed for another."""
        return tuple(
            number
            for number, column in enumerate(self.columns)
            if column.is_changed and any(tier.cells[number].says_something for tier in self.tiers)
        )

    def settled(self) -> Table:
        """The table with empty cells wherever they were typed for another fact."""
        stay = [not column.is_changed for column in self.columns]
        tiers = (
            replace(tier, cells=tuple(cell if kept else Cell() for cell, kept in zip(tier.cells, stay, strict=True)))
            for tier in self.tiers
        )
        return Table(tuple(Column(column.fact, column.fact) for column in self.columns), tuple(tiers))


def read(post: QueryDict) -> Table:
    """The table that a request has typed. What is missing is empty, what is too much is passed over."""
    columns = _numbers(post, _COLUMN)
    return Table(
        tuple(_column(post, f"c{number}-") for number in columns),
        tuple(_tier(post, f"t{number}-", columns) for number in _numbers(post, _TIER)),
    )


def _numbers(post: QueryDict, pattern: re.Pattern[str]) -> list[int]:
    return sorted({int(match[1]) for match in map(pattern.match, post) if match})


def _column(post: QueryDict, prefix: str) -> Column:
    fact = _text(post, f"{prefix}fact")
    return Column(fact, _text(post, f"{prefix}was") if f"{prefix}was" in post else fact)


def _tier(post: QueryDict, prefix: str, columns: list[int]) -> TypedTier:
    amounts = _numbers(post, re.compile(rf"{prefix}a(\d{{1,3}})-kind\Z"))
    return TypedTier(
        cells=tuple(_cell(post, f"{prefix}c{number}-") for number in columns),
        amounts=tuple(_amount(post, f"{prefix}a{number}-") for number in amounts),
        valid_from=_text(post, f"{prefix}valid_from"),
        valid_until=_text(post, f"{prefix}valid_until"),
        id=_id(post, f"{prefix}id"),
    )


def _cell(post: QueryDict, prefix: str) -> Cell:
    values = [_clean(value) for value in post.getlist(f"{prefix}value")]
    while values and not values[-1]:
        values.pop()
    return Cell(_text(post, f"{prefix}operator"), tuple(values), _text(post, f"{prefix}parameter"))


def _amount(post: QueryDict, prefix: str) -> TypedAmount:
    texts = {spec.name: _text(post, f"{prefix}{spec.name}") for spec in fields(TypedAmount) if spec.name != "id"}
    return TypedAmount(id=_id(post, f"{prefix}id"), **texts)


def _text(post: QueryDict, name: str) -> str:
    return _clean(post.get(name, ""))


def _clean(text: str) -> str:
    # No database holds this character, and nobody types it.
    return text.replace("\x00", "").strip()


def _id(post: QueryDict, name: str) -> int | None:
    text = _text(post, name)
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None
