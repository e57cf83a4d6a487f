"""The sheet that people hand over: a results page arranged for paper, alike on screen, in print and as PDF.

What would repeat benefit by benefit stands once: departments with their contacts, papers to bring, silences of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, groupby
from typing import NamedTuple

from django.utils.translation import gettext as _

from benefits.eligibility.assess import Assessment, BenefitAssessment, Status
from benefits.eligibility.relevance import fact_of
from benefits.publishing.content import Content
from benefits.publishing.current import PublishedRelease
from benefits.publishing.standing import STANDINGS
from benefits.publishing.words import CALL_12345, contact_words
from benefits.results.cards import ResultCard
from benefits.results.groups import EVERYONE, Group, GroupKind
from benefits.results.page import ResultsPage

_MET = (Status.ELIGIBLE, EVERYONE)
# How staff part one paper from the next.
_BETWEEN_PAPERS = re.compile(r"[、；;\n]")


class Entry(NamedTuple):
    """A benefit that the sheet tells in full, or would if it were settled. The rest of the sheet calls it by `number`.

    `amounts`: all that it would give, in one line; `lacks`: the open questions, by name; `how_to_claim`: "" where the
    text is silent.
    """

    number: int
    card: ResultCard
    amounts: str
    lacks: tuple[str, ...]
    how_to_claim: str


class Chapter(NamedTuple):
    """The entries of one group of the results."""

    kind: GroupKind
    entries: tuple[Entry, ...]


class Desk(NamedTuple):
    """A department to enquire at or a government that answers: its contact, "" where the source has none, and the
    entries.
    """

    name: str
    contact: str
    numbers: str


class Paper(NamedTuple):
    """A paper to bring and the entries that ask for it."""

    name: str
    numbers: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on paper, in order: `met`, what may be met; `open`, what is not settled; `others`, in short.

    `silent`: what is said, once, of papers that the text does not name. `hotline`: whom to call where a desk has no
    contact, "" where each has one. `foot`: what stands at the foot of every page.
    """

    page: ResultsPage
    met: tuple[Chapter, ...]
    open: tuple[Entry, ...]
    others: tuple[Group, ...]
    papers: tuple[Paper, ...]
    silent: str
    desks: tuple[Desk, ...]
    hotline: str
    foot: str


def sheet(page: ResultsPage, release: PublishedRelease, assessment: Assessment) -> Sheet:
    """The sheet of a results page that was made of this assessment by this release."""
    content = release.content
    results = {result.benefit.key: result for result in assessment.benefits}
    groups = {group.kind.key: group for group in page.groups}
    number = count(1)

    def chapter(group: Group) -> Chapter:
        cards = (card for stage in group.stages for card in stage.cards)
        return Chapter(
            group.kind, tuple(_entry(next(number), card, content, results[card.leaflet.key]) for card in cards)
        )

    met = tuple(chapter(groups[key]) for key in _MET if key in groups)
    unsettled = chapter(groups[Status.UNDETERMINED]).entries if Status.UNDETERMINED in groups else ()
    told = [entry for each in met for entry in each.entries]
    desks = _desks(content, results, [*told, *unsettled])
    return Sheet(
        page=page,
        met=met,
        open=unsettled,
        others=tuple(group for key, group in groups.items() if key not in (*_MET, Status.UNDETERMINED)),
        papers=_papers(content, told),
        silent=_silent(content, results, told),
        desks=desks,
        hotline="" if all(desk.contact for desk in desks) else str(CALL_12345),
        foot=_foot(page),
    )


def _entry(number: int, card: ResultCard, content: Content, result: BenefitAssessment) -> Entry:
    amounts = dict.fromkeys([card.amount, *(subject.amount for subject in card.subjects)])
    facts = dict.fromkeys(fact_of(key) for subject in result.subjects for key in subject.missing)
    return Entry(
        number=number,
        card=card,
        amounts="；".join(filter(None, amounts)),
        lacks=tuple(str(content.questions[fact].label) for fact in facts),
        how_to_claim=str(content.benefits[result.benefit.key].how_to_claim),
    )


def _papers(content: Content, entries: Iterable[Entry]) -> tuple[Paper, ...]:
    """Each paper once, in the order of the entries that ask for it."""
    asked: dict[str, list[int]] = {}
    for entry in entries:
        for paper in _BETWEEN_PAPERS.split(str(content.benefits[entry.card.leaflet.key].papers)):
            if paper.strip():
                asked.setdefault(paper.strip(), []).append(entry.number)
    return tuple(Paper(name, _ranges(numbers)) for name, numbers in asked.items())


def _silent(content: Content, results: dict[str, BenefitAssessment], entries: Iterable[Entry]) -> str:
    """征求意见稿未写明, by the status of the documents that name no paper; "" if each entry has some."""
    keys = [entry.card.leaflet.key for entry in entries]
    silent = [STANDINGS[results[key].policy_status].silent for key in keys if not content.benefits[key].papers]
    return "；".join(map(str, dict.fromkeys(silent)))


def _desks(content: Content, results: dict[str, BenefitAssessment], entries: list[Entry]) -> tuple[Desk, ...]:
    """Departments to enquire at, then governments that answer, each with its entries."""
    asked: dict[str, list[int]] = {}
    for key, number in (*_enquiries(results, entries), *_governments(content, results, entries)):
        asked.setdefault(key, []).append(number)
    return tuple(_desk(content, key, numbers) for key, numbers in asked.items())


def _enquiries(results: dict[str, BenefitAssessment], entries: list[Entry]) -> Iterator[tuple[str, int]]:
    for entry in entries:
        yield results[entry.card.leaflet.key].benefit.enquire_at, entry.number


def _governments(
    content: Content, results: dict[str, BenefitAssessment], entries: list[Entry]
) -> Iterator[tuple[str, int]]:
    """The governments that answer, where the household has said which."""
    for entry in entries:
        result = results[entry.card.leaflet.key]
        if result.benefit.routing not in result.missing:
            for key in result.departments:
                if content.departments[key].district:
                    yield key, entry.number


def _desk(content: Content, key: str, numbers: list[int]) -> Desk:
    department = content.departments[key]
    has_contact = department.telephone or department.address or department.hours
    return Desk(str(department.name), str(contact_words(department)) if has_contact else "", _ranges(numbers))


def _ranges(numbers: Iterable[int]) -> str:
    """Numbers in order with runs drawn together: 1、3–5."""
    runs = [
        [number for __, number in run]
        for __, run in groupby(enumerate(sorted(set(numbers))), lambda at: at[1] - at[0])
    ]
    return _("、").join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _foot(page: ResultsPage) -> str:
    if not page.is_published:
        return _("无锡生育支持自测　试算日期：%(day)s　没有发布，不对外") % {"day": page.made_on}
    return _("无锡生育支持自测　%(day)s %(time)s　措施数据第%(number)d版") % {
        "day": page.made_on,
        "time": page.made_at,
        "number": page.release,
    }
