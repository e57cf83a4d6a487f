"""The fields of data files: what form each has, and which columns of a row it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from django.db import models
from django.utils.translation import gettext as _

from benefits.eligibility.facts import Operator
from benefits.models.common import quotation_lines
from benefits.models.values import plain_value, text_of

Data: TypeAlias = dict[str, Any]
Fault: TypeAlias = tuple[str, str]


@dataclass(frozen=True)
class Field:
    """One field of a record's data. An optional field is left out where it says nothing."""

    name: str
    is_optional: bool = False

    def faults(self, value: Any, path: str) -> Iterator[Fault]:
        """What is wrong with the form of a value: where, and why."""
        if not self.fits(value):
            yield path, self.expected()

    def fits(self, value: Any) -> bool:
        """Whether a value has the field's form."""
        return isinstance(value, str)

    def expected(self) -> str:
        """What the field's form is, in a sentence."""
        return _("要写文字。")

    def columns(self, record: Data) -> Data:
        """The model's columns of the record's field."""
        return {self.name: record[self.name]} if self.name in record else {}

    def value(self, row: models.Model) -> Any:
        """The data of the row's columns; None where an optional field is left out."""
        value = getattr(row, self.name)
        return None if self.is_optional and value == "" else value


class Flag(Field):
    """Yes or no."""

    def fits(self, value: Any) -> bool:
        return isinstance(value, bool)

    def expected(self) -> str:
        return _("要写 true 或 false。")

    def columns(self, record: Data) -> Data:
        return {self.name: record.get(self.name, False)}

    def value(self, row: models.Model) -> Any:
        return getattr(row, self.name) or (None if self.is_optional else False)


class Whole(Field):
    """A whole number."""

    def fits(self, value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool)

    def expected(self) -> str:
        return _("要写整数。")


class Limit(Whole):
    """A number that is a limit: whole in data, exact in its column."""

    def columns(self, record: Data) -> Data:
        return {self.name: Decimal(record[self.name])} if self.name in record else {}

    def value(self, row: models.Model) -> Any:
        limit = getattr(row, self.name)
        return None if limit is None else int(limit)


class Money(Field):
    """Yuan to the fen, in quotation marks so that no reader makes a float of it."""

    def fits(self, value: Any) -> bool:
        return isinstance(value, str) and re.fullmatch(r"\d{1,10}\.\d{2}", value) is not None

    def expected(self) -> str:
        return _("要写带引号、两位小数的金额，例如 '500.00'。")

    def columns(self, record: Data) -> Data:
        return {self.name: Decimal(record[self.name])} if self.name in record else {}

    def value(self, row: models.Model) -> Any:
        yuan = getattr(row, self.name)
        return None if yuan is None else f"{yuan:.2f}"


class Day(Field):
    """A date, or null where there is none."""

    def fits(self, value: Any) -> bool:
        is_day = isinstance(value, date) and not isinstance(value, datetime)
        return is_day or (value is None and not self.is_optional)

    def expected(self) -> str:
        return _("要写日期，例如 2026-12-31。")


class Nullable(Field):
    """A word, or null where the column is empty."""

    def fits(self, value: Any) -> bool:
        return value is None or (isinstance(value, str) and value != "")

    def columns(self, record: Data) -> Data:
        return {self.name: record[self.name] or ""}

    def value(self, row: models.Model) -> Any:
        return getattr(row, self.name) or None


class Bilingual(Field):
    """The same words in Chinese and English, in two columns."""

    def fits(self, value: Any) -> bool:
        return (
            isinstance(value, dict)
            and set(value) == {"zh", "en"}
            and all(isinstance(words, str) for words in value.values())
        )

    def expected(self) -> str:
        return _("要写 zh 和 en 两项文字。")

    def columns(self, record: Data) -> Data:
        return {f"{self.name}_{language}": words for language, words in record[self.name].items()}

    def value(self, row: models.Model) -> Any:
        return {language: getattr(row, f"{self.name}_{language}") for language in ("zh", "en")}


class Lines(Field):
    """A list of sentences, one a line in their column."""

    def fits(self, value: Any) -> bool:
        return isinstance(value, list) and all(isinstance(line, str) and "\n" not in line for line in value)

    def expected(self) -> str:
        return _("要写一列句子，每句不换行。")

    def columns(self, record: Data) -> Data:
        return {self.name: "\n".join(record[self.name])}

    def value(self, row: models.Model) -> Any:
        return list(quotation_lines(getattr(row, self.name)))


class Compared(Field):
    """What a condition compares with: typed in data, text in its column."""

    def fits(self, value: Any) -> bool:
        parts = value if isinstance(value, list) else [value]
        return bool(parts) and all(isinstance(part, bool | int | str | date) for part in parts)

    def expected(self) -> str:
        return _("要写 true、false、整数、日期、选项的标识，或它们的列表。")

    def columns(self, record: Data) -> Data:
        if self.name not in record:
            return {}
        operator = record["operator"]
        is_range = operator == Operator.BETWEEN
        return {self.name: text_of(record[self.name], Operator.BETWEEN if is_range else Operator.IS)}

    def value(self, row: models.Model) -> Any:
        return plain_value(row.value, Operator(row.operator)) if row.value else None


class Inline(dict):
    """A mapping that its data file has on one line."""


class Facts(Field):
    """Answers: a mapping of JSON values, on one line. Its keys have no order of their own, so they are sorted."""

    def fits(self, value: Any) -> bool:
        return isinstance(value, dict)

    def expected(self) -> str:
        return _("要写成“键: 值”的形式。")

    def columns(self, record: Data) -> Data:
        return {self.name: _plain_json(record[self.name])} if self.name in record else {}

    def value(self, row: models.Model) -> Any:
        value = getattr(row, self.name)
        return None if value is None else Inline(_with_dates(value))


class Expectations(Facts):
    """What is expected of each of several: a line for each."""

    def value(self, row: models.Model) -> Any:
        return {
            key: Inline(expected) if isinstance(expected, dict) else expected
            for key, expected in super().value(row).items()
        }


def _plain_json(value: Any) -> Any:
    """YAML's values as JSON's: dates as text."""
    match value:
        case dict():
            return {str(key): _plain_json(item) for key, item in value.items()}
        case list():
            return [_plain_json(item) for item in value]
        case date():
            return value.isoformat()
        case _:
            return value


def _with_dates(value: Any) -> Any:
    """JSON's values as YAML's, status first and then in the order of their keys: text that is a date becomes one."""
    match value:
        case dict():
            return {key: _with_dates(value[key]) for key in sorted(value, key=lambda key: (key != "status", key))}
        case list():
            return [_with_dates(item) for item in value]
        case str():
            return _day_of(value) or value
        case _:
            return value


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Reference(Field):
    """Another record, named by its key; the column that holds the key is `by`."""

    model: type[models.Model] = models.Model
    by: str = "key"

    def fits(self, value: Any) -> bool:
        return isinstance(value, int if self.by == "number" else str) and not isinstance(value, bool)

    def expected(self) -> str:
        return _("要写“%s”的标识或条号。") % self.model._meta.verbose_name

    def columns(self, record: Data) -> Data:
        # The loader puts the record itself in its place.
        return {}

    def value(self, row: models.Model) -> Any:
        referred = getattr(row, self.name)
        return None if referred is None else getattr(referred, self.by)
