"""What an example expects, as controls that staff fill in: one row for each benefit, or each child of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.eligibility.facts import Scope
from benefits.eligibility.rulebook import AmountKind
from benefits.models import Example
from benefits.models.vocabulary import AMOUNT_KINDS
from benefits.publishing.expectations import (
    CHILDREN,
    WITHOUT_FIGURE,
    expectation_faults,
    expectation_words,
    is_sum,
)
from benefits.publishing.wording import STATUS_NAMES, Json, Wording, child_name

NOT_CHECKED = ""
NO_AMOUNT = "amount"
STATUSES = [(NOT_CHECKED, gettext_lazy("不核对")), *((key.value, name) for key, name in STATUS_NAMES.items())]
KINDS = [(NOT_CHECKED, gettext_lazy("不核对")), (NO_AMOUNT, gettext_lazy("没有确定的标准")), *AMOUNT_KINDS]
_KIND_KEYS = (*(kind.value for kind in AmountKind), NO_AMOUNT)
# What is checked besides, and which of it says how a status came about.
_OF_THE_STATUS = ("candidates", "missing", "awaits", "yuan")
_DETAILS = (*_OF_THE_STATUS, "basis", "governments")


@dataclass(frozen=True)
class Typed:
    """What the controls of one row say."""

    status: str = NOT_CHECKED
    kind: str = NOT_CHECKED
    figure: str = ""


@dataclass(frozen=True)
class Row:
    """A benefit, or one child of it, with what has been expected so far and what is checked besides, in words."""

    benefit: str
    child: int | None
    label: str
    expected: Json
    has_amount: bool
    details: str

    @property
    def name(self) -> str:
        """What its controls are called."""
        return self.benefit if self.child is None else f"{self.benefit}.{self.child}"

    @property
    def typed(self) -> Typed:
        """What its controls show at first."""
        status = self.expected.get("status", NOT_CHECKED)
        kind = next((kind for kind in _KIND_KEYS if kind in self.expected), NOT_CHECKED)
        if not self.has_amount:
            return Typed(status)
        return Typed(status, kind, str(self.expected[kind]) if _has_figure(kind) else "")

    def rewritten(self, typed: Typed) -> Json:
        """What is expected from now on. Raises ValidationError."""
        if typed == Typed():
            return {}
        kept = {name: self.expected[name] for name in _DETAILS if name in self.expected}
        if typed.status != self.typed.status:
            kept = {name: value for name, value in kept.items() if name not in _OF_THE_STATUS}
        if (typed.kind, typed.figure) != (self.typed.kind, self.typed.figure):
            kept.pop("yuan", None)
        if typed.kind != self.typed.kind:
            kept.pop("basis", None)
        status = {"status": typed.status} if typed.status else {}
        return status | self._amount(typed) | kept

    def _amount(self, typed: Typed) -> Json:
        if typed.kind == NOT_CHECKED:
            return {}
        if typed.kind == NO_AMOUNT:
            return {NO_AMOUNT: None}
        return {typed.kind: self._figure(typed) if _has_figure(typed.kind) else True}

    def _figure(self, typed: Typed) -> Any:
        text = unicodedata.normalize("NFKC", typed.figure).strip().replace(",", "").removesuffix("元").removesuffix("%")
        if typed.kind == AmountKind.PERCENT and text.isascii() and text.isdecimal() and 1 <= int(text[:4]) <= 100:
            return int(text[:4])
        if typed.kind != AmountKind.PERCENT and is_sum(text):
            return f"{Decimal(text):.2f}"
        raise ValidationError(
            _("“%(row)s”的百分数应在1到100之间，例如 80。")
            if typed.kind == AmountKind.PERCENT
            else _("“%(row)s”请填金额（元），例如 500 或 1234.50。"),
            params={"row": self.label},
        )


def rows_of(wording: Wording, example: Example) -> list[Row]:
    """The rows of an example: the benefits of its measure, then others of which it already speaks."""
    of_measure = [key for key, benefit in wording.benefit_of.items() if benefit.measure == example.measure.number]
    return [row for key in dict.fromkeys([*of_measure, *example.expect]) for row in _rows(wording, example, key)]


def _rows(wording: Wording, example: Example, key: str) -> Iterator[Row]:
    expected = example.expect.get(key, {})
    if list(expectation_faults(expected)):
        # What was never right fits no control: the row is empty, and is written anew or left as it is.
        expected = {}
    benefit, title = wording.benefit_of.get(key), wording.benefit(key)
    is_per_child = benefit.per is Scope.CHILD if benefit else CHILDREN in expected
    yield Row(key, None, title, expected, not is_per_child, _details(wording, expected, is_per_child))
    if not is_per_child:
        return
    children, household = expected.get(CHILDREN) or [], example.household.get(CHILDREN)
    for index in range(max(len(household) if isinstance(household, list) else 0, len(children))):
        of_child = children[index] if index < len(children) else {}
        label = _("%(benefit)s · %(child)s") % {"benefit": title, "child": child_name(index)}
        yield Row(key, index, label, of_child, True, _details(wording, of_child, is_per_child=False))


def _details(wording: Wording, expected: Json, is_per_child: bool) -> str:
    """What is checked besides, in words. A benefit of each child has no amounts of its own to speak of."""
    names = [name for name in _DETAILS if name in expected and not (is_per_child and name == "candidates")]
    return _("、").join(expectation_words(wording, {name: expected[name] for name in names}))


def _has_figure(kind: str) -> bool:
    return kind not in (NOT_CHECKED, NO_AMOUNT, *WITHOUT_FIGURE)


class ExpectationWidget(forms.Widget):
    """The controls of all rows."""

    use_fieldset = True

    def __init__(self, rows: list[Row]) -> None:
        super().__init__()
        self.rows = rows

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> str:
        """As they were typed, or at first as what has been expected so far."""
        is_typed = isinstance(value, _AllTyped)
        rows = [(f"{name}-{row.name}", row, value[row.name] if is_typed else row.typed) for row in self.rows]
        context = {"rows": rows, "statuses": STATUSES, "kinds": KINDS, "id": (attrs or {}).get("id", f"id_{name}")}
        return render_to_string("staff/examples/_expectation.html", context)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> _AllTyped:
        """What was sent; a control that was not sent says what it did."""
        return _AllTyped(
            (row.name, Typed(*(data.get(f"{name}-{row.name}-{part}", was) for part, was in asdict(row.typed).items())))
            for row in self.rows
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        """None of the controls is the one."""
        return ""


class _AllTyped(dict[str, Typed]):
    """What all rows say, by their names."""


class ExpectationField(forms.Field):
    """What an example expects of every benefit; what is left as it was stays as it was, to the letter."""

    def __init__(self, rows: list[Row], expect: Json, **kwargs: Any) -> None:
        super().__init__(widget=ExpectationWidget(rows), required=False, **kwargs)
        self.rows, self.expect = rows, expect

    def clean(self, value: _AllTyped) -> Json:
        faults: list[ValidationError] = []
        expect = {}
        for key in dict.fromkeys(row.benefit for row in self.rows):
            rows = [row for row in self.rows if row.benefit == key]
            try:
                expected = self._expected(key, rows, value)
            except ValidationError as error:
                faults += error.error_list
            else:
                expect |= {key: expected} if expected else {}
        if not faults and not expect:
            faults.append(ValidationError(_("请至少对一项待遇写明预期。")))
        if faults:
            raise ValidationError(faults)
        return expect

    def has_changed(self, initial: Any, data: _AllTyped) -> bool:
        return any(data[row.name] != row.typed for row in self.rows)

    def _expected(self, key: str, rows: list[Row], value: _AllTyped) -> Any:
        """What is expected of one benefit; nothing where nothing is checked."""
        if all(value[row.name] == row.typed for row in rows):
            return self.expect.get(key)
        faults: list[ValidationError] = []
        rewritten = []
        for row in rows:
            try:
                rewritten.append(row.rewritten(_offered(row, value[row.name])))
            except ValidationError as error:
                faults.append(error)
        if faults:
            raise ValidationError(faults)
        whole, *children = rewritten
        if any(children):
            return whole | {CHILDREN: children}
        if not rows[1:] and CHILDREN in rows[0].expected and whole:
            return whole | {CHILDREN: rows[0].expected[CHILDREN]}
        return whole


def _offered(row: Row, typed: Typed) -> Typed:
    """What was typed, if it is one of what the controls offer. Raises ValidationError."""
    if typed.status not in dict(STATUSES) or typed.kind not in dict(KINDS):
        raise ValidationError(_("“%(row)s”请从列出的选项中选择。"), params={"row": row.label})
    return typed if row.has_amount else Typed(typed.status)
