"""Why a benefit came out as it did: every condition that decided, in words, with the answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple, TypeAlias

from django.utils.translation import get_language, gettext

from benefits.eligibility.assess import BenefitAssessment, Status, SubjectAssessment, TierOutcome
from benefits.eligibility.facts import BIRTH_DATE, CHILDREN, DERIVED, Answer, Scope
from benefits.eligibility.household import Household
from benefits.eligibility.program import Reason
from benefits.publishing.current import PublishedRelease
from benefits.publishing.standing import day_words
from benefits.results.phrases import Leaflet, phrasebook

ChangeUrl: TypeAlias = Callable[[str], str]


class ReasonLine(NamedTuple):
    """One condition: met, failed or open (`kind`), the answer if there is one, and where to give another if needed."""

    kind: str
    outcome: str
    condition: str
    answer: str
    key: str
    change_url: str


class Situation(NamedTuple):
    """One tier that decided. `dates` says when it holds, where the day lies outside."""

    reasons: tuple[ReasonLine, ...]
    dates: str = ""


class SubjectLine(NamedTuple):
    """The household (`name` "") or one child: status, amount, and what decided."""

    name: str
    status_name: str
    amount: str
    intro: str
    situations: tuple[Situation, ...]

    @property
    def has_reasons(self) -> bool:
        """Whether there is any condition to speak of."""
        return any(situation.reasons or situation.dates for situation in self.situations)

    @property
    def failed(self) -> list[str]:
        """What decided against it, situation by situation: conditions, or else the dates."""
        return [
            "；".join([line.condition for line in each.reasons if line.kind == "failed"]) or each.dates
            for each in self.situations
        ]


class Narrator:
    """Puts one household's assessment by a release into words, in the active language."""

    def __init__(
        self,
        release: PublishedRelease,
        household: Household,
        declined: Collection[str],
        change_url: ChangeUrl,
    ) -> None:
        """`declined` holds keys as `missing` does; `change_url` leads from such a key to its question."""
        self.release = release
        self.household = household
        self.declined = frozenset(declined)
        self.phrases = phrasebook(release, get_language() or "")
        # The same few keys, answers and amounts come up in many benefits.
        self.change_url = cache(change_url)
        self.amount = cache(self.phrases.amount)
        self._government = cache(self._government_words)
        self._known_answer = cache(self._answer_words)
        self.child_name = cache(self._child_name)
        self._lines: dict[tuple[int, int | None], ReasonLine] = {}

    def subjects(self, result: BenefitAssessment) -> tuple[SubjectLine, ...]:
        """A line for the household, or for each child; for a family without children, the one that says so."""
        if not result.subjects:
            return (self._no_child(),)
        leaflet = self.phrases.leaflets[result.benefit.key]
        return tuple([self._subject(result, subject, leaflet) for subject in result.subjects])

    def amounts(self, result: BenefitAssessment, subject: SubjectAssessment) -> str:
        """What the subject would be given: one amount, or those that are still possible."""
        if subject.status is Status.NOT_ELIGIBLE:
            return ""
        if subject.amount is not None:
            return self.amount(subject.amount, result.policy_status)
        words = self.phrases.or_else.join([self.amount(each, result.policy_status) for each in subject.candidates])
        return words if subject.status is Status.ELIGIBLE else self.phrases.if_so % {"amounts": words}

    def government(self, result: BenefitAssessment) -> str:
        """The government that answers, which the routing fact tells."""
        benefit = result.benefit
        return self._government(benefit.routing, self.phrases.leaflets[benefit.key].verb, result.departments)

    def _government_words(self, routing: str, verb: str, departments: tuple[str, ...]) -> str:
        phrases = self.phrases
        words = {"verb": verb, "place": phrases.labels[routing]}
        if self.household.answers.get(routing) is None:
            return phrases.government_unknown % words
        names = "、".join([phrases.names[key] for key in departments if key in phrases.governments])
        return phrases.government % (words | {"name": names}) if names else phrases.government_none % words

    def _child_name(self, child: int) -> str:
        """A child as residents know it: 孩子1（2025年3月出生）."""
        born = (self.household.children or ())[child].get(BIRTH_DATE)
        if not isinstance(born, date):
            return self.phrases.child % {"number": child + 1}
        return self.phrases.child_born % {"number": child + 1, "year": born.year, "month": born.month}

    def _subject(self, result: BenefitAssessment, subject: SubjectAssessment, leaflet: Leaflet) -> SubjectLine:
        tiers = _deciding(subject)
        is_of_child = result.benefit.per is Scope.CHILD
        return SubjectLine(
            name=self._subject_name(subject) if is_of_child else "",
            status_name=self.phrases.statuses[subject.status],
            amount=self.amounts(result, subject) if is_of_child else "",
            intro=self.phrases.intros[subject.status][len(tiers) > 1],
            situations=tuple([self._situation(tier, subject.child, leaflet) for tier in tiers]),
        )

    def _subject_name(self, subject: SubjectAssessment) -> str:
        return self.phrases.each_child if subject.child is None else self.child_name(subject.child)

    def _situation(self, tier: TierOutcome, child: int | None, leaflet: Leaflet) -> Situation:
        reasons = tuple([self._reason(reason, child, leaflet) for reason in tier.reasons])
        return Situation(reasons, "" if tier.is_in_dates else _dates(tier))

    def _reason(self, reason: Reason, child: int | None, leaflet: Leaflet) -> ReasonLine:
        # An assessment judges each distinct condition once, so one reason stands in many benefits.
        line = self._lines.get((id(reason), child))
        if line is None:
            line = self._lines[id(reason), child] = self._line(reason, child, leaflet)
        return line

    def _line(self, reason: Reason, child: int | None, leaflet: Leaflet) -> ReasonLine:
        fact = reason.condition.fact
        key = self._key_of(fact, child)
        kind, outcome = self.phrases.outcomes[reason.outcome]
        return ReasonLine(
            kind,
            outcome,
            leaflet.conditions[reason.condition],
            self._answer(fact, reason.answer, key),
            key,
            "" if reason.outcome else self.change_url(key),
        )

    def _answer(self, fact: str, answer: Answer, key: str) -> str:
        if answer is None:
            return self.phrases.you_declined if key in self.declined else ""
        return self._known_answer(fact, answer)

    def _answer_words(self, fact: str, answer: Answer) -> str:
        phrases = self.phrases
        words = phrases.by_your_children if fact in DERIVED else phrases.your_answer
        return words % {"answer": phrases.answer(fact, answer)}

    def _key_of(self, fact: str, child: int | None) -> str:
        """The question that settles a fact, as the check knows it: pregnant, children, children.0.birth_date."""
        if self.phrases.scopes[fact] is Scope.HOUSEHOLD:
            return CHILDREN if fact in DERIVED else fact
        if child is None:
            return CHILDREN
        return f"{CHILDREN}.{child}.{BIRTH_DATE if fact in DERIVED else fact}"

    def _no_child(self) -> SubjectLine:
        """A benefit of each child, for a family that has none."""
        phrases, status = self.phrases, Status.NOT_ELIGIBLE
        kind, outcome = phrases.outcomes[False]
        reason = ReasonLine(
            kind,
            outcome,
            phrases.has_child,
            phrases.your_answer % {"answer": phrases.no_children},
            CHILDREN,
            self.change_url(CHILDREN),
        )
        return SubjectLine("", phrases.statuses[status], "", phrases.intros[status][False], (Situation((reason,)),))


def _deciding(subject: SubjectAssessment) -> list[TierOutcome]:
    """The tiers that made the status: those that may hold up to the first that does, or the nearest to holding."""
    if subject.status is Status.NOT_ELIGIBLE:
        return list(subject.nearest or subject.tiers)
    if subject.amount is not None:
        return [next(tier for tier in subject.tiers if tier.outcome)]
    return list(_possible(subject.tiers))


def _possible(tiers: tuple[TierOutcome, ...]) -> Iterator[TierOutcome]:
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
