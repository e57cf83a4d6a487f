"""A check in progress: the stored answers, replayed on the release of the moment and this day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from benefits.check.answers import Answers, Said
from benefits.check.keys import child_of, key_of, name_of, with_child, without
from benefits.eligibility.assess import Assessment, assess
from benefits.eligibility.facts import CHILDREN, Scope
from benefits.eligibility.household import Household, InvalidHouseholdError, household_from, household_to_json
from benefits.eligibility.relevance import next_questions, open_questions
from benefits.eligibility.rulebook import Audience, Rulebook
from benefits.publishing.current import PublishedRelease


@dataclass(frozen=True)
class Check:
    """The answers that fit the release, the household they describe, and what is still to ask.

    `is_one_by_one`: one question a page, as in 长者版.
    """

    answers: Answers
    release: PublishedRelease
    household: Household
    on: date
    is_one_by_one: bool = False

    @property
    def rulebook(self) -> Rulebook:
        return self.release.rulebook

    @property
    def audience(self) -> Audience:
        return Audience(self.answers.audience)

    @cached_property
    def assessment(self) -> Assessment:
        return assess(self.rulebook, self.household, self.on)

    @cached_property
    def open(self) -> tuple[str, ...]:
        """Every question still worth asking."""
        return open_questions(self.assessment, self.audience, self.answers.declined)

    @cached_property
    def next(self) -> tuple[str, ...]:
        """The questions of the next page; none when all is answered."""
        return self._together(self.answers.declined)

    @cached_property
    def values(self) -> dict[str, Any]:
        """Every answer as JSON under its full key. Of the list of children itself, only that there are none."""
        household = self.answers.household
        values = {key: value for key, value in household.items() if key != CHILDREN}
        if self.household.children == ():
            values[CHILDREN] = False
        for index, child in enumerate(household.get(CHILDREN) or ()):
            values |= {f"{CHILDREN}.{index}.{key}": value for key, value in child.items()}
        return values

    def has_dealt_with(self, key: str) -> bool:
        """Whether the question was answered or declined."""
        if key == CHILDREN and self.household.children is not None:
            return True
        return key in self.values or key in self.answers.declined

    def next_of_child(self, index: int) -> tuple[str, ...]:
        """The questions of this child's next page, wherever else something is open."""
        others = [key for key in self.open if child_of(key) != index]
        return self._together((*self.answers.declined, *others))

    def with_answers(self, answers: Answers) -> Check:
        """The same check with other answers."""
        return replayed(answers, self.release, self.on, is_one_by_one=self.is_one_by_one)

    def _together(self, declined: Collection[str]) -> tuple[str, ...]:
        questions = next_questions(self.assessment, self.audience, declined, self.release.content.sections)
        return questions[:1] if self.is_one_by_one else questions


def replayed(answers: Answers, release: PublishedRelease, on: date, *, is_one_by_one: bool = False) -> Check:
    """The check on this release and day. Answers that no longer fit are dropped, and named in `answers.dropped`."""
    household, said, dropped = _fitting(release.rulebook, answers.said, on)
    supposed = answers.supposed
    if supposed is not None:
        _, supposed, also_dropped = _fitting(release.rulebook, supposed, on)
        dropped += also_dropped
    replayed_answers = replace(
        answers,
        release=release.number,
        household=said.household,
        declined=said.declined,
        dropped=tuple(dict.fromkeys((*answers.dropped, *dropped))),
        supposed=supposed if supposed is not None and _is_supposition(said, supposed) else None,
    )
    return Check(replayed_answers, release, household, on, is_one_by_one)


def _is_supposition(said: Said, supposed: Said) -> bool:
    """Whether it supposes anything. Nobody can suppose a child away: with fewer, it is none of ours."""
    counts = [len(each.household.get(CHILDREN) or ()) for each in (said, supposed)]
    return supposed.household != said.household and counts[0] <= counts[1]


def with_one_more_child(check: Check, index: int) -> Check:
    """The check as it would stand with a child at this place of whom nothing is known yet."""
    return check.with_answers(replace(check.answers, household=with_child(check.answers.household, index)))


def _fitting(rulebook: Rulebook, said: Said, on: date) -> tuple[Household, Said, tuple[str, ...]]:
    """The household that was described, what was said less what no longer fits, and the keys of faulty answers."""
    household, wrong = _household(rulebook, said.household, on)
    count = len(household.children or ())
    declined = tuple(key for key in said.declined if is_asked(rulebook, key, count))
    return household, Said(household_to_json(household), declined), wrong


def _household(rulebook: Rulebook, data: Mapping[str, Any], on: date) -> tuple[Household, tuple[str, ...]]:
    """The household that the answers describe, less those with a fault, and the keys of these."""
    try:
        return household_from(rulebook, data, on), ()
    except InvalidHouseholdError as error:
        wrong = tuple(error.errors)
    for key in wrong:
        data = without(data, key)
    return household_from(rulebook, data, on), wrong


def is_asked(rulebook: Rulebook, key: str, children: int) -> bool:
    """Whether the key is of a question that the release asks, and of one of so many children."""
    index = child_of(key)
    question = rulebook.question_of.get(name_of(key))
    if question is None or key != key_of(question.key, index):
        return False
    if index is None:
        return question.scope == Scope.HOUSEHOLD
    return question.scope == Scope.CHILD and index < children
