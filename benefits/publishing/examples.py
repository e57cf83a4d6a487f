"""Example households held against the rules: does each get what is expected of it, and if not, what instead.

An example that cannot be judged (it answers a question that is gone, it speaks of an unknown benefit) has failed too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from benefits.eligibility.assess import assess
from benefits.eligibility.facts import CHILDREN
from benefits.eligibility.household import Fault, InvalidHouseholdError, household_from
from benefits.eligibility.lint import faults
from benefits.eligibility.rulebook import AmountKind, Rulebook
from benefits.publishing.expectations import differences, expectation_faults, expectation_words, is_sum, versus
from benefits.publishing.wording import Json, Wording
from benefits.publishing.words import money_words

_SUMMED = (AmountKind.ONE_OFF, AmountKind.MONTHLY)


class ExampleFailure(NamedTuple):
    """An example that does not come out as expected: its measure's number, and every difference in words."""

    key: str
    name: str
    measure: int
    lines: tuple[str, ...]


def example_failures(content: Json) -> list[ExampleFailure]:
    """The examples of a release's content that fail by its own rules, in its order."""
    wording = Wording(content)
    if faults(wording.rulebook):
        return [_failure(example, (_not_assessable(),)) for example in content["examples"]]
    rulebooks = SupposedRulebooks(wording.rulebook)
    judged = ((example, tuple(_differences(wording, rulebooks, example))) for example in content["examples"])
    return [_failure(example, lines) for example, lines in judged if lines]


def expected_words(wording: Wording, example: Json) -> list[str]:
    """What an example expects, in words: benefit by benefit, then the totals."""
    if not isinstance(example["expect"], Mapping):
        return list(_expect_faults(wording, example["expect"]))
    lines = [
        _("：").join((wording.benefit(key), line))
        for key, expected in example["expect"].items()
        for line in (list(expectation_faults(expected)) or expectation_words(wording, expected))
    ]
    totals = example["totals"]
    return [*lines, _("合计：%s") % _totals_words(totals)] if _are_totals(totals) else lines


class SupposedRulebooks:
    """A rulebook as it would be had the policy been published on some day, or not yet; made once for each day."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._supposing: dict[str | None, Rulebook] = {}

    def supposing(self, published_on: str | None) -> Rulebook:
        """The rulebook with its documents published on this day; None: not yet. Raises ValueError.

        An example says all that it rests on, so that it holds whatever becomes of the documents.
        """
        if published_on not in self._supposing:
            day = None if published_on is None else date.fromisoformat(published_on)
            documents = tuple(
                replace(document, parameters={**document.parameters, "policy_published_on": day})
                for document in self._rulebook.documents
            )
            self._supposing[published_on] = replace(self._rulebook, documents=documents)
        return self._supposing[published_on]


def _failure(example: Json, lines: tuple[str, ...]) -> ExampleFailure:
    return ExampleFailure(example["key"], example["name"], example["measure"], lines)


def _not_assessable() -> str:
    return _("规则本身有错误，无法评估。请先改正规则检查列出的错误。")


def _differences(wording: Wording, rulebooks: SupposedRulebooks, example: Json) -> Iterator[str]:
    """Every way in which the example fails; none if it passes."""
    wrong = list(_example_faults(wording, example))
    if wrong:
        yield from wrong
        return
    try:
        on, rulebook = date.fromisoformat(example["on"]), rulebooks.supposing(example["policy_published_on"])
        assessment = assess(rulebook, household_from(rulebook, example["household"], on), on).to_json()
    except InvalidHouseholdError as error:
        yield from household_faults(wording, error)
        return
    results = {result["key"]: result for result in assessment["benefits"]}
    for key, expected in example["expect"].items():
        for difference in differences(wording, expected, results[key]):
            yield _("：").join((wording.benefit(key), difference))
    yield from _totals_difference(wording, example, assessment)


def _example_faults(wording: Wording, example: Json) -> Iterator[str]:
    """What is wrong with the example itself, before any household is assessed."""
    for name, label in (("on", _("评估日期")), ("policy_published_on", _("假定的公布日"))):
        if not is_day(example[name]) and not (name == "policy_published_on" and example[name] is None):
            yield _("%(label)s“%(day)s”不是日期。") % {"label": label, "day": example[name]}
    if not isinstance(example["household"], Mapping):
        yield _("家庭要写成“问题: 回答”的形式。")
    if example["totals"] is not None and not _are_totals(example["totals"]):
        yield _("预期合计要写一次性（one_off）和每月（monthly）两个金额。")
    yield from _expect_faults(wording, example["expect"])


def _expect_faults(wording: Wording, expect: Any) -> Iterator[str]:
    if not isinstance(expect, Mapping) or not expect:
        yield _("还没有预期。请写明对哪项待遇预期什么。")
        return
    for key, expected in expect.items():
        if key not in wording.benefit_of:
            yield _("没有叫“%s”的待遇。") % key
        yield from (_("：").join((wording.benefit(key), fault)) for fault in expectation_faults(expected))


def household_faults(wording: Wording, error: InvalidHouseholdError) -> list[str]:
    """What is wrong with a household's answers, in words."""
    return [_household_fault(wording, key, fault) for key, each in error.errors.items() for fault in each]


def _household_fault(wording: Wording, key: str, fault: Fault) -> str:
    """What is wrong with one answer: 家庭的“医疗保险”：应为以下之一……."""
    name = key.rsplit(".", 1)[-1]
    if fault.code == "unknown_key":
        return _("家庭回答了“%s”，但没有这个问题。") % name
    label = wording.missing(key) if name in wording.rulebook.question_of else wording.fact(CHILDREN)
    if fault.code == "not_choice":
        choices = wording.content.questions[name].choices if name in wording.content.questions else {}
        return _("家庭的“%(label)s”没有这个选项。可以选：%(choices)s。") % {
            "label": label,
            "choices": _("、").join(str(choice) for choice in choices.values()),
        }
    return _("家庭的“%(label)s”：%(fault)s") % {"label": label, "fault": fault}


def _totals_difference(wording: Wording, example: Json, assessment: Json) -> Iterator[str]:
    """The sums of the measure's document against the expected ones: sums of another status are never among them."""
    if example["totals"] is None:
        return
    measure = wording.rulebook.measure_of.get(example["measure"])
    status = measure and wording.rulebook.document_of[measure.document].status
    sums = assessment["totals"].get(status, {kind.value: "0.00" for kind in _SUMMED})
    if any(Decimal(sums[kind]) != Decimal(example["totals"][kind]) for kind in _SUMMED):
        difference = versus(_totals_words(example["totals"]), _totals_words(sums))
        yield _("合计：%s。合计包含所有待遇；如果应当这样，请打开这个示例改合计，并写明理由") % difference


def _totals_words(totals: Mapping[str, Any]) -> str:
    words = {kind: money_words(Decimal(totals[kind])) for kind in _SUMMED}
    return _("一次性%(one_off)s、每月%(monthly)s") % words


def _are_totals(totals: Any) -> bool:
    return isinstance(totals, Mapping) and set(totals) == set(_SUMMED) and all(map(is_sum, totals.values()))


def is_day(value: Any) -> bool:
    """Whether a value of an example is a day."""
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False
