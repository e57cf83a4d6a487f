"""One benefit as a card: what, for whom, how much, why, how firmly, by which clause, and whom to ask."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from benefits.eligibility.assess import BenefitAssessment, Status
from benefits.eligibility.facts import CHILDREN, Scope
from benefits.publishing.content import BenefitContent, Content, TermContent, Text
from benefits.publishing.standing import STANDINGS
from benefits.publishing.words import FIRMNESS, article_words, contact_words
from benefits.results.reasons import STATUS_NAMES, Narrator, SubjectLine


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that is still open: its name, whose it is ("" for the household), and where to answer it."""

    key: str
    label: Text
    whose: str
    url: str
    is_declined: bool


@dataclass(frozen=True, slots=True)
class ResultCard:
    """Everything that a resident is told of one benefit."""

    key: str
    status: Status
    status_name: str
    life_stage: str
    title: Text
    summary: Text
    for_whom: Text
    amount: Text
    subjects: tuple[SubjectLine, ...]
    missing: tuple[OpenQuestion, ...]
    awaits: str
    firmness: Text
    source: str
    measure_url: str
    quotations: tuple[str, ...]
    enquire_at: Text
    enquire_url: str
    contact: Text
    others: str
    government: str
    papers: Text
    how_to_claim: Text
    terms: tuple[TermContent, ...]

    @property
    def hint(self) -> str:
        """The card in one line: what decided against it, else what is given."""
        if self.status is not Status.NOT_ELIGIBLE:
            return str(self.amount)
        failed = dict.fromkeys(str(line.condition) for subject in self.subjects for line in subject.failed)
        return gettext("不满足：%(conditions)s") % {"conditions": str(_SEPARATOR).join(failed)}


_SEPARATOR = Text("；", "; ")


def result_card(narrator: Narrator, result: BenefitAssessment) -> ResultCard:
    """The card of one benefit's result, all of its wording by the status of its document."""
    benefit, rulebook, content = result.benefit, narrator.release.rulebook, narrator.release.content
    document = rulebook.document_of[rulebook.measure_of[benefit.measure].document]
    standing = STANDINGS[document.status]
    said = content.benefits[benefit.key]
    enquire_at = content.departments[benefit.enquire_at]
    return ResultCard(
        key=benefit.key,
        status=result.status,
        status_name=str(STATUS_NAMES[result.status]),
        life_stage=said.life_stage,
        title=said.title,
        summary=said.summary,
        for_whom=said.for_whom,
        amount=_amount(narrator, result),
        subjects=narrator.subjects(result, document.parameters),
        missing=tuple(open_question(narrator, key) for key in result.missing),
        awaits=gettext("政策尚未正式公布，公布后才能判断。") if result.awaits else "",
        firmness=FIRMNESS[benefit.firmness],
        source=_source(content, document.key, benefit.measure),
        measure_url=reverse("catalogue:measure", args=[benefit.measure]),
        quotations=said.quotations,
        enquire_at=enquire_at.name,
        enquire_url=reverse("catalogue:department", args=[enquire_at.key]),
        contact=contact_words(enquire_at),
        others=_others(narrator, result),
        government=_government(narrator, result),
        papers=said.papers or standing.silent,
        how_to_claim=said.how_to_claim or standing.silent,
        terms=_terms(content, said),
    )


def open_question(narrator: Narrator, key: str) -> OpenQuestion:
    """The question of a missing key, such as district, children or children.1.childcare."""
    whose, name = "", key
    if key.startswith(f"{CHILDREN}."):
        _, index, name = key.split(".")
        whose = narrator.child_name(int(index))
    label = narrator.release.content.questions[name].label
    return OpenQuestion(key, label, whose, narrator.change_url(key), key in narrator.declined)


def _amount(narrator: Narrator, result: BenefitAssessment) -> Text:
    """The household's amount; a benefit of each child says it child by child."""
    if result.benefit.per is Scope.CHILD:
        return Text()
    return narrator.amounts(result, result.subjects[0])


def _source(content: Content, document: str, measure: int) -> str:
    return gettext("《%(title)s》第%(article)s条") % {
        "title": content.documents[document].title,
        "article": article_words(measure),
    }


def _others(narrator: Narrator, result: BenefitAssessment) -> str:
    """The city's other responsible departments, in the measure's order."""
    content, rulebook = narrator.release.content, narrator.release.rulebook
    return "、".join(
        str(content.departments[key].short_name)
        for key in result.departments
        if key != result.benefit.enquire_at and rulebook.department_of[key].district is None
    )


def _government(narrator: Narrator, result: BenefitAssessment) -> str:
    """The government that answers, which the routing fact tells."""
    content, rulebook = narrator.release.content, narrator.release.rulebook
    routing = content.questions[result.benefit.routing].label
    place = narrator.household.answers.get(result.benefit.routing)
    governments = [key for key in result.departments if rulebook.department_of[key].district is not None]
    if place is None:
        return gettext("由%(place)s的政府负责；回答“%(place)s”后显示名称") % {"place": routing}
    if not governments:
        return gettext("%(place)s不在无锡，没有对应的政府") % {"place": routing}
    return "、".join(str(content.departments[key].name) for key in governments)


def _terms(content: Content, said: BenefitContent) -> tuple[TermContent, ...]:
    """The terms that stand in the benefit's own words, for whoever does not know them."""
    words = f"{said.title}{said.summary}{said.for_whom}"
    return tuple(term for term in content.terms.values() if str(term.name) in words)
