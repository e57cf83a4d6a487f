"""Rows and data files: what each kind of record is written as, in one place for both directions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from benefits import models as rows
from benefits.publishing.fields import (
    Bilingual,
    Compared,
    Data,
    Day,
    Expectations,
    Facts,
    Fault,
    Field,
    Flag,
    Limit,
    Lines,
    Money,
    Nullable,
    Reference,
    Whole,
)


def joined(path: str, name: str) -> str:
    """The path of a field within a record."""
    return f"{path}.{name}" if path else name


@dataclass(frozen=True)
class Part(Field):
    """A list of records that belong to this one.

    `parent`: their column that names this record. `is_scalar`: each is written as the value of its only field.
    `unique`: the field that no two of them may share.
    """

    kind: Kind | None = None
    related: str = ""
    parent: str = ""
    is_scalar: bool = False
    unique: str = ""

    def items(self, record: Data) -> list[Data]:
        """The parts' data."""
        values = record.get(self.name, [])
        return [{self.kind.fields[0].name: value} for value in values] if self.is_scalar else values

    def faults(self, value: Any, path: str) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield path, _("要写一个列表。")
            return
        for number, item in enumerate(self.items({self.name: value}), start=1):
            yield from self.kind.faults(item, f"{path}.{number}")
        yield from self._repeated(self.items({self.name: value}), path)

    def _repeated(self, items: list[Any], path: str) -> Iterator[Fault]:
        names = [item[self.unique] for item in items if isinstance(item, dict) and self.unique in item]
        for number, name in enumerate(names):
            if name in names[:number]:
                yield path, _("“%s”写了两次。") % name

    def by_place(self, parts: Iterable[models.Model]) -> dict[Any, models.Model]:
        """The rows by what tells them from one another: the field that is unique among them, else their place."""
        return {getattr(part, self.unique) if self.unique else place: part for place, part in enumerate(parts)}

    def columns(self, record: Data) -> Data:
        return {}

    def value(self, row: models.Model) -> Any:
        return self.written([self.kind.data(part) for part in getattr(row, self.related).all()])

    def written(self, items: list[Data]) -> list[Any] | None:
        """The list as it is written."""
        if self.is_scalar:
            items = [item[self.kind.fields[0].name] for item in items]
        return items or (None if self.is_optional else [])


@dataclass(frozen=True)
class Kind:
    """A kind of record: its model, and its fields in the order in which data files have them."""

    model: type[models.Model]
    fields: tuple[Field, ...]
    by: str | tuple[str, ...] = "key"

    @property
    def name(self) -> str:
        """The name by which marks of loading know the kind."""
        return str(self.model._meta.model_name)

    def key_of(self, record: Any) -> str:
        """The key of a record's data as text, of several fields joined by a dot; empty if it has none."""
        if not isinstance(record, dict):
            return ""
        names = (self.by,) if isinstance(self.by, str) else self.by
        return ".".join(str(record.get(name) or "") for name in names).strip(".")

    def key_of_row(self, row: models.Model) -> str:
        """The key of a row, likewise."""
        return str(getattr(row, self.by if isinstance(self.by, str) else "key"))

    @property
    def parts(self) -> tuple[Part, ...]:
        """The lists of records that belong to one of this kind."""
        return tuple(field for field in self.fields if isinstance(field, Part))

    def rows(self) -> models.QuerySet:
        """All of them, in their order, with what they refer to and what belongs to them."""
        references = [reference.name for reference in self.references]
        return self.model._default_manager.select_related(*references).prefetch_related(*self._with_parts())

    def _with_parts(self) -> Iterator[str]:
        for part in self.parts:
            within = [*part.kind._with_parts(), *(reference.name for reference in part.kind.references)]
            yield from (f"{part.related}__{name}" for name in within)
            yield part.related

    @property
    def references(self) -> tuple[Reference, ...]:
        """The other records that one of this kind names."""
        return tuple(field for field in self.fields if isinstance(field, Reference))

    def faults(self, record: Any, path: str = "") -> Iterator[Fault]:
        """What is wrong with the form of a record: fields unknown, missing, or of another form."""
        if not isinstance(record, dict):
            yield path, _("要写成“字段: 值”的形式。")
            return
        known = {field.name: field for field in self.fields}
        for name in record:
            if name not in known:
                yield joined(path, str(name)), _("没有这个字段。可以写的有：%s。") % _("、").join(known)
        for name, field in known.items():
            if name in record:
                yield from field.faults(record[name], joined(path, name))
            elif not field.is_optional:
                yield joined(path, name), _("缺少这个字段。")

    def columns(self, record: Data) -> Data:
        """The model's own columns, without references and parts."""
        return {name: value for field in self.fields for name, value in field.columns(record).items()}

    def data(self, row: models.Model, parts: Mapping[str, list[Data]] | None = None) -> Data:
        """The row as data: what a data file has for it. `parts`: the data of what belongs to it, if not yet saved."""
        data = {}
        for field in self.fields:
            is_given = parts is not None and isinstance(field, Part)
            value = field.written(parts[field.name]) if is_given else field.value(row)
            if value is not None or not field.is_optional:
                data[field.name] = value
        return data


DOCUMENT = Kind(
    rows.PolicyDocument,
    (
        Field("key"),
        Bilingual("title"),
        Bilingual("issuer"),
        Field("number"),
        Field("status"),
        Day("consultation_since"),
        Day("consultation_until"),
        Day("published_on"),
        Day("effective_from"),
        Day("expires_on"),
        Day("checked_on"),
        Field("citation"),
        Field("preamble"),
        Field("closing"),
    ),
)
DEPARTMENT = Kind(
    rows.Department,
    (
        Field("key"),
        Bilingual("name"),
        Bilingual("short_name"),
        Field("kind"),
        Nullable("district"),
        Field("telephone"),
        Bilingual("address"),
        Bilingual("hours"),
        Field("website"),
    ),
)
LISTED = Kind(rows.MeasureDepartment, (Reference("department", model=rows.Department),))
MEASURE = Kind(
    rows.Measure,
    (
        Whole("number"),
        Reference("document", model=rows.PolicyDocument),
        Bilingual("part"),
        Bilingual("title"),
        Field("text"),
        Field("text_en", is_optional=True),
        Part(
            "departments",
            kind=LISTED,
            related="listed_departments",
            parent="measure",
            is_scalar=True,
            unique="department",
        ),
    ),
    by="number",
)
SECTION = Kind(rows.Section, (Field("key"), Bilingual("title")))
CHOICE = Kind(rows.Choice, (Field("key"), Bilingual("label")))
QUESTION = Kind(
    rows.Question,
    (
        Field("key"),
        Field("scope"),
        Field("type"),
        Reference("section", model=rows.Section),
        Bilingual("wording"),
        Bilingual("label"),
        Bilingual("help"),
        Bilingual("why"),
        Flag("is_in_reach", is_optional=True),
        Part("choices", is_optional=True, kind=CHOICE, related="choices", parent="question", unique="key"),
        Limit("minimum", is_optional=True),
        Limit("maximum", is_optional=True),
        Whole("earliest_days", is_optional=True),
        Whole("latest_days", is_optional=True),
        Reference("owner", is_optional=True, model=rows.Department),
    ),
)
TERM = Kind(rows.Term, (Field("key"), Bilingual("name"), Bilingual("explanation")))
CONDITION = Kind(
    rows.Condition,
    (
        Field("fact"),
        Field("operator"),
        Compared("value", is_optional=True),
        Field("parameter", is_optional=True),
    ),
)
AMOUNT = Kind(
    rows.TierAmount,
    (
        Field("kind"),
        Money("yuan", is_optional=True),
        Field("basis", is_optional=True),
        Whole("percent", is_optional=True),
        Field("of", is_optional=True),
        Day("valid_from", is_optional=True),
        Day("valid_until", is_optional=True),
    ),
)
TIER = Kind(
    rows.Tier,
    (
        Part("conditions", kind=CONDITION, related="conditions", parent="tier"),
        Part("amounts", kind=AMOUNT, related="amounts", parent="tier"),
        Day("valid_from", is_optional=True),
        Day("valid_until", is_optional=True),
    ),
)
BENEFIT = Kind(
    rows.Benefit,
    (
        Field("key"),
        Reference("measure", model=rows.Measure, by="number"),
        Field("per"),
        Field("audience"),
        Field("firmness"),
        Reference("enquire_at", model=rows.Department),
        Reference("routing", model=rows.Question),
        Field("life_stage"),
        Flag("needs_no_application"),
        Bilingual("title"),
        Bilingual("summary"),
        Bilingual("for_whom"),
        Bilingual("papers"),
        Bilingual("how_to_claim"),
        Lines("quotations"),
        Reference("owner", is_optional=True, model=rows.Department),
        Day("attested_on", is_optional=True),
        Day("review_by", is_optional=True),
        Part("tiers", kind=TIER, related="tiers", parent="benefit"),
    ),
)
NOTE = Kind(
    rows.BenefitNote,
    (
        Reference("benefit", model=rows.Benefit),
        Reference("department", model=rows.Department),
        Bilingual("text"),
    ),
    by=("benefit", "department"),
)
COMMITMENT = Kind(
    rows.Commitment,
    (
        Field("key"),
        Reference("measure", model=rows.Measure, by="number"),
        Bilingual("title"),
        Lines("quotations"),
        Field("figure"),
        Bilingual("unit"),
        Day("due_on"),
        Bilingual("progress"),
        Reference("owner", is_optional=True, model=rows.Department),
    ),
)
EXAMPLE = Kind(
    rows.Example,
    (
        Field("key"),
        Reference("measure", model=rows.Measure, by="number"),
        Field("name"),
        Field("source"),
        Day("on"),
        Facts("household"),
        Expectations("expect"),
        Facts("totals", is_optional=True),
        Day("policy_published_on", is_optional=True),
    ),
)
