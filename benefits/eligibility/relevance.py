"""Which questions can still change something, which of them to ask next, and what a few of them would settle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import reduce
from operator import mul
from typing import NamedTuple, TypeAlias

from benefits.eligibility.assess import Assessment, BenefitAssessment, Status, SubjectAssessment
from benefits.eligibility.facts import CHILDREN, DERIVED, Scope
from benefits.eligibility.rulebook import Audience, Benefit, Rulebook

Keys: TypeAlias = frozenset[str]
# Up to so many different sets of missing questions every union of them is tried; their number doubles with each.
TRIED_IN_FULL = 8


class Step(NamedTuple):
    """Questions to answer together, as missing keys in the release's order, and the benefits that this settles."""

    questions: tuple[str, ...]
    settles: tuple[str, ...]


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


def settling(assessment: Assessment, audience: Audience) -> tuple[Step, ...]:
    """What to answer to settle the audience's undetermined benefits: the fewest that settle most, step by step.

    Each step settles the most benefits a question, with the fewest questions where that is the same; what stays open
    goes on to the next. A step's benefits are settled whatever the answers, once those before it are given as well;
    where `children` is unknown it stands for all that is asked of a child. What waits for the policy is in no step.
    Exact while few benefits' needs differ. Beyond that the best set grows by one benefit's needs at a time while that
    settles more a question: near enough for advice, and as quick however much is open.
    """
    needs = {
        result.benefit.key: keys for result in _of_audience(assessment, audience) if (keys := _keys_to_settle(result))
    }
    steps = []
    while needs:
        asked = _most_settling(list(needs.values()))
        settled = tuple(key for key, keys in needs.items() if keys <= asked)
        steps.append(Step(tuple(sorted(asked, key=assessment.rulebook.asking_order)), settled))
        needs = {key: keys - asked for key, keys in needs.items() if not keys <= asked}
    return tuple(steps)


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


def _keys_to_settle(result: BenefitAssessment) -> Keys:
    """What settles an undetermined benefit whatever the answers; none where it is settled, or no answer need do so."""
    if result.status is not Status.UNDETERMINED or result.awaits:
        return frozenset()
    undetermined = [subject for subject in result.subjects if subject.status is Status.UNDETERMINED]
    children = [frozenset({CHILDREN}.intersection(subject.missing)) for subject in undetermined]
    return frozenset().union(*children, *(keys for subject in undetermined for keys in _open_tiers(subject)))


def _most_settling(needs: list[Keys], in_full: int = TRIED_IN_FULL) -> Keys:
    """Of all unions of these sets the one that holds the most of them a question; exact while few differ."""
    counts = Counter(needs)
    different = list(counts)
    # Whole numbers that compare as benefits a question do: exact, and much quicker than fractions.
    scale = reduce(mul, range(1, len(frozenset().union(*needs)) + 1))

    def worth(asked: Keys) -> tuple[int, int]:
        settled = sum([count for keys, count in counts.items() if keys <= asked])
        return settled * scale // len(asked), -len(asked)

    if len(different) <= in_full:
        return max(_unions(different), key=worth)
    asked = max(different, key=worth)
    while (larger := max((asked | keys for keys in different), key=worth)) != asked:
        asked = larger
    return asked


def _unions(sets: list[Keys]) -> Collection[Keys]:
    """Every union of some of the sets, each once, in an order that depends on theirs alone."""
    unions: dict[Keys, None] = {}
    for keys in sets:
        unions |= dict.fromkeys([keys, *(keys | union for union in unions)])
    return unions


def _asked_behind(facts: set[str]) -> set[str]:
    return facts | {need for fact in facts if fact in DERIVED for need in DERIVED[fact].needs}


def _asked_for(benefit: Benefit) -> set[str]:
    facts = {condition.fact for tier in benefit.tiers for condition in tier.conditions}
    bases = {dated.amount.of for tier in benefit.tiers for dated in tier.amounts if dated.amount.of is not None}
    return _asked_behind(facts) | bases | {benefit.routing}
