"""Which questions can still change something, and which of them to ask next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from benefits.eligibility.assess import Assessment, BenefitAssessment, SubjectAssessment
from benefits.eligibility.facts import CHILDREN, DERIVED, Scope
from benefits.eligibility.rulebook import Audience, Benefit, Rulebook


def fact_of(key: str) -> str:
    """The question behind a missing key: "children.1.birth_date" is of the question birth_date."""
    return key.rsplit(".", 1)[-1]


def open_questions(assessment: Assessment, audience: Audience, declined: Collection[str] = ()) -> tuple[str, ...]:
    """What is missing for this audience's benefits and not declined, each once, in the release's order."""
    missing = {key for result in _of_audience(assessment, audience) for key in result.missing}
    return tuple(sorted(missing.difference(declined), key=assessment.rulebook.asking_order))


def next_questions(
    assessment: Assessment, audience: Audience, declined: Collection[str] = (), sections: Iterable[str] = ()
) -> tuple[str, ...]:
    """Of the open questions those to ask together now: a section's about the household, or about one child; none when
    all is settled.

    `sections`: their keys in the order of asking, which may be another than the release's order of questions. A
    question waits while an earlier one of the same page may still make it needless: the property certificate is not
    asked about before it is known that a home was bought.
    """
    questions = open_questions(assessment, audience, declined)
    if not questions:
        return ()
    rulebook, turns = assessment.rulebook, {section: turn for turn, section in enumerate(sections)}
    # The first of them in the release's order comes first in its section too.
    first = min(questions, key=lambda key: turns.get(rulebook.question_of[fact_of(key)].section, len(turns)))
    page = _page(rulebook, first)
    together = [key for key in questions if _page(rulebook, key) == page]
    ready = {
        key
        for result in _of_audience(assessment, audience)
        for needed in _needed_together(result)
        if (key := next((key for key in together if key in needed), None)) is not None
    }
    return tuple(key for key in together if key in ready)


def deciding(rulebook: Rulebook, fact: str, audience: Audience) -> tuple[str, ...]:
    """The keys of the audience's benefits that a question can decide, in the catalogue's order."""
    return tuple(
        benefit.key for benefit in rulebook.benefits if benefit.audience is audience and fact in _asked_for(benefit)
    )


def _of_audience(assessment: Assessment, audience: Audience) -> Iterator[BenefitAssessment]:
    return (result for result in assessment.benefits if result.benefit.audience is audience)


def _page(rulebook: Rulebook, key: str) -> tuple[str, str]:
    """What is asked together: a section's household questions, or one child's."""
    question = rulebook.question_of[fact_of(key)]
    return question.section, "" if question.scope is Scope.HOUSEHOLD else key.rsplit(".", 1)[0]


def _needed_together(result: BenefitAssessment) -> Iterator[frozenset[str]]:
    """Sets of missing keys of which the later ones matter only if the earlier ones turn out well.

    One set for each open tier; and all that the benefit is missing, for its routing and the base of a percentage.
    """
    decided: set[str] = set()
    for subject in result.subjects:
        for keys in _open_tiers(subject):
            decided |= keys
            yield keys
    if not decided.issuperset(result.missing):
        yield frozenset(result.missing)


def _open_tiers(subject: SubjectAssessment) -> Iterator[frozenset[str]]:
    """What each open tier is missing, up to the first that holds."""
    for tier in subject.tiers:
        if tier.outcome:
            return
        if tier.outcome is None:
            facts = {reason.condition.fact for reason in tier.reasons if reason.outcome is None}
            asked = _asked_behind(facts)
            yield frozenset(key for key in subject.missing if key == CHILDREN or fact_of(key) in asked)


def _asked_behind(facts: set[str]) -> set[str]:
    return facts | {need for fact in facts if fact in DERIVED for need in DERIVED[fact].needs}


def _asked_for(benefit: Benefit) -> set[str]:
    facts = {condition.fact for tier in benefit.tiers for condition in tier.conditions}
    bases = {dated.amount.of for tier in benefit.tiers for dated in tier.amounts if dated.amount.of is not None}
    return _asked_behind(facts) | bases | {benefit.routing}
