"""Answers in, typed and checked: one household's known facts, or every fault by field."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from benefits.eligibility.facts import BIRTH_DATE, CHILDREN, FEN, MAX_CHILDREN, FactType, Question, Scope, Value
from benefits.eligibility.rulebook import Rulebook

_MESSAGES = {
    "not_json": "应为一个 UTF-8 编码的 JSON 对象。",
    "unknown_key": "没有这一项。可以用的有：{allowed}。",
    "duplicate_key": "这一项写了不止一次。",
    "not_bool": "应为 true 或 false。",
    "not_choice": "应为以下之一：{allowed}。",
    "not_integer": "应为整数。",
    "not_money": "应为金额（元），例如 1234.50。",
    "too_many_decimals": "金额最多两位小数。",
    "out_of_range": "应在 {minimum} 到 {maximum} 之间。",
    "not_date": "应为日历上有的日期，写作 YYYY-MM-DD。",
    "too_early": "不能早于 {limit}。",
    "too_late": "不能晚于 {limit}。",
    "not_a_list": "应为孩子的列表；没有孩子写 []。",
    "too_many_children": "最多 {maximum} 个孩子。",
    "not_an_object": "每个孩子应为一个对象。",
}


class Fault(NamedTuple):
    """What is wrong with one field: a code and what its message needs. As a string, the Chinese message."""

    code: str
    detail: Mapping[str, object] = {}

    def __str__(self) -> str:
        """Chinese, naming what would be right."""
        return _MESSAGES[self.code].format(**self.detail)


class FaultError(ValueError):
    """One answer that cannot be taken."""

    def __init__(self, code: str, **detail: object) -> None:
        """Carry the fault of this code."""
        self.fault = Fault(code, detail)
        super().__init__(str(self.fault))


class InvalidHouseholdError(ValueError):
    """A household that cannot be taken; `errors` holds every fault by field ("children.0.birth_date")."""

    def __init__(self, errors: dict[str, list[Fault]]) -> None:
        """Carry the faults, at least one."""
        self.errors = errors
        super().__init__("; ".join(f"{key}: {fault}" for key, faults in errors.items() for fault in faults))


class _Repeated(dict[str, Any]):
    """A JSON object in which keys were written more than once; `keys_repeated` names them."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.keys_repeated = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]


def _json_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    return plain if len(plain) == len(pairs) else _Repeated(pairs)


def _json_number(read: Callable[[str], int | Decimal]) -> Callable[[str], int | Decimal | str]:
    def number(raw: str) -> int | Decimal | str:
        try:
            return read(raw)
        except (ValueError, ArithmeticError):
            # Too large for any fact: kept as text, so that the field it stands in refuses it by name.
            return raw

    return number


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


@dataclass(frozen=True, slots=True)
class Household:
    """The known facts of one household; an unknown fact is absent. `children` is None while not answered."""

    answers: Mapping[str, Value]
    children: tuple[Mapping[str, Value], ...] | None = None

    @property
    def births(self) -> tuple[date | None, ...] | None:
        """Each child's birth date, None where unknown; None while the children are."""
        if self.children is None:
            return None
        births = [child.get(BIRTH_DATE) for child in self.children]
        return tuple(born if isinstance(born, date) else None for born in births)


def typed_answer(question: Question, raw: object, on: date) -> Value:
    """One question's JSON value as a typed answer on a day. Raises FaultError; `raw` is not None."""
    return _READ[question.type](question, raw, on)


def household_from(rulebook: Rulebook, data: Mapping[str, Any], on: date) -> Household:
    """The household that `data` (keys of the facts, JSON values) describes on a day.

    Numbers are int or Decimal, never float. Raises InvalidHouseholdError with every fault.
    """
    errors: dict[str, list[Fault]] = {}
    answers = _answers(rulebook, Scope.HOUSEHOLD, data, on, errors, prefix="")
    raw = data.get(CHILDREN)
    children = None if raw is None else _children(rulebook, raw, on, errors)
    if errors:
        raise InvalidHouseholdError(errors)
    return Household(answers, children)


def read_household(rulebook: Rulebook, raw: bytes, on: date) -> Household:
    """The household that one JSON object in UTF-8 describes. Raises InvalidHouseholdError."""
    try:
        data = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_json_object,
            parse_float=_json_number(Decimal),
            parse_int=_json_number(int),
            parse_constant=_no_constant,
        )
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise InvalidHouseholdError({"": [Fault("not_json")]})
    return household_from(rulebook, data, on)


def household_to_json(household: Household) -> dict[str, Any]:
    """The household in the keys and JSON values of the facts; `household_from` reads it back."""
    data: dict[str, Any] = {key: _to_json(value) for key, value in household.answers.items()}
    if household.children is not None:
        data[CHILDREN] = [{key: _to_json(value) for key, value in child.items()} for child in household.children]
    return data


def _children(
    rulebook: Rulebook, raw: object, on: date, errors: dict[str, list[Fault]]
) -> tuple[Mapping[str, Value], ...] | None:
    if not isinstance(raw, list):
        errors.setdefault(CHILDREN, []).append(Fault("not_a_list"))
        return None
    if len(raw) > MAX_CHILDREN:
        errors.setdefault(CHILDREN, []).append(Fault("too_many_children", {"maximum": MAX_CHILDREN}))
    children = []
    for index, child in enumerate(raw):
        prefix = f"{CHILDREN}.{index}"
        if isinstance(child, Mapping):
            children.append(_answers(rulebook, Scope.CHILD, child, on, errors, prefix=f"{prefix}."))
        else:
            errors.setdefault(prefix, []).append(Fault("not_an_object"))
    return tuple(children)


def _answers(
    rulebook: Rulebook,
    scope: Scope,
    data: Mapping[str, Any],
    on: date,
    errors: dict[str, list[Fault]],
    *,
    prefix: str,
) -> dict[str, Value]:
    questions = rulebook.questions_by_scope[scope]
    answers: dict[str, Value] = {}
    for key, raw in data.items():
        question = questions.get(key)
        if question is None:
            fault = Fault("unknown_key", {"allowed": "、".join(questions)})
            errors.setdefault(f"{prefix}{key}", []).append(fault)
        elif raw is not None and key != CHILDREN:
            try:
                answers[key] = _READ[question.type](question, raw, on)
            except FaultError as error:
                errors.setdefault(f"{prefix}{key}", []).append(error.fault)
    if isinstance(data, _Repeated):
        for key in data.keys_repeated:
            errors.setdefault(f"{prefix}{key}", []).append(Fault("duplicate_key"))
    return answers


def _to_json(value: Value) -> bool | int | str:
    if isinstance(value, bool | int | str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def _bool(question: Question, raw: object, on: date) -> bool:
    if raw is True or raw is False:
        return raw
    raise FaultError("not_bool")


def _choice(question: Question, raw: object, on: date) -> str:
    if isinstance(raw, str) and raw in question.values:
        return raw
    raise FaultError("not_choice", allowed="、".join(question.values))


def _integer(question: Question, raw: object, on: date) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise FaultError("not_integer")
    _within(question, raw)
    return raw


# At most as many digits as any sum could need, so that no input costs more than a glance.
_MONEY = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")


def _money(question: Question, raw: object, on: date) -> Decimal:
    if (isinstance(raw, str) and _MONEY.fullmatch(raw)) or (
        isinstance(raw, int | Decimal) and not isinstance(raw, bool)
    ):
        yuan = Decimal(raw)
    else:
        raise FaultError("not_money")
    exponent = yuan.as_tuple().exponent
    if not isinstance(exponent, int):
        raise FaultError("not_money")
    _within(question, yuan)
    if exponent < -2:
        raise FaultError("too_many_decimals")
    # Adding nought turns -0 into 0.
    return (yuan + 0).quantize(FEN)


# Beyond any number of people or yuan: where a question sets no limit, this one keeps the arithmetic exact.
FARTHEST = Decimal(10**15)


def _within(question: Question, number: int | Decimal) -> None:
    low = -FARTHEST if question.minimum is None else question.minimum
    high = FARTHEST if question.maximum is None else question.maximum
    if not low <= number <= high:
        raise FaultError("out_of_range", minimum=low, maximum=high)


_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _date(question: Question, raw: object, on: date) -> date:
    if not isinstance(raw, str) or not _DATE.fullmatch(raw):
        raise FaultError("not_date")
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        raise FaultError("not_date") from None
    distance = (day - on).days
    if question.earliest_days is not None and distance < question.earliest_days:
        raise FaultError("too_early", limit=_days_after(on, question.earliest_days))
    if question.latest_days is not None and distance > question.latest_days:
        raise FaultError("too_late", limit=_days_after(on, question.latest_days))
    return day


def _days_after(on: date, days: int) -> date:
    return date.fromordinal(min(max(on.toordinal() + days, 1), date.max.toordinal()))


def _list(question: Question, raw: object, on: date) -> Value:
    raise FaultError("not_a_list")


_READ: dict[FactType, Callable[[Question, Any, date], Value]] = {
    FactType.BOOL: _bool,
    FactType.CHOICE: _choice,
    FactType.INTEGER: _integer,
    FactType.MONEY: _money,
    FactType.DATE: _date,
    FactType.CHILDREN: _list,
}
