"""A row's columns in plain Chinese: labels for keys, names for ids, and one line for each thing that changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import takewhile
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.manager import SIMPLE_HISTORY_REVERSE_ATTR_NAME

from benefits.admin.history.tracked import PARTS, Model
from benefits.models import Benefit, BenefitNote, Condition, Department, Example, Measure, TierAmount
from benefits.models.values import Fact, value_words
from benefits.publishing.standing import day_words

# What an example may expect of a benefit; what stands here in no other way is said as it is.
_EXPECTED = {
    "status": _("结论"),
    "amount": _("标准"),
    "one_off": _("一次性金额"),
    "monthly": _("每月金额"),
    "ceiling": _("限额"),
    "basis": _("限额所限"),
    "percent": _("百分比"),
    "of": _("按比例的基数"),
    "yuan": _("金额（元）"),
    "in_kind": _("服务或权利"),
    "as_regulated": _("按规定"),
    "candidates": _("可能的档"),
    "missing": _("待补充"),
    "awaits": _("待公布"),
    "governments": _("答复单位"),
    "children": _("每个孩子"),
    "eligible": _("可能符合"),
    "not_eligible": _("可能不符合"),
    "undetermined": _("还需要确认"),
    "paid": _("支付额"),
    "eligible_costs": _("符合规定的费用"),
}


class Line(NamedTuple):
    """One thing that changed. Where it was not there before, or is not any more, that side is empty."""

    label: str
    before: str
    after: str

    @property
    def sides(self) -> tuple[Side, Side]:
        """Before and after, each with what differs in a long text set apart."""
        if min(len(self.before), len(self.after)) < _LONG:
            return Side("", self.before, "", False), Side("", self.after, "", False)
        start = _common(self.before, self.after)
        end = _common(self.before[start:][::-1], self.after[start:][::-1])
        return tuple(
            Side(text[:start], text[start : len(text) - end], text[len(text) - end :], True)
            for text in (self.before, self.after)
        )


class Side(NamedTuple):
    """A text as it begins, what of it is other on the other side, and as it ends."""

    start: str
    middle: str
    end: str
    is_marked: bool


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


# Shorter texts are seen at a glance.
_LONG = 30


@dataclass
class Names:
    """What keys and ids stand for: the facts, the benefits' titles, and of other records those that are asked for."""

    facts: Mapping[str, Fact]
    benefits: Mapping[str, str]
    records: dict[Model, dict[int, models.Model]] = field(default_factory=dict)

    def of(self, model: Model, id: int | None) -> str:
        """The name of a record."""
        record = self.records.get(model, {}).get(id)
        if record is None:
            return gettext("（没有记录）")
        if isinstance(record, BenefitNote):
            return f"{self.of(Benefit, record.benefit_id)} – {self.of(Department, record.department_id)}"
        return str(record)

    def key(self, model: Model, id: int | None) -> str:
        """The key by which data files and releases know a record; of a measure its number."""
        record = self.records.get(model, {}).get(id)
        if isinstance(record, BenefitNote):
            return f"{self.key(Benefit, record.benefit_id)}.{self.key(Department, record.department_id)}"
        return "" if record is None else str(getattr(record, "number" if isinstance(record, Measure) else "key"))

    def is_there(self, model: Model, id: int) -> bool:
        """Whether the record still exists. Of one that is gone there is a copy from the history, marked as such."""
        record = self.records[model].get(id)
        return record is not None and not hasattr(record, SIMPLE_HISTORY_REVERSE_ATTR_NAME)

    def fact(self, key: str) -> str:
        """The label of a fact."""
        return self.facts[key].label if key in self.facts else key


def lines(model: Model, before: models.Model | None, after: models.Model | None, names: Names) -> Iterator[Line]:
    """What differs between two states of a row; one of them may be missing."""
    # The place of what is new or gone matters to nobody.
    leave_out = "" if before is not None and after is not None else "order"
    old, new = (dict(_told(model, row, names, leave_out)) if row is not None else {} for row in (before, after))
    for label in [*new, *(label for label in old if label not in new)]:
        line = Line(label, old.get(label, ""), new.get(label, ""))
        if line.before != line.after:
            yield line


def _told(model: Model, row: models.Model, names: Names, leave_out: str) -> Iterator[tuple[str, str]]:
    """Everything that is told of a row: label and words."""
    told = model._meta.concrete_fields
    if model is Condition:
        yield str(Condition._meta.verbose_name), row.instance.in_words(names.facts)
        told = [Condition._meta.get_field("order")]
    for column in told:
        if column.primary_key or column.name in (PARTS.get(model), leave_out):
            continue
        value = getattr(row, column.attname)
        if model is Example and isinstance(column, models.JSONField):
            yield from _facts_told(column, value, names)
        else:
            yield str(column.verbose_name), _words(model, column, value, names)


def _words(model: Model, column: models.Field, value: Any, names: Names) -> str:
    match value:
        case None | "":
            return ""
        case bool():
            return gettext("是") if value else gettext("否")
        case date():
            return str(day_words(value))
        case Decimal():
            return format(value.normalize(), "f")
    if isinstance(column, models.ForeignKey):
        return names.of(column.related_model, value)
    if model is TierAmount and column.name == "of":
        return names.fact(value)
    return str(dict(column.choices or ()).get(value, value))


def _facts_told(column: models.Field, value: Any, names: Names) -> Iterator[tuple[str, str]]:
    """An example's household by its facts, and what is expected by benefit."""
    if not isinstance(value, dict):
        yield str(column.verbose_name), "" if value is None else str(value)
        return
    for key in sorted(value):
        is_answer = column.name == "household"
        label = names.fact(key) if is_answer else names.benefits.get(key, _EXPECTED.get(key, key))
        words = _answer_words(key, value[key], names) if is_answer else _expected_words(value[key], names)
        yield f"{column.verbose_name} · {label}", words


def _answer_words(key: str, value: Any, names: Names) -> str:
    match value:
        case list():
            return _("；").join(
                _child_words(number, child, names) for number, child in enumerate(value, start=1)
            ) or gettext("无")
        case bool():
            return gettext("是") if value else gettext("否")
        case str() if key in names.facts:
            return value_words(names.facts[key], value)
        case _:
            return str(value)


def _child_words(number: int, child: Any, names: Names) -> str:
    if not isinstance(child, dict):
        return str(child)
    answers = (f"{names.fact(key)} {_answer_words(key, child[key], names)}" for key in sorted(child))
    return gettext("第%(number)s个孩子：%(answers)s") % {"number": number, "answers": _("，").join(answers)}


def _expected_words(value: Any, names: Names) -> str:
    match value:
        case dict():
            said = (
                f"{_EXPECTED.get(key, names.fact(key))} {_expected_words(value[key], names)}" for key in sorted(value)
            )
            return _("，").join(said)
        case list():
            return _("、").join(_expected_words(item, names) for item in value) or gettext("无")
        case bool():
            return gettext("是") if value else gettext("否")
        case None:
            return gettext("无")
        case str():
            return str(_EXPECTED.get(value, names.fact(value)))
        case _:
            return str(value)
