"""One benefit as a card: what the release says of it, and what came out for this household."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from benefits.eligibility.assess import BenefitAssessment, Status
from benefits.eligibility.facts import CHILDREN, Scope
from benefits.eligibility.relevance import fact_of
from benefits.results.phrases import Leaflet, Note
from benefits.results.reasons import Narrator, SubjectLine


class OpenQuestion(NamedTuple):
    """A question that is still open: its name with whose it is, and where to answer it."""

    label: str
    url: str
    is_declined: bool


class ResultCard(NamedTuple):
    """Everything that a resident is told of one benefit. `hint`: the result in one line."""

    leaflet: Leaflet
    status: Status
    status_name: str
    amount: str
    subjects: tuple[SubjectLine, ...]
    missing: tuple[OpenQuestion, ...]
    awaits: str
    government: str
    notes: tuple[Note, ...]
    hint: str


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
        hint=_failed(narrator, subjects) if result.status is Status.NOT_ELIGIBLE else amount,
    )


def open_question(narrator: Narrator, *keys: str) -> OpenQuestion:
    """The question of a key, such as district or children.1.childcare; one question to several children by all keys."""
    return OpenQuestion(label_of(narrator, *keys), narrator.change_url_of(keys), narrator.declined.issuperset(keys))


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
    return f"{children} {narrator.phrases.labels[fact_of(keys[0])]}"


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


def _failed(narrator: Narrator, subjects: tuple[SubjectLine, ...]) -> str:
    """In one line, what decided against it: the conditions of each situation that came nearest."""
    situations = dict.fromkeys(failed for subject in subjects for failed in subject.failed)
    return narrator.phrases.failed % {"conditions": narrator.phrases.nor.join(situations)}
