"""Why a benefit came out as it did: every condition that decided, in words, with the answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple, TypeAlias

from django.utils.translation import get_language, gettext

from benefits.eligibility.assess import BenefitAssessment, Distance, Status, SubjectAssessment, TierOutcome
from benefits.eligibility.facts import BIRTH_DATE, CHILDREN, DERIVED, Answer, Scope
from benefits.eligibility.household import Household
from benefits.eligibility.program import AssessedAmount, Reason
from benefits.eligibility.rulebook import Condition
from benefits.publishing.content import said_in_turn
from benefits.publishing.current import PublishedRelease
from benefits.publishing.standing import day_words
from benefits.results.phrases import Leaflet, Note, phrasebook
from benefits.results.sentences import change_words, unknown_words

ChangeUrl: TypeAlias = Callable[[str], str]


class ReasonLine(NamedTuple):
    """One condition: met, failed or open (`kind`), as a claim, with the answer if there is one; both in a `sentence`.

    `keys` are the questions behind it, one for each child that it speaks of. `change_url` and `change_name` lead to
    where another answer is given, "" where none would tell. `change`: what would have to change, where a household
    can itself change it.
    """

    kind: str
    outcome: str
    condition: str
    answer: str
    keys: tuple[str, ...]
    sentence: str
    change_url: str
    change_name: str
    change: str = ""


class Situation(NamedTuple):
    """One tier that decided, what decided it first. `dates` says when it holds, where the day lies outside.

    `amount`: what it would give, where it is not met and a household could itself bring it about.
    """

    reasons: tuple[ReasonLine, ...]
    dates: str = ""
    amount: str = ""

    @property
    def failed(self) -> list[ReasonLine]:
        """The conditions that are not met."""
        return [line for line in self.reasons if line.kind == "failed"]


class SubjectLine(NamedTuple):
    """The household (`name` "") or the children that came out alike: status, amount, and what decided.

    `distance`: how far what is not met is from being met; None where it is not so, or no tier is of this day.
    """

    name: str
    status_name: str
    amount: str
    intro: str
    situations: tuple[Situation, ...]
    distance: Distance | None = None

    @property
    def has_reasons(self) -> bool:
        """Whether there is any condition to speak of."""
        return any(situation.reasons or situation.dates for situation in self.situations)

    @property
    def failed(self) -> list[str]:
        """What decided against it, situation by situation: conditions, or else the dates."""
        return [gettext("；").join([line.condition for line in each.failed]) or each.dates for each in self.situations]

    @property
    def failed_sentences(self) -> list[str]:
        """The same with the answers."""
        return [said_in_turn(line.sentence for line in each.failed) or each.dates for each in self.situations]


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
        self._known = cache(self.phrases.known)
        self.child_name = cache(self._child_name)
        self._lines: dict[tuple[tuple[int, ...], tuple[int | None, ...]], ReasonLine] = {}

    def change_url_of(self, keys: tuple[str, ...]) -> str:
        """Where a question is answered; one to several children is found from the list of children."""
        return self.change_url(keys[0] if len(keys) == 1 else CHILDREN)

    def children_name(self, children: tuple[int | None, ...]) -> str:
        """These children by name; all of a family together, and children nobody has told of, as each child."""
        known = self.household.children or ()
        if None in children or 1 < len(children) == len(known):
            return self.phrases.each_child
        return self.phrases.comma.join([self.child_name(child) for child in children if child is not None])

    def subjects(self, result: BenefitAssessment) -> tuple[SubjectLine, ...]:
        """The household's line, or those of the children; for a family without children, the one that says so."""
        if not result.subjects:
            return (self._no_child(),)
        leaflet = self.phrases.leaflets[result.benefit.key]
        alike = _alike(result.subjects, self.phrases.in_reach)
        return tuple([self._subject(result, same, leaflet) for same in alike])

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

    def notes(self, result: BenefitAssessment) -> tuple[Note, ...]:
        """What departments add for this household: those of the city, and the government that answers it."""
        benefit = result.benefit
        answers = result.departments if self.household.answers.get(benefit.routing) is not None else ()
        return tuple(
            [
                note
                for note in self.phrases.leaflets[benefit.key].notes
                if note.department not in self.phrases.governments or note.department in answers
            ]
        )

    def _government_words(self, routing: str, verb: str, departments: tuple[str, ...]) -> str:
        phrases = self.phrases
        words = {"verb": verb, "place": phrases.labels[routing]}
        if self.household.answers.get(routing) is None:
            return phrases.government_unknown % words
        names = phrases.comma.join([phrases.names[key] for key in departments if key in phrases.governments])
        return phrases.government % (words | {"name": names}) if names else phrases.government_none % words

    def _child_name(self, child: int) -> str:
        """A child as residents know it: 孩子1（2025年3月出生）."""
        born = (self.household.children or ())[child].get(BIRTH_DATE)
        if not isinstance(born, date):
            return self.phrases.child % {"number": child + 1}
        return self.phrases.child_born % {"number": child + 1, "year": born.year, "month": born.month}

    def _subject(self, result: BenefitAssessment, alike: list[_Decided], leaflet: Leaflet) -> SubjectLine:
        subject, tiers = alike[0]
        children = tuple([each.subject.child for each in alike])
        is_of_child = result.benefit.per is Scope.CHILD
        situations = zip(*(each.tiers for each in alike), strict=True)
        distance = _distance(subject, tiers, self.phrases.in_reach)
        is_in_reach = distance is not None and not distance.is_out_of_reach
        return SubjectLine(
            name=self.children_name(children) if is_of_child else "",
            status_name=self.phrases.statuses[subject.status],
            amount=self.amounts(result, subject) if is_of_child else "",
            intro=self.phrases.intros[subject.status][len(tiers) > 1],
            situations=tuple(
                [
                    self._situation(same, children, leaflet, self._would_give(result, same[0]) if is_in_reach else "")
                    for same in situations
                ]
            ),
            distance=distance,
        )

    def _situation(
        self, same: tuple[TierOutcome, ...], children: tuple[int | None, ...], leaflet: Leaflet, amount: str
    ) -> Situation:
        """One tier as it came out for each of these children, and what it would give."""
        conditions = zip(*(tier.reasons for tier in same), strict=True)
        reasons = sorted(conditions, key=_deciding_first)
        lines = tuple([self._reason(each, children, leaflet) for each in reasons])
        return Situation(lines, "" if same[0].is_in_dates else _dates(same[0]), amount)

    def _would_give(self, result: BenefitAssessment, tier: TierOutcome) -> str:
        if tier.amount is None:
            return ""
        amount = self.amount(AssessedAmount(tier.amount, tier.amount.yuan), result.policy_status)
        return self.phrases.if_so % {"amounts": amount}

    def _reason(self, reasons: tuple[Reason, ...], children: tuple[int | None, ...], leaflet: Leaflet) -> ReasonLine:
        # An assessment judges each distinct condition once, so one reason stands in many benefits.
        of = (tuple(map(id, reasons)), children)
        line = self._lines.get(of)
        if line is None:
            line = self._lines[of] = self._line(reasons, children, leaflet)
        return line

    def _line(self, reasons: tuple[Reason, ...], children: tuple[int | None, ...], leaflet: Leaflet) -> ReasonLine:
        phrases = self.phrases
        condition, settled, _, awaited = reasons[0]
        keys = tuple(dict.fromkeys([self._key_of(condition.fact, child) for child in children]))
        answers = tuple(dict.fromkeys([reason.answer for reason in reasons if reason.answer is not None]))
        claim, answer = leaflet.conditions[condition], self._known(condition.fact, answers) if answers else ""
        is_known = answer and not awaited
        # The answer that meets a condition says what it compares with.
        said = phrases.labels[condition.fact] if settled and condition.fact in phrases.labels else claim
        kind, outcome = phrases.outcomes[settled]
        return ReasonLine(
            kind,
            outcome,
            claim,
            answer,
            keys,
            phrases.sentence(said, settled, answer if is_known else self._unknown(condition.fact, keys, awaited)),
            "" if awaited else self.change_url_of(keys),
            "" if awaited else phrases.change if is_known else phrases.answer_it,
            self._change(condition, answers, leaflet) if settled is False else "",
        )

    def _unknown(self, fact: str, keys: tuple[str, ...], awaited: str | None) -> str:
        is_declined = not self.declined.isdisjoint(keys)
        return self.phrases.said(unknown_words(fact, is_declined=is_declined, is_awaited=awaited is not None))

    def _change(self, condition: Condition, answers: tuple[Answer, ...], leaflet: Leaflet) -> str:
        """What would have to change; nothing where the household cannot itself change it."""
        if condition.fact not in self.phrases.in_reach:
            return ""
        return self.phrases.said(change_words(self.phrases.content, condition, answers, leaflet.parameters))

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
            phrases.no_children,
            (CHILDREN,),
            phrases.sentence(phrases.has_child, False, phrases.no_children_answered),
            self.change_url(CHILDREN),
            phrases.change,
        )
        intro = phrases.intros[status][False]
        return SubjectLine("", phrases.statuses[status], "", intro, (Situation((reason,)),), Distance(True, 1))


class _Decided(NamedTuple):
    """A subject and the tiers that decided."""

    subject: SubjectAssessment
    tiers: list[TierOutcome]


def _alike(subjects: tuple[SubjectAssessment, ...], in_reach: Collection[str]) -> Iterable[list[_Decided]]:
    """Children together for whom the same tiers decided, every condition with the same outcome."""
    alike: dict[Hashable, list[_Decided]] = {}
    for subject in subjects:
        tiers = _deciding(subject, in_reach)
        shape = tuple([(id(tier.tier), tuple([reason.outcome for reason in tier.reasons])) for tier in tiers])
        alike.setdefault((subject.status, shape), []).append(_Decided(subject, tiers))
    return alike.values()


def _deciding_first(reasons: tuple[Reason, ...]) -> int:
    """What failed before what is open, and that before what is met."""
    return (False, None, True).index(reasons[0].outcome)


def _distance(subject: SubjectAssessment, tiers: list[TierOutcome], in_reach: Collection[str]) -> Distance | None:
    """Of the tiers that decided against it, which are all equally near."""
    if subject.status is not Status.NOT_ELIGIBLE:
        return None
    return next((tier.distance(in_reach) for tier in tiers if tier.is_in_dates), None)


def _deciding(subject: SubjectAssessment, in_reach: Collection[str]) -> list[TierOutcome]:
    """The tiers that made the status: those that may hold up to the first that does, or the nearest to holding."""
    if subject.status is Status.NOT_ELIGIBLE:
        return list(subject.nearest(in_reach) or subject.tiers)
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
