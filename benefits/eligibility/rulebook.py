"""The rulebook: one release's rules as frozen values, and their JSON.

A rulebook says what may be asked, which tiers give which amounts, and who answers for them. What residents read
about it (titles, summaries, quotations) stands beside it in the release and is of no concern to the engine.
Money is Decimal yuan, dates are dates, and a value that JSON cannot hold exactly is written as a string.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from benefits.eligibility.facts import DERIVED, FEN, FactType, Operator, Question, Scope, Value

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Json: TypeAlias = dict[str, Any]


class AmountKind(StrEnum):
    """What a tier gives."""

    ONE_OFF = "one_off"
    MONTHLY = "monthly"
    CEILING = "ceiling"
    PERCENT = "percent"
    IN_KIND = "in_kind"
    AS_REGULATED = "as_regulated"


class Basis(StrEnum):
    """What a ceiling limits: the sum paid out, or the costs that count."""

    PAID = "paid"
    ELIGIBLE_COSTS = "eligible_costs"


class Audience(StrEnum):
    """Who claims the benefit."""

    RESIDENT = "resident"
    EMPLOYER = "employer"
    INSTITUTION = "institution"


class Firmness(StrEnum):
    """How firmly the text speaks: 明确, 鼓励, 探索."""

    STATED = "stated"
    ENCOURAGED = "encouraged"
    EXPLORING = "exploring"


class PolicyStatus(StrEnum):
    """Where a policy document stands. Only IN_FORCE makes a result an entitlement."""

    CONSULTATION = "consultation"
    PUBLISHED = "published"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Period:
    """Days of validity, both included; an end that is None is open."""

    valid_from: date | None = None
    valid_until: date | None = None

    def covers(self, on: date) -> bool:
        """Whether `on` lies within the period."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_until is None or on <= self.valid_until
        )

    def overlaps(self, other: Period) -> bool:
        """Whether some day lies within both."""
        return not self._ends_before(other) and not other._ends_before(self)

    def _ends_before(self, other: Period) -> bool:
        return self.valid_until is not None and other.valid_from is not None and self.valid_until < other.valid_from


@dataclass(frozen=True, slots=True)
class Condition:
    """`fact operator value`. The value is a constant (a tuple for ONE_OF and BETWEEN) or a document's parameter."""

    fact: str
    operator: Operator
    value: Value | tuple[Value, ...] | None = None
    parameter: str | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """What is given: `yuan` for ONE_OFF, MONTHLY and CEILING (limiting `basis`); `percent` of the money fact `of`."""

    kind: AmountKind
    yuan: Decimal | None = None
    basis: Basis | None = None
    percent: int | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class DatedAmount:
    """An amount and the days on which it is the one that applies."""

    amount: Amount
    period: Period = Period()


@dataclass(frozen=True, slots=True)
class Tier:
    """One row of a decision table: all conditions must hold, on a day within the period."""

    conditions: tuple[Condition, ...]
    amounts: tuple[DatedAmount, ...]
    period: Period = Period()

    def amount_on(self, on: date) -> Amount | None:
        """The amount of that day; None outside the tier's dates or where none of its amounts covers the day."""
        if not self.period.covers(on):
            return None
        return next((dated.amount for dated in self.amounts if dated.period.covers(on)), None)


@dataclass(frozen=True, slots=True)
class Benefit:
    """A benefit (待遇) of a measure: a decision table with hit policy FIRST."""

    key: str
    measure: int
    per: Scope
    audience: Audience
    firmness: Firmness
    enquire_at: str
    routing: str
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A policy document: its status and its parameters (None: not set)."""

    key: str
    status: PolicyStatus
    parameters: Mapping[str, date | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Department:
    """A responsible department. A government carries the district it governs."""

    key: str
    name: str
    district: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its document and its responsible departments, by key, in its own order."""

    number: int
    document: str
    departments: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Rulebook:
    """One release's rules, compared and hashed by identity so that what is compiled from them can be kept.

    `release` is its number (0: the working copy). Questions stand in the order of asking.
    """

    release: int
    documents: tuple[Document, ...]
    departments: tuple[Department, ...]
    measures: tuple[Measure, ...]
    questions: tuple[Question, ...]
    benefits: tuple[Benefit, ...]

    @cached_property
    def document_of(self) -> dict[str, Document]:
        """Documents by key."""
        return {document.key: document for document in self.documents}

    @cached_property
    def department_of(self) -> dict[str, Department]:
        """Departments by key."""
        return {department.key: department for department in self.departments}

    @cached_property
    def measure_of(self) -> dict[int, Measure]:
        """Measures by number."""
        return {measure.number: measure for measure in self.measures}

    @cached_property
    def question_of(self) -> dict[str, Question]:
        """Questions by key."""
        return {question.key: question for question in self.questions}

    @cached_property
    def questions_by_scope(self) -> dict[Scope, dict[str, Question]]:
        """Questions by key, of the household and of a child, in the order of asking."""
        return {scope: {q.key: q for q in self.questions if q.scope is scope} for scope in Scope}

    @cached_property
    def _place(self) -> dict[str, int]:
        return {question.key: place for place, question in enumerate(self.questions)}

    def asking_order(self, key: str) -> tuple[int, int]:
        """Where a missing key stands: household questions in the release's order, then child by child."""
        match key.split("."):
            case [_, child, fact]:
                return int(child), self._place[fact]
            case _:
                return -1, self._place[key]

    def fact_type(self, fact: str) -> FactType | None:
        """The type of an asked or derived fact; None if there is no such fact."""
        if fact in self.question_of:
            return self.question_of[fact].type
        return DERIVED[fact].type if fact in DERIVED else None

    def to_json(self) -> Json:
        """The rules as JSON values, without the release's number; `from_json` reads them back unchanged."""
        return {
            "documents": [_document_json(document) for document in self.documents],
            "departments": [_plain_json(department) for department in self.departments],
            "measures": [_plain_json(measure) for measure in self.measures],
            "questions": [_plain_json(question) for question in self.questions],
            "benefits": [_benefit_json(benefit) for benefit in self.benefits],
        }

    @classmethod
    def from_json(cls, data: Json, release: int = 0) -> Rulebook:
        """The rulebook that `to_json` wrote. Raises RulebookError where a value is not what its place asks for."""
        questions = tuple(_read("questions", data["questions"], _question))
        types = {question.key: question.type for question in questions} | {
            key: derived.type for key, derived in DERIVED.items()
        }
        return cls(
            release=release,
            documents=tuple(_read("documents", data["documents"], _document)),
            departments=tuple(_read("departments", data["departments"], lambda item: Department(**item))),
            measures=tuple(_read("measures", data["measures"], _measure)),
            questions=questions,
            benefits=tuple(_read("benefits", data["benefits"], lambda item: _benefit(item, types))),
        )


class RulebookError(ValueError):
    """A rulebook's JSON that cannot be read; says which record and why."""


T = TypeVar("T")


def _read(kind: str, items: list[Json], read: Callable[[Json], T]) -> Iterator[T]:
    for index, item in enumerate(items):
        try:
            yield read(item)
        except (ValueError, TypeError, KeyError, ArithmeticError) as error:
            name = item.get("key", item.get("number", index)) if isinstance(item, dict) else index
            raise RulebookError(f"{kind} {name}: {error!r}") from error


def _value_json(value: Value) -> bool | int | str:
    if isinstance(value, bool | int | str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def _plain_json(record: DataclassInstance) -> Json:
    """A flat record's fields, those at their defaults left out."""
    plain: Json = {}
    for spec in fields(record):
        value = getattr(record, spec.name)
        if value == spec.default:
            continue
        plain[spec.name] = [_value_json(item) for item in value] if isinstance(value, tuple) else _value_json(value)
    return plain


def _document_json(document: Document) -> Json:
    parameters = {key: value and value.isoformat() for key, value in document.parameters.items()}
    return {"key": document.key, "status": document.status.value, "parameters": parameters}


def _benefit_json(benefit: Benefit) -> Json:
    return {
        "key": benefit.key,
        "measure": benefit.measure,
        "per": benefit.per.value,
        "audience": benefit.audience.value,
        "firmness": benefit.firmness.value,
        "enquire_at": benefit.enquire_at,
        "routing": benefit.routing,
        "tiers": [_tier_json(tier) for tier in benefit.tiers],
    }


def _tier_json(tier: Tier) -> Json:
    return {
        "conditions": [_plain_json(condition) for condition in tier.conditions],
        "amounts": [_plain_json(dated.amount) | _plain_json(dated.period) for dated in tier.amounts],
        **_plain_json(tier.period),
    }


def _date(raw: str | None) -> date | None:
    return None if raw is None else date.fromisoformat(raw)


def _decimal(raw: str | None) -> Decimal | None:
    return None if raw is None else Decimal(raw)


def _period(item: Json) -> Period:
    return Period(_date(item.get("valid_from")), _date(item.get("valid_until")))


def _question(item: Json) -> Question:
    return Question(
        key=item["key"],
        scope=Scope(item["scope"]),
        type=FactType(item["type"]),
        section=item["section"],
        values=tuple(item.get("values", ())),
        minimum=_decimal(item.get("minimum")),
        maximum=_decimal(item.get("maximum")),
        earliest_days=item.get("earliest_days"),
        latest_days=item.get("latest_days"),
    )


def _document(item: Json) -> Document:
    parameters = {key: _date(value) for key, value in item["parameters"].items()}
    return Document(item["key"], PolicyStatus(item["status"]), parameters)


def _measure(item: Json) -> Measure:
    return Measure(item["number"], item["document"], tuple(item["departments"]))


def _benefit(item: Json, types: Mapping[str, FactType]) -> Benefit:
    return Benefit(
        key=item["key"],
        measure=item["measure"],
        per=Scope(item["per"]),
        audience=Audience(item["audience"]),
        firmness=Firmness(item["firmness"]),
        enquire_at=item["enquire_at"],
        routing=item["routing"],
        tiers=tuple(_tier(tier, types) for tier in item["tiers"]),
    )


def _tier(item: Json, types: Mapping[str, FactType]) -> Tier:
    return Tier(
        conditions=tuple(_condition(condition, types) for condition in item["conditions"]),
        amounts=tuple(DatedAmount(_amount(amount), _period(amount)) for amount in item["amounts"]),
        period=_period(item),
    )


def _condition(item: Json, types: Mapping[str, FactType]) -> Condition:
    raw, parameter = item.get("value"), item.get("parameter")
    typed = _TYPED.get(types.get(item["fact"], FactType.CHILDREN), _as_is)
    value = None if raw is None else tuple(map(typed, raw)) if isinstance(raw, list) else typed(raw)
    return Condition(item["fact"], Operator(item["operator"]), value, parameter)


def _amount(item: Json) -> Amount:
    basis = item.get("basis")
    return Amount(
        kind=AmountKind(item["kind"]),
        yuan=None if item.get("yuan") is None else Decimal(item["yuan"]).quantize(FEN),
        basis=None if basis is None else Basis(basis),
        percent=item.get("percent"),
        of=item.get("of"),
    )


def _as_is(raw: Any) -> Value:
    # A fact that nobody knows: kept as it stands, for lint to name.
    value: Value = raw
    return value


_TYPED: dict[FactType, Callable[[Any], Value]] = {FactType.DATE: date.fromisoformat, FactType.MONEY: Decimal}
