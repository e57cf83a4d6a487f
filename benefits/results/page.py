"""The results page: one object that every view of a result shows, on screen and on paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from benefits.eligibility.assess import Assessment, BenefitAssessment, Status
from benefits.eligibility.facts import CHILDREN, Answer
from benefits.eligibility.household import Household
from benefits.eligibility.rulebook import AmountKind, Audience
from benefits.publishing.content import Text
from benefits.publishing.current import PublishedRelease
from benefits.publishing.standing import STANDINGS, Notice, day_words
from benefits.results.cards import OpenQuestion, by_fact, label_of, open_question
from benefits.results.figures import Figure, figures
from benefits.results.groups import Group, groups
from benefits.results.reasons import ChangeUrl, Narrator

# Of the open questions: those that settle most stand open, the others folded.
SHOWN_FIRST = 6


class Settling(NamedTuple):
    """An open question and how many benefits its answer would help to settle."""

    question: OpenQuestion
    count: int


class AnswerLine(NamedTuple):
    """One answer of the household, for paper."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """What residents see of an assessment. All wording, order and sums are made here; a template decides nothing."""

    release: int
    made_on: Text
    made_at: str
    notices: tuple[Notice, ...]
    cautions: tuple[Text, ...]
    groups: tuple[Group, ...]
    figures: tuple[Figure, ...]
    as_regulated: int
    settling: tuple[Settling, ...]
    settling_less: tuple[Settling, ...]
    routing: tuple[OpenQuestion, ...]
    answers: tuple[AnswerLine, ...]

    @property
    def is_published(self) -> bool:
        """Whether residents get this; else it is a trial."""
        return self.release > 0

    @property
    def terms(self) -> tuple[tuple[str, str], ...]:
        """The terms of all cards with their explanations, each once."""
        cards = (card for group in self.groups for stage in group.stages for card in stage.cards)
        return tuple(dict.fromkeys(term for card in cards for term in card.leaflet.terms))


def results_page(
    release: PublishedRelease,
    assessment: Assessment,
    household: Household,
    audience: Audience,
    declined: Collection[str] = (),
    *,
    change_url: ChangeUrl,
    made_at: datetime | None = None,
    with_answers: bool = True,
) -> ResultsPage:
    """The page of one assessment. `change_url` leads from a missing key to the question; `made_at` is local time.

    `with_answers`: whether the household's answers stand on it, which is for the resident to choose.
    """
    narrator = Narrator(release, household, declined, change_url)
    own = [result for result in assessment.benefits if result.benefit.audience is audience]
    statuses = {document.key: document.status for document in release.rulebook.documents}
    settling = _settling(narrator, own)
    return ResultsPage(
        release=release.number,
        made_on=day_words(assessment.on),
        made_at=f"{made_at:%H:%M}" if made_at else "",
        notices=release.notices,
        cautions=tuple(dict.fromkeys(STANDINGS[status].caution for status in statuses.values())),
        groups=groups(narrator, assessment.benefits, audience),
        figures=figures(narrator, own),
        as_regulated=sum(map(_is_as_regulated, own)),
        settling=settling[:SHOWN_FIRST],
        settling_less=settling[SHOWN_FIRST:],
        routing=_routing(narrator, own),
        answers=tuple(_answers(narrator)) if with_answers else (),
    )


def _is_as_regulated(result: BenefitAssessment) -> bool:
    return result.status is Status.ELIGIBLE and any(
        subject.amount is not None and subject.amount.amount.kind is AmountKind.AS_REGULATED
        for subject in result.subjects
    )


def _settling(narrator: Narrator, results: list[BenefitAssessment]) -> tuple[Settling, ...]:
    """The questions that would settle what is open, those that settle most first; of all children together."""
    open_results = [
        dict.fromkeys(key for subject in result.subjects for key in subject.missing)
        for result in results
        if result.status is Status.UNDETERMINED
    ]
    counts = Counter(fact for missing in open_results for fact in by_fact(missing))
    keys = by_fact(key for missing in open_results for key in missing)
    return tuple(Settling(open_question(narrator, *keys[fact]), count) for fact, count in counts.most_common())


def _routing(narrator: Narrator, results: list[BenefitAssessment]) -> tuple[OpenQuestion, ...]:
    """The questions that only tell whose government answers."""
    keys = dict.fromkeys(result.benefit.routing for result in results if result.benefit.routing in result.missing)
    return tuple(open_question(narrator, key) for key in keys)


def _answers(narrator: Narrator) -> Iterator[AnswerLine]:
    """What was answered or declined, in the order of asking, then child by child."""
    household = narrator.household
    for question in narrator.release.rulebook.questions:
        key = question.key
        if key in household.answers or key in narrator.declined:
            yield _answer(narrator, key, key, household.answers.get(key))
    if household.children is None:
        return
    if not household.children:
        yield AnswerLine(label_of(narrator, CHILDREN), narrator.phrases.no_children)
    for index, child in enumerate(household.children):
        for name in narrator.phrases.labels:
            key = f"{CHILDREN}.{index}.{name}"
            if name in child or key in narrator.declined:
                yield _answer(narrator, key, name, child.get(name))


def _answer(narrator: Narrator, key: str, name: str, value: Answer) -> AnswerLine:
    phrases = narrator.phrases
    return AnswerLine(label_of(narrator, key), phrases.declined if value is None else phrases.answer(name, value))
