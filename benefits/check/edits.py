"""What a post changes in the answers: each function takes answers and returns new ones, without the refused post."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from benefits.check.answers import Answers, Said
from benefits.check.keys import child_of, key_of, name_of, with_child, without
from benefits.eligibility.facts import CHILDREN


def answered(answers: Answers, given: Mapping[str, Any], declined: Collection[str]) -> Answers:
    """With these answers given and these declined; all others stay. A key of the next child adds the child."""
    household = answers.household
    for key in (*given, *declined):
        household = without(with_child(household, child_of(key)), key)
    for key, value in given.items():
        household = _with(household, key, value)
    asked = {*given, *declined}
    if any(child_of(key) is not None for key in asked):
        asked.add(CHILDREN)
    still_declined = [key for key in answers.declined if key not in asked]
    return replace(answers, household=household, declined=(*still_declined, *declined), refused=None)


def in_both(answers: Answers, edit: Callable[[Answers], Answers]) -> Answers:
    """The edit in the real answers, and in what is supposed: whatever is really so is so in a what if too."""
    edited = edit(answers)
    if answers.supposed is None:
        return edited
    return replace(edited, supposed=edit(said(answers, answers.supposed)).said)


def said(answers: Answers, words: Said) -> Answers:
    """The check with this said in it, and nothing supposed."""
    return replace(answers, household=words.household, declined=words.declined, supposed=None)


def without_child(answers: Answers, index: int) -> Answers:
    """Without this child; those after it move up. With none left, whether there are any is open again."""
    children = list(answers.household[CHILDREN])
    del children[index]
    household = {**answers.household, CHILDREN: children or None}
    declined = [moved for key in answers.declined if (moved := _moved_up(key, index)) is not None]
    return replace(answers, household=household, declined=tuple(declined), refused=None)


def children_said(answers: Answers, given: Mapping[str, Any], declined: Collection[str]) -> Answers:
    """Whether there are children: declined, none, or some, who are then added one by one."""
    has_none = given.get(CHILDREN) is False
    others = [key for key in answers.declined if key != CHILDREN and child_of(key) is None]
    return replace(
        answers,
        household={**answers.household, CHILDREN: [] if has_none else None},
        declined=(*others, *declined),
        refused=None,
    )


def _with(household: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    index = child_of(key)
    if index is None:
        return {**household, key: value}
    children = list(household[CHILDREN])
    children[index] = {**children[index], name_of(key): value}
    return {**household, CHILDREN: children}


def _moved_up(key: str, removed: int) -> str | None:
    index = child_of(key)
    if index is None or index < removed:
        return key
    return None if index == removed else key_of(name_of(key), index - 1)
