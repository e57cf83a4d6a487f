"""All that a release says alike to every household, put into words once per release and language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext

from benefits.eligibility.assess import Status
from benefits.eligibility.facts import DERIVED, Answer
from benefits.eligibility.logic import Kleene
from benefits.eligibility.program import AssessedAmount
from benefits.eligibility.rulebook import Benefit, Condition, Document, PolicyStatus
from benefits.publishing.content import BenefitContent, Content, Text
from benefits.publishing.current import PublishedRelease
from benefits.publishing.standing import STANDINGS
from benefits.publishing.words import (
    DECLINED,
    FIRMNESS,
    amount_words,
    answer_words,
    article_words,
    attested_words,
    contact_words,
)
from benefits.results.sentences import claim_words, known_words, sentence


class Note(NamedTuple):
    """What a department adds to a benefit: its key and name, and the words."""

    department: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Leaflet:
    """A benefit in words: what, for whom, by which clause, whom to ask.

    `conditions`: those of its tiers as claims; `parameters`: those of its document, with which some of them compare.
    """

    key: str
    life_stage: str
    title: str
    summary: str
    for_whom: str
    firmness: str
    verb: str
    quotations: tuple[str, ...]
    source: str
    measure_url: str
    enquire_at: str
    enquire_url: str
    contact: str
    others: str
    claiming: tuple[tuple[str, str], ...]
    attested: str
    notes: tuple[Note, ...]
    terms: tuple[tuple[str, str], ...]
    conditions: Mapping[Condition, str]
    parameters: Mapping[str, date | None]


class Phrasebook:
    """A release's words in one language. Read only; one is shared by all requests."""

    def __init__(self, release: PublishedRelease, language: str) -> None:
        """`language` must be the active one."""
        # Asking Django for the language at every word would cost more than all else on the page.
        self.is_english = language.startswith("en")
        content, rulebook = release.content, release.rulebook
        self.content = content
        self.labels = {key: str(question.label) for key, question in content.questions.items()}
        self.names = {key: str(department.name) for key, department in content.departments.items()}
        self.in_reach = frozenset(key for key, question in content.questions.items() if question.is_in_reach)
        self.governments = {department.key for department in rulebook.departments if department.district}
        scopes = {question.key: question.scope for question in rulebook.questions}
        self.scopes = scopes | {key: derived.of for key, derived in DERIVED.items()}
        self.statuses = {
            Status.ELIGIBLE: gettext("可能符合"),
            Status.NOT_ELIGIBLE: gettext("可能不符合"),
            Status.UNDETERMINED: gettext("还需要确认"),
        }
        self.outcomes = {
            True: ("met", gettext("满足")),
            False: ("failed", gettext("不满足")),
            None: ("open", gettext("待确认")),
        }
        # What stands before the conditions: for one situation, and for several of which any will do.
        self.intros = {
            Status.ELIGIBLE: (gettext("为什么可能符合"), gettext("为什么可能符合（任一情形即可）")),
            Status.UNDETERMINED: (gettext("还需要确认什么"), gettext("还需要确认什么（任一情形即可）")),
            Status.NOT_ELIGIBLE: (
                gettext("为什么可能不符合"),
                gettext("为什么可能不符合（满足下面任何1种情形，结果就可能不同）"),
            ),
        }
        self.change = gettext("修改这个回答")
        self.answer_it = gettext("去回答")
        self.each_child = gettext("每个孩子")
        self.child = gettext("孩子%(number)d")
        self.child_born = gettext("孩子%(number)d（%(year)d年%(month)d月出生）")
        self.has_child = gettext("有孩子")
        self.no_children = gettext("没有孩子")
        self.no_children_answered = gettext("您的回答是“没有孩子”")
        self.declined = str(DECLINED)
        self.awaits = gettext("政策尚未正式公布，公布后才能判断。")
        self.still_to_know = gettext("还要知道：%(names)s。")
        self.government = gettext("%(verb)s由%(name)s负责")
        self.government_unknown = gettext("%(verb)s由%(place)s的政府负责，回答后显示名称")
        self.government_none = gettext("%(place)s不在无锡，没有对应的政府")
        self.comma = gettext("、")
        self.or_else = gettext("；或")
        self.if_so = gettext("如果符合：%(amounts)s")
        self.leaflets = {benefit.key: _leaflet(release, benefit) for benefit in rulebook.benefits}

    def answer(self, fact: str, answer: Answer) -> str:
        """An answer in words."""
        return self.said(answer_words(self.content, fact, answer))

    def known(self, fact: str, answers: tuple[Answer, ...]) -> str:
        """What is known of a fact, and from where."""
        return self.said(known_words(self.content, fact, answers))

    def sentence(self, claim: str, outcome: Kleene, known: str) -> str:
        """A condition and what is known of it, as a sentence."""
        return sentence(claim, outcome, known, is_english=self.is_english)

    def amount(self, amount: AssessedAmount, status: PolicyStatus) -> str:
        """An amount in words."""
        return self.said(amount_words(self.content, amount, status))

    def said(self, words: Text) -> str:
        """The words in the phrasebook's language."""
        return words.en if self.is_english and words.en else words.zh


@lru_cache(maxsize=8)
def phrasebook(release: PublishedRelease, language: str) -> Phrasebook:
    """The words of a release. `language` must be the active one; the newest few are kept."""
    return Phrasebook(release, language)


def _leaflet(release: PublishedRelease, benefit: Benefit) -> Leaflet:
    content, rulebook = release.content, release.rulebook
    document = rulebook.document_of[rulebook.measure_of[benefit.measure].document]
    said, enquire_at = content.benefits[benefit.key], content.departments[benefit.enquire_at]
    standing = STANDINGS[document.status]
    return Leaflet(
        key=benefit.key,
        life_stage=said.life_stage,
        title=str(said.title),
        summary=str(said.summary),
        for_whom=str(said.for_whom),
        firmness=str(FIRMNESS[benefit.firmness]),
        verb=str(standing.verb),
        quotations=said.quotations,
        source=_source(content, document, benefit.measure),
        measure_url=reverse("catalogue:measure", args=[benefit.measure]),
        enquire_at=str(enquire_at.name),
        enquire_url=reverse("catalogue:department", args=[enquire_at.key]),
        contact=str(contact_words(enquire_at)),
        others=_others(release, benefit),
        claiming=tuple(_claiming(said, str(standing.silent))),
        attested=str(attested_words(said)),
        notes=tuple(_notes(content, benefit.key)),
        terms=tuple(_terms(content, said)),
        conditions=_conditions(content, benefit, document.parameters),
        parameters=document.parameters,
    )


def _conditions(content: Content, benefit: Benefit, parameters: Mapping[str, date | None]) -> dict[Condition, str]:
    conditions = dict.fromkeys(condition for tier in benefit.tiers for condition in tier.conditions)
    return {condition: str(claim_words(content, condition, parameters)) for condition in conditions}


def _source(content: Content, document: Document, measure: int) -> str:
    return gettext("《%(title)s》第%(article)s条") % {
        "title": content.documents[document.key].title,
        "article": article_words(measure),
    }


def _others(release: PublishedRelease, benefit: Benefit) -> str:
    """The city's other responsible departments, in the measure's order."""
    content, rulebook = release.content, release.rulebook
    return gettext("、").join(
        str(content.departments[key].short_name)
        for key in rulebook.measure_of[benefit.measure].departments
        if key != benefit.enquire_at and rulebook.department_of[key].district is None
    )


def _claiming(said: BenefitContent, silent: str) -> Iterator[tuple[str, str]]:
    """Papers to bring and how to claim; in one line where the text is silent on both."""
    if not said.papers and not said.how_to_claim:
        yield gettext("材料和办理"), silent
        return
    yield gettext("要带的材料"), str(said.papers or silent)
    yield gettext("怎么办理"), str(said.how_to_claim or silent)


def _notes(content: Content, benefit: str) -> Iterator[Note]:
    for note in content.notes_on(benefit):
        yield Note(note.department, str(content.departments[note.department].name), str(note.text))


def _terms(content: Content, said: BenefitContent) -> Iterator[tuple[str, str]]:
    """The terms that stand in the benefit's own words, for whoever does not know them."""
    for term in content.terms_in(said.title, said.summary, said.for_whom):
        yield str(term.name), str(term.explanation)
