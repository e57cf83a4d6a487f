"""What the public pages show of a release, ready for templates that decide nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from benefits.eligibility.program import AssessedAmount
from benefits.eligibility.rulebook import Benefit, PolicyStatus
from benefits.publishing.content import (
    BenefitContent,
    DepartmentContent,
    DocumentContent,
    MeasureContent,
    TermContent,
    Text,
)
from benefits.publishing.current import PublishedRelease
from benefits.publishing.standing import STANDINGS, Standing, day_words
from benefits.publishing.words import (
    FIRMNESS,
    amount_words,
    article_prefix,
    attested_words,
    condition_words,
    contact_words,
)

RESPONSIBLE = "（责任单位"
RESPONSIBLE_EN = "(Responsible departments"


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure in a list."""

    number: int
    article: Text
    title: Text
    benefits: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the document with its measures."""

    title: Text
    measures: tuple[MeasureLine, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One tier in words: all of these conditions, and what is given for them."""

    conditions: tuple[Text, ...]
    amount: Text


@dataclass(frozen=True, slots=True)
class BenefitEntry:
    """A benefit on the page of its measure. `notes`: each with its department's name; `attested` may be empty."""

    key: str
    title: Text
    summary: Text
    for_whom: Text
    rules: tuple[Rule, ...]
    firmness: Text
    enquire_at: DepartmentContent
    papers: Text
    how_to_claim: Text
    attested: Text
    notes: tuple[tuple[Text, Text], ...]
    terms: tuple[TermContent, ...]


@dataclass(frozen=True, slots=True)
class CommitmentEntry:
    """A commitment on the page of its measure. `due_on` and `progress` may be empty."""

    key: str
    title: Text
    quotations: tuple[str, ...]
    due_on: Text
    progress: Text


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """A measure whole: text, departments, benefits, commitments, and the document it stands in.

    `translation`: the text in the reader's language, in paragraphs; empty for who reads the text itself.
    """

    number: int
    article: Text
    part: Text
    title: Text
    text: str
    responsible: str
    translation: tuple[str, ...]
    departments: tuple[DepartmentContent, ...]
    benefits: tuple[BenefitEntry, ...]
    commitments: tuple[CommitmentEntry, ...]
    document: DocumentContent
    standing: Standing
    dates: tuple[tuple[str, Text], ...]
    previous: MeasureLine | None
    following: MeasureLine | None


@dataclass(frozen=True, slots=True)
class DepartmentKind:
    """City departments, or district governments."""

    title: str
    departments: tuple[tuple[DepartmentContent, int], ...]


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    """A department: how to reach it, the measures that name it, and the benefits to ask it about."""

    department: DepartmentContent
    contact: Text
    measures: tuple[MeasureLine, ...]
    benefits: tuple[tuple[Benefit, BenefitContent], ...]

    @property
    def has_link(self) -> bool:
        """Whether the website may be a link: what an earlier release held may be no address at all."""
        return self.department.website.startswith("https://")


def counts(release: PublishedRelease) -> dict[str, int]:
    """How much the release covers."""
    content = release.content
    return {
        "measures": len(content.measures),
        "benefits": len(content.benefits),
        "departments": len(content.departments),
    }


def parts(release: PublishedRelease) -> tuple[Part, ...]:
    """The measures by part of the document, in its order."""
    titles: dict[str, Text] = {}
    lines: dict[str, list[MeasureLine]] = {}
    for number, measure in release.content.measures.items():
        titles.setdefault(measure.part.zh, measure.part)
        lines.setdefault(measure.part.zh, []).append(measure_line(release, number))
    return tuple(Part(titles[key], tuple(lines[key])) for key in titles)


def measure_line(release: PublishedRelease, number: int) -> MeasureLine:
    """The measure as it stands in lists."""
    benefits = sum(benefit.measure == number for benefit in release.rulebook.benefits)
    return MeasureLine(number, article_prefix(number), release.content.measures[number].title, benefits)


def measure_page(release: PublishedRelease, number: int) -> MeasurePage:
    """The page of a measure. Raises KeyError if the release has none of that number."""
    content, rulebook = release.content, release.rulebook
    measure, rule = content.measures[number], rulebook.measure_of[number]
    document = content.documents[rule.document]
    standing = STANDINGS[rulebook.document_of[rule.document].status]
    text, marker, responsible = measure.text.partition(RESPONSIBLE)
    numbers = list(content.measures)
    place = numbers.index(number)
    return MeasurePage(
        number=number,
        article=article_prefix(number),
        part=measure.part,
        title=measure.title,
        text=text,
        responsible=marker + responsible,
        translation=tuple(_translation(measure)),
        departments=tuple(content.departments[key] for key in rule.departments),
        benefits=tuple(_entry(release, benefit) for benefit in rulebook.benefits if benefit.measure == number),
        commitments=tuple(_commitments(release, number)),
        document=document,
        standing=standing,
        dates=tuple(_dates(document)),
        previous=measure_line(release, numbers[place - 1]) if place else None,
        following=measure_line(release, numbers[place + 1]) if place + 1 < len(numbers) else None,
    )


def _translation(measure: MeasureContent) -> Iterator[str]:
    text, marker, responsible = str(Text(en=measure.text_en)).partition(RESPONSIBLE_EN)
    yield from filter(None, (text.strip(), marker + responsible))


def department_kinds(release: PublishedRelease) -> tuple[DepartmentKind, ...]:
    """All departments, the city's first, each with how many measures name it."""
    return (
        DepartmentKind(gettext("市级部门和单位"), tuple(_counted(release, is_government=False))),
        DepartmentKind(gettext("市（县）、区政府和管委会"), tuple(_counted(release, is_government=True))),
    )


def department_page(release: PublishedRelease, key: str) -> DepartmentPage:
    """The page of a department. Raises KeyError if the release has none of that key."""
    department = release.content.departments[key]
    return DepartmentPage(
        department=department,
        contact=contact_words(department),
        measures=tuple(measure_line(release, number) for number in _measures_of(release, key)),
        benefits=tuple(
            (benefit, release.content.benefits[benefit.key])
            for benefit in release.rulebook.benefits
            if benefit.enquire_at == key
        ),
    )


def _entry(release: PublishedRelease, benefit: Benefit) -> BenefitEntry:
    content, rulebook = release.content, release.rulebook
    document = rulebook.document_of[rulebook.measure_of[benefit.measure].document]
    said, silent = content.benefits[benefit.key], STANDINGS[document.status].silent
    rules = tuple(_rules(release, benefit, document.status, document.parameters))
    conditions = [condition for rule in rules for condition in rule.conditions]
    return BenefitEntry(
        key=benefit.key,
        title=said.title,
        summary=said.summary,
        for_whom=said.for_whom,
        rules=rules,
        firmness=FIRMNESS[benefit.firmness],
        enquire_at=content.departments[benefit.enquire_at],
        papers=said.papers or silent,
        how_to_claim=said.how_to_claim or silent,
        attested=attested_words(said),
        notes=tuple((content.departments[note.department].name, note.text) for note in content.notes_on(benefit.key)),
        terms=content.terms_in(said.title, said.summary, said.for_whom, *conditions),
    )


def _rules(
    release: PublishedRelease, benefit: Benefit, status: PolicyStatus, parameters: dict[str, date | None]
) -> Iterator[Rule]:
    content = release.content
    for tier in benefit.tiers:
        conditions = tuple(condition_words(content, condition, parameters) for condition in tier.conditions)
        for dated in tier.amounts:
            amount = AssessedAmount(dated.amount, dated.amount.yuan)
            yield Rule(conditions, amount_words(content, amount, status))


def _commitments(release: PublishedRelease, number: int) -> Iterator[CommitmentEntry]:
    for commitment in release.content.commitments.values():
        if commitment.measure == number:
            yield CommitmentEntry(
                key=commitment.key,
                title=commitment.title,
                quotations=commitment.quotations,
                due_on=day_words(commitment.due_on) if commitment.due_on else Text(),
                progress=commitment.progress,
            )


def _dates(document: DocumentContent) -> Iterator[tuple[str, Text]]:
    labelled = (
        (gettext("开始征求意见"), document.consultation_since),
        (gettext("征求意见截止"), document.consultation_until),
        (gettext("公布日期"), document.published_on),
        (gettext("施行日期"), document.effective_from),
        (gettext("失效日期"), document.expires_on),
        (gettext("最近核对"), document.checked_on),
    )
    for label, day in labelled:
        if day is not None:
            yield label, day_words(day)


def _counted(release: PublishedRelease, *, is_government: bool) -> Iterator[tuple[DepartmentContent, int]]:
    for key, department in release.content.departments.items():
        if (department.district is not None) is is_government:
            yield department, len(_measures_of(release, key))


def _measures_of(release: PublishedRelease, key: str) -> list[int]:
    return [measure.number for measure in release.rulebook.measures if key in measure.departments]
