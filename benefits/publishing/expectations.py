"""What an example expects of a result: the parts that an expectation may name, each held against the assessment.

An expectation names only what the example is about: `{"status": "eligible", "monthly": 500}`. Every part knows how it
is read from the assessment's JSON, which form its expected value has, and how it is said in words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from benefits.eligibility.assess import Status
from benefits.eligibility.rulebook import AmountKind, Basis
from benefits.models.vocabulary import BASES, PARAMETER_LABELS
from benefits.publishing.wording import STATUS_NAMES, Wording, child_name
from benefits.publishing.words import money_words

Json: TypeAlias = dict[str, Any]
CHILDREN = "children"
WITHOUT_FIGURE = (AmountKind.IN_KIND, AmountKind.AS_REGULATED)
_SUM = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
_BASIS_NAMES = dict(BASES)
_OF_EACH_CHILD = ("amount", "candidates")
# In the place of what the result does not have; nothing that may be expected equals it.
_ABSENT = object()


@dataclass(frozen=True)
class Part:
    """One part: `read` from a benefit's or a child's result, the form of its value, and what is said of a value."""

    read: Callable[[Wording, Json], Any]
    fits: Callable[[Any], bool]
    form: Callable[[], str]
    words: Callable[[Wording, Any], str]
    # As it is compared: sums as sums, however they are written.
    plain: Callable[[Any], Any] = lambda value: value
    is_about_amount: bool = False


def expectation_faults(expected: Any) -> Iterator[str]:
    """What is wrong with what is expected of a benefit, whatever the result."""
    yield from _faults(expected, {**PARTS, CHILDREN: _CHILDREN})
    children = expected.get(CHILDREN) if isinstance(expected, Mapping) else None
    if isinstance(children, list):
        for index, child in enumerate(children):
            for fault in _faults(child, PARTS_OF_CHILD):
                yield _of_child(index, fault)


def expectation_words(wording: Wording, expected: Json) -> list[str]:
    """What is expected of a benefit, in words: of the benefit, then of each child."""
    # Where the children have theirs, the benefit as a whole has no amount to speak of.
    own = {name: part for name, part in PARTS.items() if CHILDREN not in expected or name not in _OF_EACH_CHILD}
    lines = [_said(wording, expected, own)]
    children = expected.get(CHILDREN)
    if CHILDREN in expected and not children:
        lines.append(_count_words(children))
    lines += [_of_child(index, _said(wording, child, PARTS_OF_CHILD)) for index, child in enumerate(children or ())]
    return [line for line in lines if line]


def differences(wording: Wording, expected: Json, result: Json) -> Iterator[str]:
    """How a benefit's result differs from what is expected, in words: 预期每月500元，得到每月300元."""
    yield from _compared(wording, expected, result, PARTS)
    if CHILDREN not in expected:
        return
    wanted, children = expected[CHILDREN], result[CHILDREN]
    if not wanted or not children or len(wanted) != len(children):
        if wanted != children:
            yield versus(_count_words(wanted), _count_words(children))
        return
    for index, (of_child, child) in enumerate(zip(wanted, children, strict=True)):
        for difference in _compared(wording, of_child, child, PARTS_OF_CHILD):
            yield _of_child(index, difference)


def expectation_of(assessment: Json, keys: Iterable[str]) -> Json:
    """The expectation that describes these benefits' results in an assessment's JSON: status, amount and children."""
    results = {result["key"]: result for result in assessment["benefits"]}
    return {key: _description(results[key]) for key in keys}


def versus(expected: str, got: str) -> str:
    """What was expected and what came out."""
    return _("预期%(expected)s，得到%(got)s") % {"expected": expected, "got": got}


def is_sum(value: Any) -> bool:
    """Whether a value is a sum in yuan: a whole number, or text with up to two decimals."""
    return _is_count(value) or (isinstance(value, str) and _SUM.fullmatch(value) is not None)


def _faults(expected: Any, parts: Mapping[str, Part]) -> Iterator[str]:
    if not isinstance(expected, Mapping):
        yield _("预期要写成“项: 值”的形式。")
        return
    for name, value in expected.items():
        if name not in parts:
            yield _("预期里没有“%(name)s”这一项，可以写的有：%(known)s。") % {
                "name": name,
                "known": _("、").join(parts),
            }
        elif not parts[name].fits(value):
            yield _("预期的“%(name)s”%(form)s") % {"name": name, "form": parts[name].form()}


def _compared(wording: Wording, expected: Json, result: Json, parts: Mapping[str, Part]) -> Iterator[str]:
    wanted, got = [], []
    for name, part in parts.items():
        if name not in expected:
            continue
        seen = part.read(wording, result)
        if seen != part.plain(expected[name]):
            wanted.append(part.words(wording, expected[name]))
            got.append(_amount_words(wording, result["amount"]) if part.is_about_amount else part.words(wording, seen))
    if wanted:
        yield versus(_("、").join(dict.fromkeys(wanted)), _("、").join(dict.fromkeys(got)))


def _said(wording: Wording, expected: Json, parts: Mapping[str, Part]) -> str:
    return _("、").join(part.words(wording, expected[name]) for name, part in parts.items() if name in expected)


def _description(result: Json) -> Json:
    expected = _status_and_amount(result)
    if result["per"] == "child":
        children = result[CHILDREN]
        expected[CHILDREN] = None if children is None else [_status_and_amount(child) for child in children]
    return expected


def _status_and_amount(result: Json) -> Json:
    expected, amount = {"status": str(result["status"])}, result["amount"]
    if amount is None:
        return expected
    kind = AmountKind(amount["kind"])
    if kind in WITHOUT_FIGURE:
        return expected | {kind.value: True}
    if kind is AmountKind.PERCENT:
        return expected | {kind.value: amount["percent"], "yuan": amount["yuan"]}
    basis = {"basis": str(amount["basis"])} if "basis" in amount else {}
    return expected | {kind.value: amount["yuan"]} | basis


def _figure_of(kind: AmountKind) -> Part:
    """The figure where the amount is of this kind; True for a kind without one."""

    def read(_wording: Wording, result: Json) -> Any:
        amount = result["amount"]
        if amount is None or amount["kind"] != kind:
            return _ABSENT
        return amount["percent"] if kind is AmountKind.PERCENT else Decimal(amount["yuan"])

    def words(wording: Wording, figure: Any) -> str:
        match kind:
            case AmountKind.PERCENT:
                return _("比例%(percent)s%%") % {"percent": figure}
            case AmountKind.CEILING:
                return _("限额%(sum)s") % {"sum": money_words(Decimal(figure))}
            case _:
                return wording.amount(kind, figure)

    if kind is AmountKind.PERCENT:
        return Part(read, _is_count, lambda: _("要写百分比，例如 80。"), words, is_about_amount=True)
    return Part(read, is_sum, lambda: _("要写金额，例如 500 或 '1234.50'。"), words, Decimal, is_about_amount=True)


def _kind_alone(kind: AmountKind) -> Part:
    """That the amount is of this kind, which has no figure."""
    return Part(
        lambda _wording, result: result["amount"] is not None and result["amount"]["kind"] == kind,
        lambda value: value is True,
        lambda: _("只能写 true。"),
        lambda wording, _value: wording.amount(kind),
        is_about_amount=True,
    )


def _of_amount(name: str, fits: Callable[[Any], bool], form: Callable[[], str], words: Callable[[Any], str]) -> Part:
    return Part(
        lambda _wording, result: (result["amount"] or {}).get(name, _ABSENT),
        fits,
        form,
        lambda _wording, value: words(value),
        is_about_amount=True,
    )


def _list_of(
    read: Callable[[Wording, Json], list[str]], none: Callable[[], str], some: Callable[[Wording, list[str]], str]
) -> Part:
    """A list of keys or names in the order in which the assessment has them."""
    return Part(
        read,
        lambda value: isinstance(value, list) and all(isinstance(item, str) for item in value),
        lambda: _("要写一个列表。"),
        lambda wording, items: some(wording, items) if items else none(),
    )


def _governments(wording: Wording, result: Json) -> list[str]:
    governing = {department.name for department in wording.rulebook.departments if department.district}
    return [name for name in result["departments"] if name in governing]


def _awaited_words(keys: list[str]) -> str:
    return _("、").join(str(PARAMETER_LABELS.get(key, key)) for key in keys)


def _is_one_of(names: type[StrEnum], value: Any) -> bool:
    return isinstance(value, str) and value in set(names)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _amount_words(wording: Wording, amount: Json | None) -> str:
    return _("没有确定的标准") if amount is None else wording.amount(**amount)


def _candidate_words(count: int) -> str:
    return _("%(count)s种可能的标准") % {"count": count} if count else _("没有可能的标准")


def _count_words(children: list[Any] | None) -> str:
    if children is None:
        return _("没有每个孩子的结论")
    return _("%(count)s个孩子") % {"count": len(children)} if children else _("没有孩子")


def _of_child(index: int, words: str) -> str:
    return _("%(child)s：%(words)s") % {"child": child_name(index), "words": words}


PARTS_OF_CHILD: dict[str, Part] = {
    "status": Part(
        lambda _wording, result: result["status"],
        lambda value: _is_one_of(Status, value),
        lambda: _("要写以下之一：%s。") % _("、").join(Status),
        lambda _wording, status: str(STATUS_NAMES[Status(status)]),
    ),
    **{kind.value: (_kind_alone if kind in WITHOUT_FIGURE else _figure_of)(kind) for kind in AmountKind},
    "amount": Part(
        lambda _wording, result: result["amount"],
        lambda value: value is None,
        lambda: _("只能写 null，表示没有确定的标准。"),
        _amount_words,
        is_about_amount=True,
    ),
    "basis": _of_amount(
        "basis",
        lambda value: _is_one_of(Basis, value),
        lambda: _("要写以下之一：%s。") % _("、").join(Basis),
        lambda basis: _("限的是%(basis)s") % {"basis": _BASIS_NAMES[basis]},
    ),
    "yuan": _of_amount(
        "yuan",
        lambda value: value is None or (isinstance(value, str) and is_sum(value)),
        lambda: _("要写带引号的金额，例如 '987.65'；算不出的写 null。"),
        lambda yuan: _("金额还算不出") if yuan is None else str(money_words(Decimal(yuan))),
    ),
    "candidates": Part(
        lambda _wording, result: len(result["candidates"]),
        _is_count,
        lambda: _("要写可能的标准有几种，例如 2。"),
        lambda _wording, count: _candidate_words(count),
    ),
    "missing": _list_of(
        lambda _wording, result: list(result["missing"]),
        lambda: _("不需要再回答什么"),
        lambda wording, keys: _("还需要回答：%s") % _("、").join(map(wording.missing, keys)),
    ),
}
PARTS: dict[str, Part] = {
    **PARTS_OF_CHILD,
    "awaits": _list_of(
        lambda _wording, result: list(result["awaits"]),
        lambda: _("不等待文件的日期"),
        lambda _wording, keys: _("等待%s") % _awaited_words(keys),
    ),
    "governments": _list_of(
        _governments,
        lambda: _("没有区政府答复"),
        lambda _wording, names: _("由%s答复") % _("、").join(names),
    ),
}
_CHILDREN = Part(
    lambda _wording, result: result[CHILDREN],
    lambda value: value is None or isinstance(value, list),
    lambda: _("要写每个孩子的预期。"),
    lambda _wording, children: _count_words(children),
)
