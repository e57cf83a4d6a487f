"""The sheet that people hand over: a results page arranged for paper, alike on screen, in print and as PDF.

What would repeat benefit by benefit stands once: departments with their contacts, papers to bring, what is not said.
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
from benefits.publishing.content import Content, said_in_turn
from benefits.publishing.current import PublishedRelease
from benefits.publishing.standing import STANDINGS
from benefits.publishing.words import CALL_12345, article_words, contact_words
from benefits.results.cards import ResultCard
from benefits.results.groups import EVERYONE, Group, GroupKind
from benefits.results.page import ResultsPage
from benefits.results.reasons import Situation, SubjectLine

_MET = (Status.ELIGIBLE, EVERYONE)
# How staff part one paper from the next.
_BETWEEN_PAPERS = re.compile(r"[、；;\n]")


class Why(NamedTuple):
    """What decided for the household (`whom` "") or for some of its children, what came out, and what it would give."""

    whom: str
    outcome: str
    amount: str
    intro: str
    reasons: str


class Entry(NamedTuple):
    """A benefit that the sheet tells in full, or would if it were settled. The rest of the sheet calls it by `number`.

    `amounts`: all that it would give, in one line; `source`: the article, with its document where the release has
    several; `lacks`: the open questions, by name; `papers` and `how_to_claim`: "" where the text is silent.
    """

    number: int
    result: BenefitAssessment
    card: ResultCard
    amounts: str
    source: str
    whys: tuple[Why, ...]
    lacks: str
    papers: str
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

    `government`: the one that answers for all of `met`, "" where there are several. `silent`: what is said, once, of
    papers that the text does not name. `hotline`: whom to call where a desk has no contact, "" where each has one.
    `terms`: those of `met`, each once. `head` and `foot` stand on every page.
    """

    page: ResultsPage
    met: tuple[Chapter, ...]
    open: tuple[Entry, ...]
    others: tuple[Group, ...]
    government: str
    papers: tuple[Paper, ...]
    silent: str
    desks: tuple[Desk, ...]
    hotline: str
    terms: tuple[tuple[str, str], ...]
    head: str
    foot: str


def sheet(page: ResultsPage, release: PublishedRelease, assessment: Assessment) -> Sheet:
    """The sheet of a results page that was made of this assessment by this release."""
    content = release.content
    results = {result.benefit.key: result for result in assessment.benefits}
    groups = {group.kind.key: group for group in page.groups}
    number = count(1)

    def chapter(group: Group) -> Chapter:
        cards = [card for stage in group.stages for card in stage.cards]
        shows_answers = bool(page.answers)
        return Chapter(
            group.kind,
            tuple(
                _entry(next(number), results[card.leaflet.key], card, content, shows_answers=shows_answers)
                for card in cards
            ),
        )

    met = tuple(chapter(groups[key]) for key in _MET if key in groups)
    unsettled = chapter(groups[Status.UNDETERMINED]).entries if Status.UNDETERMINED in groups else ()
    told = [entry for each in met for entry in each.entries]
    desks = _desks(content, [*told, *unsettled])
    return Sheet(
        page=page,
        met=met,
        open=unsettled,
        others=tuple(group for key, group in groups.items() if key not in (*_MET, Status.UNDETERMINED)),
        government=told[0].card.government if len({entry.card.government for entry in told}) == 1 else "",
        papers=_papers(told),
        silent=_silent(told),
        desks=desks,
        hotline="" if all(desk.contact for desk in desks) else str(CALL_12345),
        terms=tuple(dict.fromkeys(term for entry in told for term in entry.card.leaflet.terms)),
        head=_head(page, release),
        foot=_foot(page),
    )


def _entry(number: int, result: BenefitAssessment, card: ResultCard, content: Content, *, shows_answers: bool) -> Entry:
    said = content.benefits[result.benefit.key]
    given = [subject.amount for subject in card.subjects if subject.status_name == card.status_name]
    facts = dict.fromkeys(fact_of(key) for subject in result.subjects for key in subject.missing)
    return Entry(
        number=number,
        result=result,
        card=card,
        amounts=_("；").join(filter(None, dict.fromkeys([card.amount, *given]))),
        source=card.leaflet.source if len(content.documents) > 1 else _article(result.benefit.measure),
        whys=tuple(_why(subject, shows_answers=shows_answers) for subject in card.subjects if subject.has_reasons),
        lacks=_("、").join(str(content.questions[fact].label) for fact in facts),
        papers=str(said.papers),
        how_to_claim=str(said.how_to_claim),
    )


def _why(subject: SubjectLine, *, shows_answers: bool) -> Why:
    """All that was met or is open; of what is not met, what failed."""
    failed = list(filter(None, subject.failed_sentences if shows_answers else subject.failed))
    reasons = failed or [_situation(each, shows_answers=shows_answers) for each in subject.situations]
    return Why(
        whom=subject.name,
        outcome=subject.status_name if subject.name else "",
        amount=subject.amount,
        intro=_("不满足") if failed else subject.intro,
        reasons=_("　或者：").join(reasons),
    )


def _situation(situation: Situation, *, shows_answers: bool) -> str:
    if shows_answers:
        return said_in_turn([*filter(None, [situation.dates]), *(line.sentence for line in situation.reasons)])
    return _("；").join(filter(None, [situation.dates, *(line.condition for line in situation.reasons)]))


def _article(measure: int) -> str:
    return _("第%(article)s条") % {"article": article_words(measure)}


def _papers(entries: Iterable[Entry]) -> tuple[Paper, ...]:
    """Each paper once, in the order of the entries that ask for it."""
    asked: dict[str, list[int]] = {}
    for entry in entries:
        for paper in filter(None, map(str.strip, _BETWEEN_PAPERS.split(entry.papers))):
            asked.setdefault(paper, []).append(entry.number)
    return tuple(Paper(name, _ranges(numbers)) for name, numbers in asked.items())


def _silent(entries: Iterable[Entry]) -> str:
    """征求意见稿未写明, by the status of the documents that name no paper; "" if each entry has some."""
    silent = [STANDINGS[entry.result.policy_status].silent for entry in entries if not entry.papers]
    return _("；").join(map(str, dict.fromkeys(silent)))


def _desks(content: Content, entries: list[Entry]) -> tuple[Desk, ...]:
    """Departments to enquire at, then the governments that answer, each with its entries."""
    asked: dict[str, list[int]] = {}
    for entry in entries:
        asked.setdefault(entry.result.benefit.enquire_at, []).append(entry.number)
    for entry in entries:
        for key in _governments(content, entry.result):
            asked.setdefault(key, []).append(entry.number)
    return tuple(_desk(content, key, numbers) for key, numbers in asked.items())


def _governments(content: Content, result: BenefitAssessment) -> Iterator[str]:
    """The government that answers, where the household has said where."""
    if result.benefit.routing not in result.missing:
        yield from (key for key in result.departments if content.departments[key].district)


def _desk(content: Content, key: str, numbers: list[int]) -> Desk:
    department = content.departments[key]
    has_contact = department.telephone or department.address or department.hours
    return Desk(str(department.name), str(contact_words(department)) if has_contact else "", _ranges(numbers))


def _ranges(numbers: Iterable[int]) -> str:
    """Numbers in order with runs drawn together: 1、3–5."""
    runs = [
        [number for __, number in run] for __, run in groupby(enumerate(sorted(set(numbers))), lambda at: at[1] - at[0])
    ]
    return _("、").join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _head(page: ResultsPage, release: PublishedRelease) -> str:
    """The documents that it all comes from, and where they stand; in a trial its mark has the place."""
    if not page.is_published:
        return ""
    documents = [
        _("依据《%(title)s》，%(standing)s")
        % {"title": release.content.documents[document.key].title, "standing": STANDINGS[document.status].name}
        for document in release.rulebook.documents
    ]
    return _("；").join(documents)


def _foot(page: ResultsPage) -> str:
    if not page.is_published:
        return _("无锡生育支持自测　试算日期：%(day)s　没有发布，不对外") % {"day": page.made_on}
    return _("无锡生育支持自测　%(day)s %(time)s　措施数据第%(number)d版") % {
        "day": page.made_on,
        "time": page.made_at,
        "number": page.release,
    }
