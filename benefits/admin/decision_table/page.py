"""What the page shows of a table: its controls with their names and choices, the words beside it, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _

from benefits.admin.decision_table.cells import Control, condition_of, control_of
from benefits.admin.decision_table.drafts import Draft, Faults
from benefits.admin.decision_table.findings import findings_of
from benefits.admin.decision_table.moves import Moved
from benefits.admin.decision_table.typed import Cell, Column, TypedAmount, TypedTier
from benefits.eligibility.facts import PARAMETERS, FactType, Scope
from benefits.eligibility.lint import Finding
from benefits.eligibility.rulebook import PolicyStatus
from benefits.models import Benefit, Condition, Question
from benefits.models.values import Fact
from benefits.models.vocabulary import AMOUNT_KINDS, BASES, OPERATORS, PARAMETER_CHOICES
from benefits.publishing.compile import compile_content
from benefits.publishing.tier_words import TierWords


class Option(NamedTuple):
    """One of the things to choose from."""

    key: str
    label: str
    is_chosen: bool = False


class Group(NamedTuple):
    """Options that stand together under a heading; without one, by themselves."""

    label: str
    options: list[Option]


class Place(NamedTuple):
    """Where something is wrong: the id on the page, and its name in words."""

    id: str
    name: str
    messages: list[str]


@dataclass(frozen=True)
class ShownColumn:
    id: str
    fact: str
    label: str
    groups: list[Group]
    faults: list[str]


@dataclass(frozen=True)
class ShownCell:
    """A cell's control. `options`: the values to choose from, where there are such."""

    id: str
    name: str
    control: Control
    operators: list[Option]
    options: list[Option]
    values: list[str]
    parameters: list[Option]
    faults: list[str]
    findings: list[Finding]


@dataclass(frozen=True)
class ShownAmount:
    id: str
    name: str
    typed: TypedAmount
    kinds: list[Option]
    bases: list[Option]
    bases_of_percent: list[Option]
    is_dated: bool
    is_alone: bool
    faults: dict[str, list[str]]
    findings: list[Finding]


@dataclass(frozen=True)
class ShownTier:
    id: str
    place: int
    name: str
    typed: TypedTier
    cells: list[ShownCell]
    amounts: list[ShownAmount]
    is_first: bool
    is_last: bool
    faults: dict[str, list[str]]
    findings: list[Finding]


class TablePage:
    """The table of one benefit as the page shows it. `benefit` is as it is typed, perhaps not saved."""

    def __init__(
        self, benefit: Benefit, moved: Moved, draft: Draft, facts: Mapping[str, Fact], *, shows_missing: bool
    ) -> None:
        self.said, self.focus = moved.said, moved.focus
        self._table, self._draft, self._facts = moved.table, draft, facts
        self._benefit = benefit
        # While somebody is at it, an empty cell is no fault yet.
        self._faults: Faults | dict[str, list[str]] = draft.faults if shows_missing else self._typed_wrong()

    @cached_property
    def columns(self) -> list[ShownColumn]:
        return [self._column(number, column) for number, column in enumerate(self._table.columns)]

    @cached_property
    def tiers(self) -> list[ShownTier]:
        return [self._tier(number, tier) for number, tier in enumerate(self._table.tiers)]

    @cached_property
    def width(self) -> int:
        """How many columns the table has, those of every table included."""
        return len(self.columns) + 3

    @cached_property
    def new_columns(self) -> list[Group]:
        """What may become a column."""
        return self._fact_groups("")

    @cached_property
    def sentences(self) -> list[tuple[str, str]]:
        """The table in words, tier by tier."""
        return [
            (_("第%s档") % number, self._words.sentence(tier)) for number, tier in enumerate(self._draft.tiers, start=1)
        ]

    @cached_property
    def places(self) -> list[Place]:
        """Everything that has to be put right before it can be saved."""
        return [Place(id, self._name_of(id), messages) for id, messages in self._faults.items() if messages]

    @cached_property
    def findings(self) -> list[Finding] | None:
        """What the rule checks say; None while the table or the benefit cannot be checked yet."""
        benefit = self._benefit
        is_whole = benefit.measure_id and benefit.enquire_at_id and benefit.routing_id
        if self._draft.faults or not is_whole:
            return None
        return findings_of(benefit, self._draft.tiers, self._facts, self._words.content)

    @cached_property
    def findings_at(self) -> dict[str, list[Finding]]:
        """The findings that stand at a tier, a cell or an amount, by its id."""
        at: dict[str, list[Finding]] = {}
        for finding in self.findings or ():
            if finding.tier is not None:
                at.setdefault(self._place_of(finding), []).append(finding)
        return at

    @cached_property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings or () if finding.is_error]

    @cached_property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings or () if not finding.is_error]

    @cached_property
    def _words(self) -> TierWords:
        if not self._benefit.measure_id:
            return TierWords(self._facts, compile_content(), self._benefit.per)
        document = self._benefit.measure.document
        status, parameters = PolicyStatus(document.status), {"policy_published_on": document.published_on}
        return TierWords(self._facts, compile_content(), self._benefit.per, status, parameters)

    def _typed_wrong(self) -> dict[str, list[str]]:
        """The faults of what is typed, without those of what is not typed yet."""
        empty = {
            f"t{row}-c{column}"
            for row, tier in enumerate(self._table.tiers)
            for column, cell in enumerate(tier.cells)
            if not cell.says_something
        } | {
            f"t{row}-a{number}-{name}"
            for row, tier in enumerate(self._table.tiers)
            for number, amount in enumerate(tier.amounts)
            for name in ("kind", "yuan", "basis", "percent", "of")
            if not getattr(amount, name)
        }
        return {id: messages for id, messages in self._draft.faults.items() if id not in empty}

    def _name_of(self, id: str) -> str:
        """第1档 · 孩子月龄, for the summary of what is wrong."""
        names = {column.id: column.label for column in self.columns}
        for tier in self.tiers:
            names |= {cell.id: cell.name for cell in tier.cells}
            names |= {f"{amount.id}-{field}": amount.name for amount in tier.amounts for field in amount.faults}
            names |= {f"{tier.id}-{field}": tier.name for field in tier.faults}
        return names.get(id, _("决策表"))

    def _column(self, number: int, column: Column) -> ShownColumn:
        id = f"c{number}"
        return ShownColumn(
            id, column.fact, self._label(column.fact), self._fact_groups(column.fact), self._faults.get(id, [])
        )

    def _label(self, key: str) -> str:
        fact = self._facts.get(key)
        return fact.label if fact else key or _("未选事项")

    def _tier(self, place: int, tier: TypedTier) -> ShownTier:
        id, name = f"t{place}", _("第%s档") % (place + 1)
        cells = enumerate(zip(self._table.columns, tier.cells, strict=True))
        return ShownTier(
            id=id,
            place=place,
            name=name,
            typed=tier,
            cells=[self._cell(f"{id}-c{number}", name, column.fact, cell) for number, (column, cell) in cells],
            amounts=[self._amount(id, name, number, tier) for number in range(len(tier.amounts))],
            is_first=place == 0,
            is_last=place == len(self._table.tiers) - 1,
            faults={field: self._faults.get(f"{id}-{field}", []) for field in ("valid_from", "valid_until")},
            findings=self.findings_at.get(id, []),
        )

    def _place_of(self, finding: Finding) -> str:
        """The id of the place that a finding about a tier names; it counts from 1 what will be kept."""
        place = finding.tier - 1
        tier = self._table.tiers[place]
        match finding.field.split("."):
            case ["conditions", number]:
                cells = zip(self._table.columns, tier.cells, strict=True)
                kept = [self._condition(column, cell) is not None for column, cell in cells]
                return f"t{place}-c{_nth(kept, int(number))}"
            case ["amounts", number]:
                kept = [amount != TypedAmount(id=amount.id) for amount in tier.amounts]
                return f"t{place}-a{_nth(kept, int(number))}"
            case _:
                return f"t{place}"

    def _condition(self, column: Column, cell: Cell) -> Condition | None:
        return condition_of(cell, column.fact, self._facts.get(column.fact))

    def _cell(self, id: str, tier: str, key: str, cell: Cell) -> ShownCell:
        fact = self._facts.get(key)
        control = control_of(fact, cell.operator)
        return ShownCell(
            id=id,
            name=f"{tier} · {self._label(key)}",
            control=control,
            operators=_operators(fact, control, cell.operator),
            options=_values(fact, control, cell.values),
            values=[*cell.values, "", ""][:2],
            parameters=_parameters(fact, control, cell.parameter),
            faults=self._faults.get(id, []),
            findings=self.findings_at.get(id, []),
        )

    def _amount(self, tier: str, name: str, number: int, of: TypedTier) -> ShownAmount:
        typed, id = of.amounts[number], f"{tier}-a{number}"
        is_alone = len(of.amounts) == 1
        return ShownAmount(
            id=id,
            name=_("%s · 标准") % name if is_alone else _("%(tier)s · 标准%(n)s") % {"tier": name, "n": number + 1},
            typed=typed,
            kinds=_options(AMOUNT_KINDS, typed.kind),
            bases=_options(BASES, typed.basis),
            bases_of_percent=_options(self._money_facts(), typed.of),
            is_dated=not is_alone or bool(typed.valid_from or typed.valid_until),
            is_alone=is_alone,
            faults={
                field: self._faults.get(f"{id}-{field}", [])
                for field in ("kind", "yuan", "basis", "percent", "of", "valid_from", "valid_until")
            },
            findings=self.findings_at.get(id, []),
        )

    def _money_facts(self) -> list[tuple[str, str]]:
        return [
            (fact.key, fact.label)
            for fact in self._facts.values()
            if fact.type is FactType.MONEY and fact.scope == Scope.HOUSEHOLD
        ]

    def _fact_groups(self, chosen: str) -> list[Group]:
        """The facts that a condition of this benefit may use, by section; one that is chosen and gone stands first."""
        groups = [
            Group(title, [Option(fact.key, fact.label, fact.key == chosen) for fact in facts])
            for title, facts in self._facts_by_section.items()
        ]
        is_gone = chosen and not any(option.is_chosen for group in groups for option in group.options)
        return (
            [Group("", [Option(chosen, _("%s（不能用）") % self._label(chosen), True)]), *groups] if is_gone else groups
        )

    @cached_property
    def _facts_by_section(self) -> dict[str, list[Fact]]:
        sections = dict(Question.objects.values_list("key", "section__title_zh"))
        by_section: dict[str, list[Fact]] = {}
        for fact in self._facts.values():
            is_of_child = fact.scope == Scope.CHILD
            if fact.operators and not (is_of_child and self._benefit.per == Scope.HOUSEHOLD):
                by_section.setdefault(sections.get(fact.key, _("系统算出的事项")), []).append(fact)
        return by_section


def _nth(kept: list[bool], number: int) -> int:
    """The place of the one that is the number-th, counted from 1, of those kept."""
    return [place for place, is_kept in enumerate(kept) if is_kept][number - 1]


def _options(labels: list[tuple[str, str]], chosen: str) -> list[Option]:
    """The options of a list, with the one that is chosen even where the list does not have it any more."""
    options = [Option(key, str(label), key == chosen) for key, label in labels]
    if chosen and not any(option.is_chosen for option in options):
        options.append(Option(chosen, _("%s（不能用）") % chosen, True))
    return options


def _operators(fact: Fact | None, control: Control, chosen: str) -> list[Option]:
    match control:
        case Control.YES_NO:
            return []
        case Control.CHOICES:
            # The first is what is meant where nothing is chosen.
            labels = [(key, label) for key, label in reversed(OPERATORS) if key in ("one_of", "is_not")]
        case Control.FREE:
            labels = OPERATORS
        case _:
            labels = [(key, label) for key, label in OPERATORS if key in fact.operators]
    return _options(labels, chosen)


def _values(fact: Fact | None, control: Control, chosen: tuple[str, ...]) -> list[Option]:
    match control:
        case Control.YES_NO:
            return _options([("true", _("是")), ("false", _("否"))], chosen[0] if chosen else "")
        case Control.CHOICES:
            return list(_choices(fact, chosen))
        case _:
            return []


def _choices(fact: Fact, chosen: tuple[str, ...]) -> Iterator[Option]:
    for key, label in fact.choices.items():
        yield Option(key, label, key in chosen)
    for key in chosen:
        if key not in fact.choices:
            yield Option(key, _("%s（不能用）") % key, True)


def _parameters(fact: Fact | None, control: Control, chosen: str) -> list[Option]:
    fits = [(key, label) for key, label in PARAMETER_CHOICES if fact is not None and PARAMETERS.get(key) is fact.type]
    return _options(fits, chosen) if control is Control.DATE or chosen else []
