"""A cell and the condition that it stands for: which control a fact is typed in, and what was typed as a row."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from benefits.admin.decision_table.typed import Cell
from benefits.eligibility.facts import FactType, Operator
from benefits.models import Condition
from benefits.models.values import Fact, choices_named, plain_value, text_of

_CHOOSING = ("", Operator.IS, Operator.IS_NOT, Operator.ONE_OF)


class Control(StrEnum):
    """How a condition is typed. FREE: as text, where the fact is gone or has become another."""

    YES_NO = "yes_no"
    CHOICES = "choices"
    NUMBER = "number"
    DATE = "date"
    FREE = "free"


def control_of(fact: Fact | None, operator: str) -> Control:
    """The control for a fact and the operator chosen; none chosen yet: empty."""
    match fact and fact.type:
        case FactType.BOOL if operator in ("", Operator.IS):
            return Control.YES_NO
        case FactType.CHOICE if operator in _CHOOSING:
            return Control.CHOICES
        case FactType.INTEGER | FactType.MONEY if not operator or operator in fact.operators:
            return Control.NUMBER
        case FactType.DATE if not operator or operator in fact.operators:
            return Control.DATE
        case _:
            return Control.FREE


def cell_of(condition: Condition, fact: Fact | None) -> Cell:
    """The cell that shows a saved condition, whatever has become of its fact."""
    operator, text = condition.operator, condition.value
    match control_of(fact, operator):
        case Control.YES_NO:
            return Cell(values=(text,))
        case Control.CHOICES:
            return Cell(Operator.ONE_OF if operator == Operator.IS else operator, choices_named(text))
        case Control.NUMBER | Control.DATE if operator == Operator.BETWEEN:
            return Cell(operator, tuple(text_of(end, Operator.IS) for end in plain_value(text, Operator.BETWEEN)))
        case _:
            return Cell(operator, (text,) if text else (), condition.parameter)


def condition_of(cell: Cell, key: str, fact: Fact | None) -> Condition | None:
    """The condition, not saved and not checked, that a cell stands for; None where it sets none."""
    control = control_of(fact, cell.operator)
    value = cell.values[0] if cell.values else ""
    match control:
        case Control.YES_NO:
            return Condition(fact=key, operator=Operator.IS, value=value) if value else None
        case Control.CHOICES:
            return _chosen(cell, key) if cell.values else None
    if not cell.operator and not cell.says_something:
        return None
    if cell.operator == Operator.BETWEEN and control is not Control.FREE:
        low, high = (*map(_plain, cell.values), "", "")[:2]
        return Condition(fact=key, operator=cell.operator, value=f"{low} 至 {high}" if low or high else "")
    if cell.parameter:
        return Condition(fact=key, operator=cell.operator, parameter=cell.parameter)
    is_one_number = control is Control.NUMBER and cell.operator != Operator.ONE_OF
    return Condition(fact=key, operator=cell.operator, value=_plain(value) if is_one_number else value)


def means_the_same(one: Condition, other: Condition) -> bool:
    """Whether two conditions of one fact say the same in other words: 是 one value, or 是其中之一 of that one."""
    return _meaning(one) == _meaning(other)


def _chosen(cell: Cell, key: str) -> Condition:
    if cell.operator == Operator.IS_NOT:
        operator = Operator.IS_NOT
    else:
        operator = Operator.IS if len(cell.values) == 1 else Operator.ONE_OF
    return Condition(fact=key, operator=operator, value=", ".join(cell.values))


def _plain(number: str) -> str:
    """A number as people type it, without its thousands' commas."""
    return re.sub(r"(?<=\d),(?=\d{3}(\D|\Z))", "", unicodedata.normalize("NFKC", number))


def _meaning(condition: Condition) -> tuple[str, str, frozenset[str]]:
    operator = Operator.ONE_OF if condition.operator == Operator.IS else condition.operator
    return operator, condition.parameter, frozenset(choices_named(condition.value))
