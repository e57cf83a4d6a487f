"""What is supposed beside the real answers: the check as it would stand, what differs, and taking that back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from benefits.check.answers import Answers
from benefits.check.edits import answered, said, without_child
from benefits.check.forms import UNKNOWN_LABEL
from benefits.check.keys import child_of, key_of, name_of, without
from benefits.check.progress import Check
from benefits.eligibility.facts import CHILDREN
from benefits.publishing.words import answer_words


@dataclass(frozen=True)
class Supposition:
    """One thing that is supposed: its key (of an added child "children.2"), its name, and the answers in words."""

    key: str
    label: str
    real: str
    supposed: str


def supposed_check(check: Check) -> Check:
    """The check as it would stand with what is supposed. Its answers are those supposed, and hold the refused post."""
    answers = said(check.answers, check.answers.supposed or check.answers.said)
    return check.with_answers(answers)


def with_supposed(real: Answers, supposed: Answers) -> Answers:
    """The real answers, with those of a supposed check beside them and its refused post."""
    return replace(real, supposed=supposed.said, refused=supposed.refused)


def made_real(answers: Answers) -> Answers:
    """What was supposed, as the real answers."""
    return said(answers, answers.supposed or answers.said)


def suppositions(check: Check, supposed: Check) -> list[Supposition]:
    """What differs between the real answers and those supposed: the household's, then child by child."""
    return [*_changed(check, supposed), *_added(check, supposed)]


def without_supposition(check: Check, supposed: Check, key: str) -> Answers:
    """The real answers, with what is supposed less one supposition. A key that is of none changes nothing."""
    if key not in {supposition.key for supposition in suppositions(check, supposed)}:
        return check.answers
    return with_supposed(check.answers, _taken_back(check, supposed.answers, key))


def _taken_back(check: Check, supposed: Answers, key: str) -> Answers:
    """The supposed answers with the real one again, or without the child that was added."""
    if not _is_of_added(check, key):
        return _with_real(check, supposed, key)
    fewer = without_child(supposed, child_of(key))
    return fewer if fewer.household[CHILDREN] else _with_real(check, fewer, CHILDREN)


def _with_real(check: Check, supposed: Answers, key: str) -> Answers:
    real = check.answers
    others = tuple(own for own in supposed.declined if own != key)
    unsaid = replace(supposed, declined=(*others, *(own for own in real.declined if own == key)))
    if key == CHILDREN:
        return replace(unsaid, household=supposed.household | {CHILDREN: real.household.get(CHILDREN)})
    if key in check.values:
        return answered(unsaid, {key: check.values[key]}, ())
    return replace(unsaid, household=without(supposed.household, key))


def _changed(check: Check, supposed: Check) -> Iterator[Supposition]:
    keys = {key for key in (*check.values, *supposed.values) if not _is_of_added(check, key)}
    if _count(supposed):
        # That there are any children is said by those that are added.
        keys.discard(CHILDREN)
    for key in sorted(keys, key=check.rulebook.asking_order):
        if check.values.get(key) != supposed.values.get(key):
            yield Supposition(key, _label_with_child(check, key), _words(check, key), _words(supposed, key))


def _added(check: Check, supposed: Check) -> Iterator[Supposition]:
    for index in range(_count(check), _count(supposed)):
        words = [
            _("%(question)s：%(answer)s") % {"question": _label(supposed, key), "answer": _words(supposed, key)}
            for question in supposed.rulebook.questions
            if (key := key_of(question.key, index)) in supposed.values
        ]
        yield Supposition(
            f"{CHILDREN}.{index}",
            _("第%(number)s个孩子") % {"number": index + 1},
            _("没有这个孩子"),
            _("；").join(words) or _("有，其他不清楚"),
        )


def _is_of_added(check: Check, key: str) -> bool:
    child = child_of(key)
    return child is not None and child >= _count(check)


def _count(check: Check) -> int:
    return len(check.household.children or ())


def _label_with_child(check: Check, key: str) -> str:
    """A question's short name, with the child before it."""
    child = child_of(key)
    label = _label(check, key)
    if child is None:
        return label
    return _("第%(number)s个孩子，%(question)s") % {"number": child + 1, "question": label}


def _label(check: Check, key: str) -> str:
    return str(check.release.content.questions[name_of(key)].label)


def _words(check: Check, key: str) -> str:
    """The answer in words; of what was never asked, that."""
    child, name = child_of(key), name_of(key)
    of = check.household.answers if child is None else (check.household.children or ())[child]
    if key == CHILDREN and check.household.children is not None:
        return _("没有孩子")
    if name in of:
        return str(answer_words(check.release.content, name, of[name]))
    return str(UNKNOWN_LABEL) if key in check.answers.declined else _("没有问到")
