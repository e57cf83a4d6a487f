"""The results page: one object that every view of a result shows, on screen and on paper."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext, ngettext, ngettext_lazy, pgettext

from benefits.eligibility.assess import Assessment, BenefitAssessment, Status
from benefits.eligibility.facts import CHILDREN, Answer
from benefits.eligibility.household import Household
from benefits.eligibility.relevance import settling as settling_steps
from benefits.eligibility.rulebook import AmountKind, Audience
from benefits.publishing.content import Text
from benefits.publishing.current import PublishedRelease
from benefits.publishing.standing import STANDINGS, Notice, day_words
from benefits.results.cards import OpenQuestion, by_fact, label_of, open_question
from benefits.results.figures import Figure, figures
from benefits.results.groups import NEARLY, Group, groups
from benefits.results.reasons import ChangeUrl, Narrator

# Of the steps that settle what is open: the first stand open, the others folded.
SHOWN_FIRST = 3
# Of the benefits that a step settles.
NAMED = 3


class SettlingStep(NamedTuple):
    """Questions to answer together, how much that settles in a sentence, and the first of these benefits by name."""

    sentence: str
    questions: tuple[OpenQuestion, ...]
    names: str


# What the headline counts, in its order.
_HEADLINE = {
    Status.ELIGIBLE: ngettext_lazy("有%(count)d项可能符合", "有%(count)d项可能符合", "count"),
    Status.UNDETERMINED: ngettext_lazy("%(count)d项还需要确认", "%(count)d项还需要确认", "count"),
    NEARLY: ngettext_lazy("%(count)d项差一点就可能符合", "%(count)d项差一点就可能符合", "count"),
}


class AnswerLine(NamedTuple):
    """One answer of the household, for paper."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """What residents see of an assessment. All wording, order and sums are made here; a template decides nothing.

    `headline`: what came out, in one sentence. `outside`: a word to those who live outside the city, "" to others.
    `settling`: the first steps that settle what is open, `settling_less` the others. `awaiting`: what no answer
    settles, in a sentence. `routing`: what only tells whose government answers.
    """

    headline: str
    outside: str
    release: int
    made_on: Text
    made_at: str
    notices: tuple[Notice, ...]
    cautions: tuple[Text, ...]
    groups: tuple[Group, ...]
    figures: tuple[Figure, ...]
    as_regulated: int
    settling: tuple[SettlingStep, ...]
    settling_less: tuple[SettlingStep, ...]
    awaiting: str
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
    settling = tuple(_steps(narrator, assessment, audience))
    arranged = groups(narrator, assessment.benefits, audience)
    return ResultsPage(
        headline=_headline(arranged),
        outside=_outside(narrator, own),
        release=release.number,
        made_on=day_words(assessment.on),
        made_at=f"{made_at:%H:%M}" if made_at else "",
        notices=release.notices,
        cautions=tuple(dict.fromkeys(STANDINGS[status].caution for status in statuses.values())),
        groups=arranged,
        figures=figures(narrator, own),
        as_regulated=sum(map(_is_as_regulated, own)),
        settling=settling[:SHOWN_FIRST],
        settling_less=settling[SHOWN_FIRST:],
        awaiting=_awaiting(narrator, own),
        routing=_routing(narrator, own),
        answers=tuple(_answers(narrator)) if with_answers else (),
    )


def _is_as_regulated(result: BenefitAssessment) -> bool:
    return result.status is Status.ELIGIBLE and any(
        subject.amount is not None and subject.amount.amount.kind is AmountKind.AS_REGULATED
        for subject in result.subjects
    )


def _headline(arranged: tuple[Group, ...]) -> str:
    sizes = {group.kind.key: group.size for group in arranged}
    parts = [words % {"count": sizes[key]} for key, words in _HEADLINE.items() if key in sizes]
    if not parts:
        return gettext("按现在的回答，没有可能符合条件的事项。")
    return gettext("%(results)s。") % {"results": pgettext("between results", "，").join(parts)}


def _outside(narrator: Narrator, results: list[BenefitAssessment]) -> str:
    """Where the household lives, none of the governments that answer governs: few measures say whether it counts."""
    governments, measures = narrator.phrases.governments, narrator.release.rulebook.measure_of
    for result in results:
        place = result.benefit.routing
        has_governments = not governments.isdisjoint(measures[result.benefit.measure].departments)
        if has_governments and governments.isdisjoint(result.departments) and place in narrator.household.answers:
            said = gettext("%(place)s不在无锡。原文大多没有写明是否面向外地，请先咨询。")
            return said % {"place": narrator.phrases.labels[place]}
    return ""


def _steps(narrator: Narrator, assessment: Assessment, audience: Audience) -> Iterator[SettlingStep]:
    """The steps that settle what is open, one question to several children as one."""
    for step in settling_steps(assessment, audience):
        questions = tuple([open_question(narrator, *keys) for keys in by_fact(step.questions).values()])
        yield SettlingStep(
            _step_sentence(len(questions), len(step.settles)),
            questions,
            _names(narrator, step.settles),
        )


def _names(narrator: Narrator, benefits: tuple[str, ...]) -> str:
    """The first few of these benefits by name."""
    named = narrator.phrases.comma.join([narrator.phrases.leaflets[key].title for key in benefits[:NAMED]])
    return named if len(benefits) <= NAMED else gettext("%(names)s等") % {"names": named}


def _step_sentence(questions: int, benefits: int) -> str:
    answer = ngettext("再回答这%(count)d个问题，", "再回答这%(count)d个问题，", questions) % {"count": questions}
    return answer + ngettext("就能确定%(count)d项。", "就能确定%(count)d项。", benefits) % {"count": benefits}


def _awaiting(narrator: Narrator, results: list[BenefitAssessment]) -> str:
    """What waits for the policy, whatever is answered: said once for all of it."""
    titles = [
        narrator.phrases.leaflets[result.benefit.key].title
        for result in results
        if result.status is Status.UNDETERMINED and result.awaits
    ]
    if not titles:
        return ""
    words = ngettext(
        "另有%(count)d项要等政策正式公布后才能判断：%(titles)s。",
        "另有%(count)d项要等政策正式公布后才能判断：%(titles)s。",
        len(titles),
    )
    return words % {"count": len(titles), "titles": narrator.phrases.comma.join(titles)}


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
