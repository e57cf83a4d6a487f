"""Why a benefit came out as it did: every condition that decided, in words, with the answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.utils.translation import gettext, gettext_lazy

from benefits.eligibility.assess import BenefitAssessment, Status, SubjectAssessment, TierOutcome
from benefits.eligibility.facts import BIRTH_DATE, CHILDREN, DERIVED, Answer, Scope
from benefits.eligibility.household import Household
from benefits.eligibility.program import Reason
from benefits.publishing.content import Text
from benefits.publishing.current import PublishedRelease
from benefits.publishing.standing import day_words
from benefits.publishing.words import DECLINED, amount_words, answer_words, condition_words

ChangeUrl: TypeAlias = Callable[[str], str]
Parameters: TypeAlias = Mapping[str, date | None]

_OUTCOMES = {
    True: ("met", gettext_lazy("满足")),
    False: ("failed", gettext_lazy("不满足")),
    None: ("open", gettext_lazy("待确认")),
}
STATUS_NAMES = {
    Status.ELIGIBLE: gettext_lazy("可能符合"),
    Status.NOT_ELIGIBLE: gettext_lazy("可能不符合"),
    Status.UNDETERMINED: gettext_lazy("还需要确认"),
}
# What stands before the conditions: for one situation, and for several of which any will do.
_INTROS = {
    Status.ELIGIBLE: (gettext_lazy("为什么可能符合"), gettext_lazy("为什么可能符合（任一情形即可）")),
    Status.UNDETERMINED: (gettext_lazy("需要满足的条件"), gettext_lazy("需要满足的条件（任一情形即可）")),
    Status.NOT_ELIGIBLE: (
        gettext_lazy("“不满足”的条件都改变后，结果才可能不同"),
        gettext_lazy("任一情形中“不满足”的条件都改变后，结果才可能不同"),
    ),
}


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One condition, whether it is met, failed or open, the answer, and where to change it ("" where no need)."""

    kind: str
    outcome: str
    condition: Text
    source: str
    answer: Text
    change_url: str


@dataclass(frozen=True, slots=True)
class Situation:
    """One tier that decided. `dates` says when it holds, where the day lies outside."""

    reasons: tuple[ReasonLine, ...]
    dates: str = ""


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """The household (`name` "") or one child: status, amount, and what decided."""

    name: str
    status_name: str
    amount: Text
    intro: str
    situations: tuple[Situation, ...]

    @property
    def has_reasons(self) -> bool:
        """Whether there is any condition to speak of."""
        return any(situation.reasons or situation.dates for situation in self.situations)

    @property
    def failed(self) -> list[ReasonLine]:
        """The conditions that decided against, of the first situation."""
        return [line for situation in self.situations[:1] for line in situation.reasons if line.kind == "failed"]


@dataclass(frozen=True, slots=True)
class Narrator:
    """Puts one household's assessment by a release into words. `change_url` leads to the question of a key."""

    release: PublishedRelease
    household: Household
    declined: Collection[str]
    change_url: ChangeUrl

    def subjects(self, result: BenefitAssessment, parameters: Parameters) -> tuple[SubjectLine, ...]:
        """A line for the household, or for each child; for a family without children, the one that says so."""
        if not result.subjects:
            return (self._no_child(),)
        return tuple(self._subject(result, subject, parameters) for subject in result.subjects)

    def child_name(self, index: int) -> str:
        """A child as residents know it: 孩子1（2025年3月出生）."""
        born = (self.household.children or ())[index].get(BIRTH_DATE)
        name = gettext("孩子%(number)d") % {"number": index + 1}
        if not isinstance(born, date):
            return name
        return gettext("%(name)s（%(year)d年%(month)d月出生）") % {
            "name": name,
            "year": born.year,
            "month": born.month,
        }

    def amounts(self, result: BenefitAssessment, subject: SubjectAssessment) -> Text:
        """What the subject would be given: one amount, or those that are still possible."""
        if subject.status is Status.NOT_ELIGIBLE:
            return Text()
        content = self.release.content
        words = [amount_words(content, amount, result.policy_status) for amount in subject.candidates]
        return Text("；或".join(each.zh for each in words), "; or ".join(each.en for each in words))

    def _subject(self, result: BenefitAssessment, subject: SubjectAssessment, parameters: Parameters) -> SubjectLine:
        tiers = _deciding(subject)
        is_of_child = result.benefit.per is Scope.CHILD
        return SubjectLine(
            name=self._subject_name(subject) if is_of_child else "",
            status_name=str(STATUS_NAMES[subject.status]),
            amount=self.amounts(result, subject) if is_of_child else Text(),
            intro=str(_INTROS[subject.status][len(tiers) > 1]),
            situations=tuple(self._situation(tier, subject, parameters) for tier in tiers),
        )

    def _subject_name(self, subject: SubjectAssessment) -> str:
        return gettext("每个孩子") if subject.child is None else self.child_name(subject.child)

    def _situation(self, tier: TierOutcome, subject: SubjectAssessment, parameters: Parameters) -> Situation:
        reasons = tuple(self._reason(reason, subject.child, parameters) for reason in tier.reasons)
        return Situation(reasons, "" if tier.is_in_dates else _dates(tier))

    def _reason(self, reason: Reason, index: int | None, parameters: Parameters) -> ReasonLine:
        fact = reason.condition.fact
        key = self._key_of(fact, index)
        kind, outcome = _OUTCOMES[reason.outcome]
        return ReasonLine(
            kind=kind,
            outcome=str(outcome),
            condition=condition_words(self.release.content, reason.condition, parameters),
            source=gettext("按孩子的情况") if fact in DERIVED else gettext("您的回答"),
            answer=self._answer(fact, reason.answer, key),
            change_url="" if reason.outcome else self.change_url(key),
        )

    def _answer(self, fact: str, answer: Answer, key: str) -> Text:
        if answer is None and key in self.declined:
            return DECLINED
        return answer_words(self.release.content, fact, answer)

    def _key_of(self, fact: str, index: int | None) -> str:
        """The question that settles a fact, as the check knows it: pregnant, children, children.0.birth_date."""
        derived = DERIVED.get(fact)
        scope = derived.of if derived else self.release.rulebook.question_of[fact].scope
        if scope is Scope.HOUSEHOLD:
            return CHILDREN if derived else fact
        if index is None:
            return CHILDREN
        return f"{CHILDREN}.{index}.{BIRTH_DATE if derived else fact}"

    def _no_child(self) -> SubjectLine:
        """A benefit of each child, for a family that has none."""
        reason = ReasonLine(
            kind="failed",
            outcome=str(_OUTCOMES[False][1]),
            condition=Text("有孩子", "A child"),
            source=gettext("您的回答"),
            answer=Text("没有孩子", "no children"),
            change_url=self.change_url(CHILDREN),
        )
        status = Status.NOT_ELIGIBLE
        intro = str(_INTROS[status][False])
        return SubjectLine("", str(STATUS_NAMES[status]), Text(), intro, (Situation((reason,)),))


def _deciding(subject: SubjectAssessment) -> list[TierOutcome]:
    """The tiers that made the status: those that may hold up to the first that does, or the nearest to holding."""
    if subject.status is Status.NOT_ELIGIBLE:
        return list(subject.nearest or subject.tiers)
    if subject.amount is not None:
        return [next(tier for tier in subject.tiers if tier.outcome)]
    return list(_possible(subject.tiers))


def _possible(tiers: Iterable[TierOutcome]) -> Iterable[TierOutcome]:
    for tier in tiers:
        if tier.outcome is not False:
            yield tier
        if tier.outcome:
            return


def _dates(tier: TierOutcome) -> str:
    period = tier.tier.period
    match period.valid_from, period.valid_until:
        case None, None:
            return gettext("今天没有可用的标准")
        case start, None:
            return gettext("自%(start)s起适用") % {"start": day_words(start)}
        case None, end:
            return gettext("适用到%(end)s") % {"end": day_words(end)}
        case start, end:
            return gettext("%(start)s至%(end)s适用") % {"start": day_words(start), "end": day_words(end)}
