"""One benefit as a card: what the release says of it, and what came out for this household."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext, ngettext

from benefits.eligibility.assess import BenefitAssessment, Distance, Status
from benefits.eligibility.facts import CHILDREN, Scope
from benefits.eligibility.relevance import fact_of
from benefits.publishing.content import said_in_turn
from benefits.results.phrases import Leaflet, Note
from benefits.results.reasons import Narrator, ReasonLine, SubjectLine


class OpenQuestion(NamedTuple):
    """A question that is still open: its name with whose it is, and where to answer it."""

    label: str
    url: str


class Way(NamedTuple):
    """One way to come nearer to a benefit: for whom ("" is the household), what would have to change, what it gives."""

    whom: str
    amount: str
    changes: tuple[ReasonLine, ...]


class ResultCard(NamedTuple):
    """Everything that a resident is told of one benefit.

    `decided`: with the answers, why it may not be met or what is still to know; "" of what may be met.
    `distance`: how far what is not met is from being met, None where it is not so or nothing is of this day; `ways`:
    how a household could itself bring it about.
    """

    leaflet: Leaflet
    status: Status
    status_name: str
    amount: str
    subjects: tuple[SubjectLine, ...]
    missing: tuple[OpenQuestion, ...]
    awaits: str
    government: str
    notes: tuple[Note, ...]
    decided: str
    distance: Distance | None
    ways: tuple[Way, ...]

    @property
    def hint(self) -> str:
        """The result in one line, without the answers: for paper, so that the page on screen does not wait for it."""
        return _failed(self.subjects) if self.status is Status.NOT_ELIGIBLE else self.amount


def result_card(narrator: Narrator, result: BenefitAssessment) -> ResultCard:
    """The card of one benefit's result, worded by the status of its document."""
    subjects = narrator.subjects(result)
    amount = narrator.amounts(result, result.subjects[0]) if result.benefit.per is Scope.HOUSEHOLD else ""
    phrases = narrator.phrases
    return ResultCard(
        leaflet=phrases.leaflets[result.benefit.key],
        status=result.status,
        status_name=phrases.statuses[result.status],
        amount=amount,
        subjects=subjects,
        missing=_not_yet_linked(narrator, result, subjects),
        awaits=phrases.awaits if result.awaits else "",
        government=narrator.government(result),
        notes=narrator.notes(result),
        decided=_told(narrator, result, subjects),
        distance=min((subject.distance for subject in subjects if subject.distance), default=None),
        ways=tuple(_ways(subjects)),
    )


def open_question(narrator: Narrator, *keys: str) -> OpenQuestion:
    """The question of a key, such as district or children.1.childcare; one question to several children by all keys."""
    return OpenQuestion(label_of(narrator, *keys), narrator.change_url_of(keys))


def by_fact(missing: Iterable[str]) -> dict[str, dict[str, None]]:
    """Missing keys, in their order, by the question behind them: that of every child is one."""
    keys: dict[str, dict[str, None]] = {}
    for key in missing:
        keys.setdefault(fact_of(key), {})[key] = None
    return keys


def label_of(narrator: Narrator, *keys: str) -> str:
    """The question's name; that of a child's question with the children before it."""
    if not keys[0].startswith(f"{CHILDREN}."):
        return narrator.phrases.labels[keys[0]]
    children = narrator.children_name(tuple([int(key.split(".")[1]) for key in keys]))
    question = narrator.phrases.labels[fact_of(keys[0])]
    return gettext("%(child)s：%(question)s") % {"child": children, "question": question}


def _not_yet_linked(
    narrator: Narrator, result: BenefitAssessment, subjects: tuple[SubjectLine, ...]
) -> tuple[OpenQuestion, ...]:
    """What is missing beside the open conditions, which have links, and the government, which the page asks once."""
    if not result.missing:
        return ()
    linked = {result.benefit.routing}
    for subject in subjects:
        for situation in subject.situations:
            linked.update([key for line in situation.reasons if line.kind == "open" for key in line.keys])
    return tuple(
        [open_question(narrator, *keys) for keys in by_fact(result.missing).values() if linked.isdisjoint(keys)]
    )


def _ways(subjects: tuple[SubjectLine, ...]) -> Iterator[Way]:
    """All that a household could itself change, for those to whom nothing else would have to happen."""
    for subject in subjects:
        if subject.distance and not subject.distance.is_out_of_reach:
            for situation in subject.situations:
                yield Way(subject.name, situation.amount, tuple(situation.failed))


def _told(narrator: Narrator, result: BenefitAssessment, subjects: tuple[SubjectLine, ...]) -> str:
    match result.status:
        case Status.NOT_ELIGIBLE:
            return _decided(subjects)
        case Status.UNDETERMINED:
            return _still_to_know(narrator, result)
        case Status.ELIGIBLE:
            return ""


def _still_to_know(narrator: Narrator, result: BenefitAssessment) -> str:
    phrases = narrator.phrases
    facts = by_fact(key for subject in result.subjects for key in subject.missing)
    names = phrases.comma.join([phrases.labels[fact] for fact in facts])
    needs = phrases.still_to_know % {"names": names} if names else ""
    return said_in_turn(filter(None, (needs, phrases.awaits if result.awaits else "")))


def _decided(subjects: tuple[SubjectLine, ...]) -> str:
    """What decided against it where it came nearest, in whole sentences, and in how many other situations."""
    near = sorted(subjects, key=lambda subject: (subject.distance is None, subject.distance))
    first, *others = dict.fromkeys(said for subject in near for said in subject.failed_sentences) or [""]
    if not others:
        return first
    more = ngettext("另外%(count)d种情形也不满足。", "另外%(count)d种情形也不满足。", len(others))
    return said_in_turn((first, more % {"count": len(others)}))


def _failed(subjects: tuple[SubjectLine, ...]) -> str:
    """In one line, what decided against it: the conditions of each situation that came nearest."""
    situations = dict.fromkeys(failed for subject in subjects for failed in subject.failed)
    # What stands between the conditions of one situation and those of the next.
    nor = gettext("”，也不满足“")
    return gettext("不满足“%(conditions)s”") % {"conditions": nor.join(situations)}
