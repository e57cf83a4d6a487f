"""A condition's value: the text that staff type, and what it means for the fact it is compared with.

The admin, the loading of data files and the compiling of releases all read values here, so they cannot differ.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from django.utils.translation import gettext as _

from benefits.eligibility.facts import FactType, Operator, Scope, operators_of

Value: TypeAlias = bool | int | str | Decimal | date
ConditionValue: TypeAlias = Value | tuple[Value, ...]

_TRUE, _FALSE = ("true", "是"), ("false", "否")
_LIST_MARKS = re.compile(r"[,，、]")
_RANGE = re.compile(r"(?P<low>.+?)(?:\s*(?:至|到|~|～|–|—)\s*|(?<=\d)\s*-\s*(?=\d+(?:\.\d+)?\Z))(?P<high>.+)\Z")


class ValueFault(ValueError):
    """A value that does not fit; its text says why and what is allowed, in Chinese."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What a condition may speak of: a question or a derived fact, with its choices or limits."""

    key: str
    label: str
    scope: Scope | str
    type: FactType
    choices: Mapping[str, str] = field(default_factory=dict)
    minimum: Decimal | None = None
    maximum: Decimal | None = None

    @property
    def operators(self) -> frozenset[Operator]:
        """The comparisons that a condition may make with it; none where no condition may use it."""
        return operators_of(self.key, self.type)


def parse_value(fact: Fact, operator: Operator, text: str) -> ConditionValue:
    """The typed value of `text`: a tuple for ONE_OF and BETWEEN. Raises ValueFault."""
    if operator not in fact.operators:
        raise ValueFault(_("“%(fact)s”不能用这种比较。") % {"fact": fact.label})
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        raise ValueFault(_("请填要比较的值。%(allowed)s") % {"allowed": allowed(fact)})
    match operator:
        case Operator.ONE_OF:
            return _several(fact, text)
        case Operator.BETWEEN:
            return _range(fact, text)
        case _:
            return _one(fact, text)


def text_of(value: ConditionValue | list[Value], operator: Operator) -> str:
    """The text of a value, as parse_value reads it."""
    if isinstance(value, tuple | list):
        parts = [text_of(part, Operator.IS) for part in value]
        if operator is not Operator.BETWEEN:
            return ", ".join(parts)
        return (" 至 " if any("-" in part for part in parts) else "-").join(parts)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def plain_value(text: str, operator: Operator) -> Value | list[Value]:
    """The value of a text that text_of wrote, as data files have it: a list for ONE_OF and BETWEEN."""
    match operator:
        case Operator.ONE_OF:
            return [_plain_value(part.strip()) for part in text.split(",")]
        case Operator.BETWEEN:
            match = _RANGE.match(text)
            return [_plain_value(part) for part in (match["low"], match["high"])] if match else [text]
        case _:
            return _plain_value(text)


def _plain_value(text: str) -> Value:
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else text


def choices_named(text: str) -> tuple[str, ...]:
    """The choices that the text of a value names."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def value_words(fact: Fact, text: str) -> str:
    """The text of a value with the labels of its choices."""
    labels = {"true": _("是"), "false": _("否")} if fact.type is FactType.BOOL else fact.choices
    return _("、").join(labels.get(part.strip(), part.strip()) for part in text.split(","))


def allowed(fact: Fact) -> str:
    """What may be typed for a fact, in a sentence."""
    match fact.type:
        case FactType.BOOL:
            return _("可以填 true（是）或 false（否）。")
        case FactType.CHOICE:
            return _("可以填：%s。") % _("、").join(
                _("%(name)s（%(more)s）") % {"name": key, "more": label} for key, label in fact.choices.items()
            )
        case FactType.DATE:
            return _("请填日期，例如 2016-01-01。")
        case _:
            return _limits(fact)


def _limits(fact: Fact) -> str:
    kind = _("整数") if fact.type is FactType.INTEGER else _("金额，最多两位小数")
    low, high = fact.minimum, fact.maximum
    if low is None and high is None:
        return _("请填%s。") % kind
    if high is None:
        return _("请填%(kind)s，不小于 %(low)s。") % {"kind": kind, "low": _plain(low)}
    if low is None:
        return _("请填%(kind)s，不大于 %(high)s。") % {"kind": kind, "high": _plain(high)}
    return _("请填%(kind)s，从 %(low)s 到 %(high)s。") % {"kind": kind, "low": _plain(low), "high": _plain(high)}


def _plain(number: Decimal) -> str:
    return format(number.to_integral_value() if number == number.to_integral_value() else number, "f")


def _several(fact: Fact, text: str) -> tuple[Value, ...]:
    values = tuple(_one(fact, part.strip()) for part in _LIST_MARKS.split(text) if part.strip())
    repeated = next((value for index, value in enumerate(values) if value in values[:index]), None)
    if repeated is not None:
        raise ValueFault(_("“%s”写了两次。请只写一次。") % text_of(repeated, Operator.IS))
    return values or (_one(fact, text),)


def _range(fact: Fact, text: str) -> tuple[Value, ...]:
    match = _RANGE.match(text)
    if match is None:
        example = "2016-01-01 至 2016-12-31" if fact.type is FactType.DATE else "19-36"
        raise ValueFault(_("“%(text)s”不是一个范围。请填两端，例如 %(example)s。") % {"text": text, "example": example})
    low, high = _one(fact, match["low"].strip()), _one(fact, match["high"].strip())
    if low > high:  # type: ignore[operator]  # both are of the fact's one type
        raise ValueFault(_("范围的前一个值比后一个大。请把小的写在前面。"))
    return low, high


def _one(fact: Fact, text: str) -> Value:
    value = _READERS[fact.type](fact, text)
    if value is None:
        raise ValueFault(_("“%(text)s”不合适。%(allowed)s") % {"text": text, "allowed": allowed(fact)})
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        too_low = fact.minimum is not None and value < fact.minimum
        too_high = fact.maximum is not None and value > fact.maximum
        if too_low or too_high:
            raise ValueFault(_("%(text)s 超出范围。%(allowed)s") % {"text": text, "allowed": allowed(fact)})
    return value


def _bool(fact: Fact, text: str) -> bool | None:
    return True if text.lower() in _TRUE else False if text.lower() in _FALSE else None


def _choice(fact: Fact, text: str) -> str | None:
    return text if text in fact.choices else None


def _integer(fact: Fact, text: str) -> int | None:
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else None


def _money(fact: Fact, text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"-?\d{1,12}(\.\d{1,2})?", text) else None


def _date(fact: Fact, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None


_READERS: dict[FactType, Callable[[Fact, str], Value | None]] = {
    FactType.BOOL: _bool,
    FactType.CHOICE: _choice,
    FactType.INTEGER: _integer,
    FactType.MONEY: _money,
    FactType.DATE: _date,
}
