"""What a change of rules does to households: counted on every example and on the sample households.

Only benefits that can come out otherwise are assessed, by the old rules and by the new. A benefit that one side does
not have counts as not eligible there; an answer that one side cannot take counts as not given there.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.eligibility.assess import BenefitAssessment, Status, SubjectAssessment, assess
from benefits.eligibility.facts import CHILDREN, DERIVED, Question, Scope
from benefits.eligibility.household import Household, InvalidHouseholdError, household_from
from benefits.eligibility.lint import faults
from benefits.eligibility.program import AssessedAmount
from benefits.eligibility.rulebook import AmountKind, Benefit, Rulebook
from benefits.models.vocabulary import POLICY_STATUSES
from benefits.publishing.examples import SupposedRulebooks, is_day
from benefits.publishing.samples import COUNT, sample_households
from benefits.publishing.standing import day_words
from benefits.publishing.wording import STATUS_NAMES, AnswerLine, Json, Wording, child_name

Results: TypeAlias = dict[str, BenefitAssessment]


class Change(StrEnum):
    """How one benefit comes out otherwise for one household. The order is that of the page."""

    NEWLY_ELIGIBLE = "newly_eligible"
    NO_LONGER_ELIGIBLE = "no_longer_eligible"
    AMOUNT_UP = "amount_up"
    AMOUNT_DOWN = "amount_down"
    MORE_CHILDREN = "more_children"
    FEWER_CHILDREN = "fewer_children"
    OTHER = "other"
    NEWLY_OPEN = "newly_open"
    OPEN_AGAIN = "open_again"
    SETTLED_ELIGIBLE = "settled_eligible"
    SETTLED_NOT_ELIGIBLE = "settled_not_eligible"
    OTHER_WHILE_OPEN = "other_while_open"


CHANGE_NAMES: dict[Change, Promise] = {
    Change.NEWLY_ELIGIBLE: gettext_lazy("新符合：原来不符合，现在可能符合"),
    Change.NO_LONGER_ELIGIBLE: gettext_lazy("不再符合：原来可能符合，现在不符合"),
    Change.AMOUNT_UP: gettext_lazy("金额增加"),
    Change.AMOUNT_DOWN: gettext_lazy("金额减少"),
    Change.MORE_CHILDREN: gettext_lazy("又有孩子可能符合"),
    Change.FEWER_CHILDREN: gettext_lazy("有孩子不再符合"),
    Change.OTHER: gettext_lazy("仍可能符合，但标准或某个孩子的结论有变"),
    Change.NEWLY_OPEN: gettext_lazy("原来不符合，现在还需要确认"),
    Change.OPEN_AGAIN: gettext_lazy("原来可能符合，现在还需要确认"),
    Change.SETTLED_ELIGIBLE: gettext_lazy("原来还需要确认，现在可能符合"),
    Change.SETTLED_NOT_ELIGIBLE: gettext_lazy("原来还需要确认，现在不符合"),
    Change.OTHER_WHILE_OPEN: gettext_lazy("仍需要确认，但可能的标准或某个孩子的结论有变"),
}
_BY_STATUS = {
    (Status.NOT_ELIGIBLE, Status.ELIGIBLE): Change.NEWLY_ELIGIBLE,
    (Status.ELIGIBLE, Status.NOT_ELIGIBLE): Change.NO_LONGER_ELIGIBLE,
    (Status.NOT_ELIGIBLE, Status.UNDETERMINED): Change.NEWLY_OPEN,
    (Status.ELIGIBLE, Status.UNDETERMINED): Change.OPEN_AGAIN,
    (Status.UNDETERMINED, Status.ELIGIBLE): Change.SETTLED_ELIGIBLE,
    (Status.UNDETERMINED, Status.NOT_ELIGIBLE): Change.SETTLED_NOT_ELIGIBLE,
}


class Look(NamedTuple):
    """One household to look at: the answers that matter to the benefit, and what came out before and after.

    `sample` is its place among the sample households, from 0, or `example` the key of the example that it is; `query`
    opens it in a trial.
    """

    title: str
    sample: int | None
    example: str | None
    query: str
    answers: tuple[AnswerLine, ...]
    before: str
    after: str


class EffectLine(NamedTuple):
    """How many sample households and examples come out otherwise in one way, and one of each to look at."""

    change: Change
    label: str
    samples: int
    examples: int
    looks: tuple[Look, ...]

    @property
    def counts(self) -> tuple[str, ...]:
        """Both numbers in words, the samples' with their share."""
        share = f"{Decimal(self.samples) * 100 / COUNT:.2f}%"
        return (
            _("样本%(count)s户（%(share)s）") % {"count": f"{self.samples:,}", "share": share},
            _("示例%(count)s个") % {"count": f"{self.examples:,}"},
        )


class BenefitEffect(NamedTuple):
    """What becomes of one benefit. No lines: no household comes out otherwise."""

    key: str
    title: str
    what: str
    lines: tuple[EffectLine, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does on a day. `changed_samples` and `changed_examples`: those with any benefit otherwise.

    `notes` say what the counts do not show; `refusal` why there is nothing to count, else "".
    """

    on: date
    benefits: tuple[BenefitEffect, ...] = ()
    changed_samples: int = 0
    changed_examples: int = 0
    samples: int = COUNT
    examples: int = 0
    notes: tuple[str, ...] = ()
    refusal: str = ""

    @property
    def summary(self) -> str:
        """How many households see any difference."""
        if self.refusal:
            return self.refusal
        if not self.benefits:
            return _("没有哪一项待遇的规则有变，家庭的结果都和原来一样。")
        return _(
            "按%(day)s的情况：%(samples)s户样本家庭中，%(changed_samples)s户的结果有变；"
            "%(examples)s个示例家庭中，%(changed_examples)s个的结果有变。"
        ) % {
            "day": day_words(self.on),
            "samples": f"{self.samples:,}",
            "changed_samples": f"{self.changed_samples:,}",
            "examples": f"{self.examples:,}",
            "changed_examples": f"{self.changed_examples:,}",
        }


def effect(old: Json, new: Json, on: date, changes: int | None = None) -> Effect:
    """What it does to households that the new content of a release takes the place of the old.

    `changes`: the number of the change set of which the new content is made, in which trials are then opened.
    """
    before, after = Wording(old), Wording(new)
    notes = tuple(_status_notes(before, after))
    if faults(after.rulebook):
        return Effect(on, notes=notes, refusal=_("规则有错误，算不出对家庭的影响。请先改正规则检查列出的错误。"))
    keys = _can_differ(before, after)
    comparison = _Comparison(before, after, keys, changes)
    if keys:
        comparison.compare_samples(on)
    examples = {example["key"]: example for content in (old, new) for example in content.get("examples", [])}
    comparison.compare_examples(list(examples.values()))
    return Effect(
        on,
        benefits=tuple(comparison.told(key) for key in keys),
        changed_samples=comparison.changed_samples,
        changed_examples=comparison.changed_examples,
        examples=len(examples),
        notes=notes,
    )


class _Tried(NamedTuple):
    """A household and its day: a sample household by its number, or an example."""

    data: Json
    on: date
    sample: int | None = None
    example: Json | None = None


class _Seen(NamedTuple):
    """A household for which a benefit came out otherwise."""

    tried: _Tried
    before: BenefitAssessment | None
    after: BenefitAssessment | None


class _Tally:
    """Of one benefit and one way of coming out otherwise: how many, and one of each to look at."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.samples = 0
        self.examples = 0
        self.sample: _Seen | None = None
        self.example: _Seen | None = None

    def add(self, seen: _Seen) -> None:
        """Of the samples the first is kept, of the examples rather one that is about this benefit."""
        if seen.tried.example is None:
            self.samples += 1
            self.sample = self.sample or seen
        else:
            self.examples += 1
            if self.example is None or self._is_about_it(seen) > self._is_about_it(self.example):
                self.example = seen

    @property
    def seen(self) -> list[_Seen]:
        """What there is to look at."""
        return [seen for seen in (self.example, self.sample) if seen is not None]

    def _is_about_it(self, seen: _Seen) -> bool:
        return self.key in seen.tried.example["expect"]


class _Comparison:
    """The benefits that can differ, assessed by both sides' rules, household by household."""

    def __init__(self, before: Wording, after: Wording, keys: list[str], changes: int | None) -> None:
        self.before, self.after, self.keys, self.changes = before, after, keys, changes
        self.old, self.new = _restricted(before.rulebook, keys), _restricted(after.rulebook, keys)
        self.asks_the_same = _asked_by(before.rulebook) == _asked_by(after.rulebook)
        self.tallies: dict[tuple[str, Change], _Tally] = {}
        self.changed_samples = 0
        self.changed_examples = 0

    def compare_samples(self, on: date) -> None:
        """Count the sample households, with answers to all questions of both sides."""
        questions = {question.key: question for question in (*self.old.questions, *self.new.questions)}
        for number, data in enumerate(sample_households(_with_all_choices(questions, self.old), on)):
            self.changed_samples += self._compare(self.old, self.new, _Tried(data, on, sample=number))

    def compare_examples(self, examples: list[Json]) -> None:
        """Count the examples, each on its own day."""
        old, new = SupposedRulebooks(self.old), SupposedRulebooks(self.new)
        for example in examples:
            supposed = example["policy_published_on"]
            if not is_day(example["on"]) or not (supposed is None or is_day(supposed)):
                continue
            if isinstance(example["household"], dict):
                tried = _Tried(example["household"], date.fromisoformat(example["on"]), example=example)
                self.changed_examples += self._compare(old.supposing(supposed), new.supposing(supposed), tried)

    def told(self, key: str) -> BenefitEffect:
        """What was counted of a benefit, in words."""
        lines = tuple(
            EffectLine(
                change,
                str(name),
                tally.samples,
                tally.examples,
                tuple(self._look(key, seen) for seen in tally.seen),
            )
            for change, name in CHANGE_NAMES.items()
            if (tally := self.tallies.get((key, change)))
        )
        title = (self.after if key in self.after.benefit_of else self.before).benefit(key)
        return BenefitEffect(key, title, self._what(key), lines)

    def _what(self, key: str) -> str:
        old, new = self.before.benefit_of.get(key), self.after.benefit_of.get(key)
        if old is None:
            return _("新增")
        if new is None:
            return _("取消")
        if (old.per, old.tiers) != (new.per, new.tiers):
            return _("规则有变")
        return _("所用的问题或文件日期有变")

    def _compare(self, old: Rulebook, new: Rulebook, tried: _Tried) -> bool:
        """Assess one household by both; whether any benefit comes out otherwise."""
        household = _taken(new, tried.data, tried.on)
        after = _results(new, household, tried.on)
        # A household is read twice only where the old rules ask otherwise, and there is a benefit to read it for.
        if old.benefits and not self.asks_the_same:
            household = _taken(old, tried.data, tried.on)
        before = _results(old, household, tried.on)
        is_changed = False
        for key in self.keys:
            was, becomes = before.get(key), after.get(key)
            change = _change(was, becomes)
            if change is not None:
                is_changed = True
                self.tallies.setdefault((key, change), _Tally(key)).add(_Seen(tried, was, becomes))
        return is_changed

    def _look(self, key: str, seen: _Seen) -> Look:
        data, on, sample, example = seen.tried
        sides = (self.after, self.before)
        facts = {fact for side in sides if key in side.benefit_of for fact in _asked_behind(side.benefit_of[key])}
        told: dict[AnswerLine, None] = {}
        for side in sides:
            known = facts & set(side.rulebook.question_of)
            told |= dict.fromkeys(side.household(data, on, only=known))
            facts -= known
        return Look(
            title=_("样本家庭第%(number)s号") % {"number": sample + 1} if example is None else example["name"],
            sample=sample,
            example=example and example["key"],
            query=self._query(seen.tried),
            answers=tuple(told) or (AnswerLine(_("与这项待遇有关的问题"), _("都没有回答")),),
            before=_result_words(self.before, seen.before),
            after=_result_words(self.after, seen.after),
        )

    def _query(self, tried: _Tried) -> str:
        """What opens the household in a trial on its day."""
        household = {"example": tried.example["key"]} if tried.example else {"sample": tried.sample}
        changes = {} if self.changes is None else {"changes": self.changes}
        return urlencode(household | {"on": tried.on.isoformat()} | changes)


def _can_differ(before: Wording, after: Wording) -> list[str]:
    """The benefits that may come out otherwise, in the new order, those taken away last."""
    keys = dict.fromkeys([*after.benefit_of, *before.benefit_of])
    return [key for key in keys if _basis(before, key) != _basis(after, key)]


def _basis(side: Wording, key: str) -> Any:
    """All that decides how a benefit comes out: its tiers, the parameters they use, and what is asked for them."""
    benefit = side.benefit_of.get(key)
    if benefit is None:
        return None
    document = side.rulebook.document_of.get(side.rulebook.measure_of[benefit.measure].document)
    used = {condition.parameter for tier in benefit.tiers for condition in tier.conditions} - {None}
    asked = {fact: side.rulebook.question_of.get(fact) for fact in _asked_behind(benefit)}
    return (
        benefit.per,
        benefit.tiers,
        {name: document.parameters.get(name) for name in used} if document else {},
        {fact: question and _as_asked(question) for fact, question in asked.items()},
    )


def _asked_behind(benefit: Benefit) -> set[str]:
    """The questions that decide a benefit, themselves or behind a derived fact."""
    facts = {condition.fact for tier in benefit.tiers for condition in tier.conditions}
    bases = {dated.amount.of for tier in benefit.tiers for dated in tier.amounts if dated.amount.of is not None}
    children = {CHILDREN} if benefit.per is Scope.CHILD else set()
    return children | bases | {need for fact in facts for need in (DERIVED[fact].needs if fact in DERIVED else (fact,))}


def _as_asked(question: Question) -> Question:
    """A question without what no answer depends on: its section and the order of its choices."""
    return replace(question, section="", values=tuple(sorted(question.values)))


def _asked_by(rulebook: Rulebook) -> dict[str, Question]:
    return {question.key: _as_asked(question) for question in rulebook.questions}


def _with_all_choices(questions: dict[str, Question], old: Rulebook) -> Iterator[Question]:
    """The new questions, each also with the choices that only the old one offers."""
    for key, question in questions.items():
        gone = [value for value in getattr(old.question_of.get(key), "values", ()) if value not in question.values]
        yield replace(question, values=(*question.values, *gone)) if gone else question


def _restricted(rulebook: Rulebook, keys: list[str]) -> Rulebook:
    kept = set(keys)
    return replace(rulebook, benefits=tuple(benefit for benefit in rulebook.benefits if benefit.key in kept))


def _taken(rulebook: Rulebook, data: Json, on: date) -> Household:
    """The household as far as the rulebook can ask for it: what it refuses is not given."""
    try:
        return household_from(rulebook, data, on)
    except InvalidHouseholdError as error:
        return household_from(rulebook, _without(data, list(error.errors)), on)


def _without(data: Json, keys: list[str]) -> Json:
    kept = deepcopy(data)
    # The children's own answers go before the list that they stand in.
    for key in sorted(keys, key=lambda key: -key.count(".")):
        match key.split("."):
            case [_list, index, fact]:
                del kept[CHILDREN][int(index)][fact]
            case [_list, index]:
                kept[CHILDREN][int(index)] = {}
            case _:
                kept.pop(key, None)
    return kept


def _results(rulebook: Rulebook, household: Household, on: date) -> Results:
    if not rulebook.benefits:
        return {}
    return {result.benefit.key: result for result in assess(rulebook, household, on).benefits}


def _change(before: BenefitAssessment | None, after: BenefitAssessment | None) -> Change | None:
    """How the benefit comes out otherwise; None if it does not."""
    was = Status.NOT_ELIGIBLE if before is None else before.status
    becomes = Status.NOT_ELIGIBLE if after is None else after.status
    if was is not becomes:
        return _BY_STATUS[was, becomes]
    if before is None or after is None or was is Status.NOT_ELIGIBLE or _figures(before) == _figures(after):
        return None
    return _change_of_amount(before, after) if was is Status.ELIGIBLE else Change.OTHER_WHILE_OPEN


def _figures(result: BenefitAssessment) -> list[Any]:
    return [(subject.status, subject.amount, subject.candidates) for subject in result.subjects]


def _change_of_amount(before: BenefitAssessment, after: BenefitAssessment) -> Change:
    """Of a benefit that stays eligible: more or less, by the sum over its subjects."""
    was, becomes = _sums(before), _sums(after)
    if set(was) != set(becomes):
        return Change.OTHER
    steps = {becomes[kind].compare(was[kind]) for kind in was} - {Decimal(0)}
    if len(steps) == 1:
        return Change.AMOUNT_UP if steps == {Decimal(1)} else Change.AMOUNT_DOWN
    more = _count_eligible(after) - _count_eligible(before)
    if steps or not more:
        return Change.OTHER
    return Change.MORE_CHILDREN if more > 0 else Change.FEWER_CHILDREN


def _sums(result: BenefitAssessment) -> dict[Any, Decimal]:
    """What is given, by what it is: a sum in yuan, the percentage, or nought for what has no figure."""
    sums: dict[Any, Decimal] = {}
    for subject in result.subjects:
        if subject.status is Status.ELIGIBLE:
            kind, figure = _figure(subject)
            sums[kind] = sums.get(kind, Decimal(0)) + figure
    return sums


def _figure(subject: SubjectAssessment) -> tuple[Any, Decimal]:
    if subject.amount is None:
        return subject.candidates, Decimal(0)
    amount = subject.amount.amount
    figure = Decimal(amount.percent or 0) if amount.kind is AmountKind.PERCENT else amount.yuan or Decimal(0)
    return (amount.kind, amount.basis, amount.of), figure


def _count_eligible(result: BenefitAssessment) -> int:
    return sum(subject.status is Status.ELIGIBLE for subject in result.subjects)


def _result_words(side: Wording, result: BenefitAssessment | None) -> str:
    """What came out: 可能符合，每月500元; of each child where there are any."""
    if result is None:
        return _("没有这项待遇")
    if result.children:
        return _("；").join(
            _("%(child)s：%(words)s")
            % {"child": child_name(child.child or 0), "words": _subject_words(side, child.status, child.candidates)}
            for child in result.children
        )
    return _subject_words(side, result.status, result.candidates)


def _subject_words(side: Wording, status: Status, candidates: tuple[AssessedAmount, ...]) -> str:
    name = str(STATUS_NAMES[status])
    if not candidates:
        return name
    amounts = _("或").join(side.assessed(candidate) for candidate in candidates)
    is_settled = status is Status.ELIGIBLE and len(candidates) == 1
    return (_("%(status)s，%(amounts)s") if is_settled else _("%(status)s（%(amounts)s）")) % {
        "status": name,
        "amounts": amounts,
    }


def _status_notes(before: Wording, after: Wording) -> Iterator[str]:
    """What a document's new status means: no household comes out otherwise by it, all wording does."""
    names = dict(POLICY_STATUSES)
    for key, document in after.rulebook.document_of.items():
        was = before.rulebook.document_of.get(key)
        if was is not None and was.status is not document.status:
            yield _(
                "《%(title)s》的状态由“%(before)s”改为“%(after)s”。各项的结论和金额不因此改变，措辞、提示和合计随之改变。"
            ) % {
                "title": after.document(key),
                "before": names[was.status.value],
                "after": names[document.status.value],
            }
