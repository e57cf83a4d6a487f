"""The results page: one object that every view of a result shows, on screen and on paper."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext, gettext_lazy

from benefits.eligibility.assess import Assessment, BenefitAssessment, Status
from benefits.eligibility.facts import CHILDREN, Answer
from benefits.eligibility.household import Household
from benefits.eligibility.rulebook import AmountKind, Audience
from benefits.publishing.content import Text
from benefits.publishing.current import PublishedRelease
from benefits.publishing.standing import STANDINGS, Notice, day_words, notice
from benefits.results.cards import OpenQuestion, ResultCard, label_of, open_question, result_card
from benefits.results.figures import Figure, figures
from benefits.results.reasons import ChangeUrl, Narrator

LIFE_STAGES = {
    "before_pregnancy": gettext_lazy("孕前"),
    "pregnancy": gettext_lazy("孕期和生育"),
    "age_0_3": gettext_lazy("0至3岁"),
    "school_age": gettext_lazy("成长和上学"),
    "home_tax": gettext_lazy("住房和税收"),
}

_FOR_ALL = {
    Audience.RESIDENT: gettext_lazy("面向所有家庭"),
    Audience.EMPLOYER: gettext_lazy("面向所有用人单位"),
    Audience.INSTITUTION: gettext_lazy("面向所有托育机构"),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """The cards of one stage of life."""

    title: str
    cards: tuple[ResultCard, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The cards that came out alike. `is_brief`: one line each, which opens to the reasons."""

    key: str
    title: str
    intro: str
    is_brief: bool
    shows_status: bool
    stages: tuple[Stage, ...]

    @property
    def count(self) -> int:
        return sum(len(stage.cards) for stage in self.stages)


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
    routing: tuple[OpenQuestion, ...]
    answers: tuple[AnswerLine, ...]

    @property
    def terms(self) -> tuple[tuple[str, str], ...]:
        """The terms of all cards with their explanations, each once."""
        cards = (card for group in self.groups for stage in group.stages for card in stage.cards)
        return tuple(dict.fromkeys(term for card in cards for term in card.leaflet.terms))


@dataclass(frozen=True, slots=True)
class _GroupKind:
    """A group of the page, and which results belong there; the first that takes a result has it."""

    key: str
    title: str
    intro: str
    is_brief: bool = False
    shows_status: bool = False


def results_page(
    release: PublishedRelease,
    assessment: Assessment,
    household: Household,
    audience: Audience,
    declined: Collection[str] = (),
    *,
    change_url: ChangeUrl,
    made_at: datetime | None = None,
) -> ResultsPage:
    """The page of one assessment. `change_url` leads from a missing key to the question; `made_at` is local time."""
    narrator = Narrator(release, household, declined, change_url)
    own = [result for result in assessment.benefits if result.benefit.audience is audience]
    statuses = {document.key: document.status for document in release.rulebook.documents}
    return ResultsPage(
        release=release.number,
        made_on=day_words(assessment.on),
        made_at=f"{made_at:%H:%M}" if made_at else "",
        notices=tuple(notice(document, statuses[key]) for key, document in release.content.documents.items()),
        cautions=tuple(dict.fromkeys(STANDINGS[status].caution for status in statuses.values())),
        groups=tuple(_groups(narrator, assessment, audience)),
        figures=figures(narrator, own),
        as_regulated=sum(map(_is_as_regulated, own)),
        settling=_settling(narrator, own),
        routing=_routing(narrator, own),
        answers=tuple(_answers(narrator)),
    )


def _groups(narrator: Narrator, assessment: Assessment, audience: Audience) -> Iterator[Group]:
    sorted_out: dict[str, list[BenefitAssessment]] = {}
    for result in assessment.benefits:
        sorted_out.setdefault(_group_of(result, audience), []).append(result)
    for kind in _group_kinds(audience):
        results = sorted_out.get(kind.key)
        if results:
            cards = [result_card(narrator, result) for result in results]
            stages = tuple(_stages(cards))
            yield Group(kind.key, kind.title, kind.intro, kind.is_brief, kind.shows_status, stages)


def _group_of(result: BenefitAssessment, audience: Audience) -> str:
    if result.benefit.audience is not audience:
        return result.benefit.audience.value
    if result.status is Status.ELIGIBLE and all(not tier.conditions for tier in result.benefit.tiers):
        return "everyone"
    return result.status.value


def _group_kinds(audience: Audience) -> Iterable[_GroupKind]:
    """The groups in order. A resident is also told what to pass on; others see what is theirs alone."""
    yield _GroupKind(
        Status.ELIGIBLE.value, gettext("可能符合"), gettext("按您的回答，条件都已满足。是否适用以主管部门答复为准。")
    )
    yield _GroupKind(Status.UNDETERMINED.value, gettext("还需要确认"), gettext("还差一些信息，暂时不能判断。"))
    yield _GroupKind("everyone", str(_FOR_ALL[audience]), gettext("原文没有写条件，不用回答问题。"), is_brief=True)
    if audience is Audience.RESIDENT:
        yield _GroupKind(
            Audience.EMPLOYER.value,
            gettext("可以告诉您的单位"),
            gettext("这些事项由用人单位办理，您可以转告单位。"),
            is_brief=True,
            shows_status=True,
        )
        yield _GroupKind(
            Audience.INSTITUTION.value,
            gettext("面向托育机构"),
            gettext("这些事项由托育机构办理，列在这里供您了解。"),
            is_brief=True,
            shows_status=True,
        )
    yield _GroupKind(
        Status.NOT_ELIGIBLE.value,
        gettext("可能不符合"),
        gettext("点开可以看到原因，也可以修改回答。"),
        is_brief=True,
    )


def _stages(cards: list[ResultCard]) -> Iterator[Stage]:
    for key, title in LIFE_STAGES.items():
        same = tuple(card for card in cards if card.leaflet.life_stage == key)
        if same:
            yield Stage(str(title), same)


def _is_as_regulated(result: BenefitAssessment) -> bool:
    return result.status is Status.ELIGIBLE and any(
        subject.amount is not None and subject.amount.amount.kind is AmountKind.AS_REGULATED
        for subject in result.subjects
    )


def _settling(narrator: Narrator, results: list[BenefitAssessment]) -> tuple[Settling, ...]:
    """The questions that would settle what is open, those that settle most first."""
    counts: dict[str, int] = {}
    for result in results:
        if result.status is Status.UNDETERMINED:
            for key in dict.fromkeys(key for subject in result.subjects for key in subject.missing):
                counts[key] = counts.get(key, 0) + 1
    ordered = sorted(counts, key=lambda key: -counts[key])
    return tuple(Settling(open_question(narrator, key), counts[key]) for key in ordered)


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
