"""The answers in words, for checking them: by section, then child by child, each with the way to change it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from benefits.check.forms import UNKNOWN_LABEL
from benefits.check.keys import child_of, key_of, name_of
from benefits.check.progress import Check
from benefits.check.steps import change_address, child_keys, household_keys
from benefits.eligibility.facts import BIRTH_DATE, CHILDREN
from benefits.publishing.words import answer_words


@dataclass(frozen=True)
class AnswerRow:
    """A question's short name, the answer, and where to change it, "" where it cannot be."""

    label: str
    words: str
    change: str
    is_unknown: bool = False


@dataclass(frozen=True)
class ReviewSection:
    """Answers that stand together."""

    title: str
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True)
class ListedChild:
    """A child in the list: its number counted from 1, its birth date, and whether that is still to ask."""

    number: int
    born: str
    is_open: bool


Change = Callable[[Check, str], str]


def review_sections(check: Check, change: Change = change_address) -> list[ReviewSection]:
    """Every answer and every question declined. `change`: where the answer with a key is changed."""
    sections = [
        ReviewSection(str(section.title), _rows(check, household_keys(check, section.key), change))
        for section in check.release.content.sections.values()
    ]
    if check.has_dealt_with(CHILDREN):
        sections.append(_number_of_children(check, change))
    sections += [
        ReviewSection(_("第%(number)s个孩子") % {"number": index + 1}, _rows(check, child_keys(check, index), change))
        for index in range(len(check.household.children or ()))
    ]
    return [section for section in sections if section.rows]


def listed_children(check: Check) -> list[ListedChild]:
    """The children that were added."""
    return [
        ListedChild(
            number=index + 1,
            born=_words(check, BIRTH_DATE, child.get(BIRTH_DATE)),
            is_open=key_of(BIRTH_DATE, index) in check.open,
        )
        for index, child in enumerate(check.household.children or ())
    ]


def _rows(check: Check, keys: Iterable[str], change: Change) -> tuple[AnswerRow, ...]:
    return tuple(_row(check, key, change) for key in keys if check.has_dealt_with(key))


def _row(check: Check, key: str, change: Change) -> AnswerRow:
    name, index = name_of(key), child_of(key)
    answers = check.household.answers if index is None else check.household.children[index]
    return AnswerRow(
        label=str(check.release.content.questions[name].label),
        words=_words(check, name, answers.get(name)),
        change=change(check, key),
        is_unknown=name not in answers,
    )


def _number_of_children(check: Check, change: Change) -> ReviewSection:
    children = check.household.children
    if children is None:
        words = str(UNKNOWN_LABEL)
    else:
        words = _("%(count)s个") % {"count": len(children)} if children else _("没有孩子")
    label = str(check.release.content.questions[CHILDREN].label)
    row = AnswerRow(label, words, change(check, CHILDREN), is_unknown=children is None)
    return ReviewSection(_("孩子数量"), (row,))


def _words(check: Check, name: str, value: object) -> str:
    return str(UNKNOWN_LABEL if value is None else answer_words(check.release.content, name, value))
