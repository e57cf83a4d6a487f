"""Where a check stands: what each page asks, what comes next, what came before, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from urllib.parse import urlencode

from django.urls import reverse

from benefits.check.keys import child_of, key_of, name_of
from benefits.check.progress import Check
from benefits.eligibility.facts import BIRTH_DATE, CHILDREN, MAX_CHILDREN, Scope

REVIEW, RESULTS, TIMELINE = "check:review", "check:results", "check:timeline"
THEN_RESULTS, THEN_TIMELINE = "results", "timeline"
# Where a change may go on to, by what the address says.
THENS = {THEN_RESULTS: RESULTS, THEN_TIMELINE: TIMELINE}


@dataclass(frozen=True)
class Progress:
    """The number of this step, and of how many that still matter."""

    number: int
    count: int


def next_address(check: Check) -> str:
    """The first open step; the answers to check once there is none."""
    return address_of(check, check.next[0]) if check.next else reverse(REVIEW)


def address_of(check: Check, key: str) -> str:
    """The page that asks this question."""
    return _page_address(check.rulebook.question_of[name_of(key)].section, key)


def change_address(check: Check, key: str, *, then: str = "") -> str:
    """The page that asks this question alone. `then`: where to go on if nothing else became open."""
    return address_of(check, key) + _change_query(key, then)


# A results page names dozens of addresses, and each is the same for everybody.
@lru_cache(maxsize=1024)
def _page_address(section: str, key: str) -> str:
    child = child_of(key)
    if child is not None:
        return reverse("check:child", args=[child + 1])
    return reverse("check:children") if key == CHILDREN else reverse("check:step", args=[section])


@lru_cache(maxsize=1024)
def _change_query(key: str, then: str) -> str:
    query = {} if key == CHILDREN else {"change": name_of(key)}
    if then:
        query["then"] = then
    return f"?{urlencode(query)}" if query else ""


def household_keys(check: Check, section: str) -> tuple[str, ...]:
    """The questions of a section about the household, but for the list of children, which has its own page."""
    return tuple(
        question.key
        for question in check.rulebook.questions
        if question.section == section and question.scope == Scope.HOUSEHOLD and question.key != CHILDREN
    )


def child_keys(check: Check, index: int) -> tuple[str, ...]:
    """The questions about one child."""
    return tuple(key_of(question.key, index) for question in check.rulebook.questions if question.scope == Scope.CHILD)


def asks_of_section(check: Check, section: str, *, change: str = "", again: str = "") -> tuple[str, ...]:
    """What the section's page asks: the one to change, what comes next, or what was answered before.

    None where an earlier step is open, or nothing of the section matters. `again`: that what was answered before is
    asked for; one by one, it may name the question.
    """
    own = household_keys(check, section)
    if change in own:
        return (change,)
    due = tuple(key for key in check.next if key in own)
    if due and not again:
        return due
    if not again and any(key in own for key in check.open):
        return ()
    return _asked_again(check, own, again)


def asks_of_child(check: Check, index: int, *, change: str = "", again: str = "") -> tuple[str, ...]:
    """What a child's page asks, likewise. A birth date is asked at the least: it is what makes a child one."""
    own = child_keys(check, index)
    if key_of(change, index) in own:
        return (key_of(change, index),)
    due = check.next_of_child(index)
    if due and not again:
        return due
    return _asked_again(check, own, key_of(again, index)) or (key_of(BIRTH_DATE, index),)


def address_further(check: Check, own: tuple[str, ...], key: str) -> str:
    """One by one, from a question that was asked again to the next of its page to ask again; "" at the end."""
    section = section_of(check, key)
    later = [
        other
        for other in own[own.index(key) + 1 :]
        if section_of(check, other) == section and check.has_dealt_with(other)
    ]
    return _again_address(check, later[0]) if check.is_one_by_one and later else ""


def may_see_children(check: Check) -> bool:
    """Whether the page of children is due or has been dealt with."""
    return check.has_dealt_with(CHILDREN) or check.next[:1] == (CHILDREN,)


def may_see_child(check: Check, index: int) -> bool:
    """Whether this child is there, or the next to add."""
    return may_see_children(check) and index <= len(check.household.children or ())


def may_add_child(check: Check) -> bool:
    return len(check.household.children or ()) < MAX_CHILDREN


def has_been_asked(check: Check, keys: tuple[str, ...]) -> bool:
    """Whether some of these questions were answered or declined."""
    return any(map(check.has_dealt_with, keys))


def progress(check: Check) -> Progress:
    """Sections done and one more, of those that are done or open; one by one, questions. What no longer matters leaves
    the count.
    """
    step_of = str if check.is_one_by_one else partial(section_of, check)
    still_open = set(map(step_of, check.open))
    done = set(map(step_of, _dealt_with(check))) - still_open
    return Progress(min(len(done) + 1, len(done | still_open)), len(done | still_open))


def address_before(check: Check, section: str, asks: tuple[str, ...] = ()) -> str:
    """What was answered before: earlier in this section, in the section before it, or at the start."""
    if check.is_one_by_one:
        return _address_of_question_before(check, asks[0] if asks else CHILDREN)
    if _has_earlier_answers(check, household_keys(check, section), asks):
        return f"{reverse('check:step', args=[section])}?again=1"
    dealt_with = {section_of(check, key) for key in _dealt_with(check)}
    before = [key for key in _sections(check)[: _sections(check).index(section)] if key in dealt_with]
    return _address_again(check, before[-1]) if before else reverse("check:start")


def address_before_child(check: Check, index: int, asks: tuple[str, ...]) -> str:
    """The list of children for what makes a child one; else what was answered of the child before, or before that."""
    section = section_of(check, asks[0])
    if section == section_of(check, CHILDREN):
        return reverse("check:children")
    if check.is_one_by_one:
        return _address_of_question_before(check, asks[0])
    return _child_again(index - 1) if index else address_before(check, section)


def _address_again(check: Check, section: str) -> str:
    """The last page of a section that was dealt with, with its answers."""
    if section == section_of(check, CHILDREN):
        return reverse("check:children")
    children = {child_of(key) for key in _dealt_with(check) if section_of(check, key) == section} - {None}
    return _child_again(max(children)) if children else f"{reverse('check:step', args=[section])}?again=1"


def _child_again(index: int) -> str:
    return f"{reverse('check:child', args=[index + 1])}?again=1"


def _asked_again(check: Check, own: tuple[str, ...], again: str) -> tuple[str, ...]:
    """What was answered before; one by one, the question that is named, else the first."""
    dealt_with = tuple(key for key in own if check.has_dealt_with(key))
    if not check.is_one_by_one:
        return dealt_with
    return (again,) if again in dealt_with else dealt_with[:1]


def _address_of_question_before(check: Check, key: str) -> str:
    """The question that was answered before this one, or the start."""
    turn = partial(_turn, check)
    before = [other for other in _dealt_with(check) if turn(other) < turn(key)]
    return _again_address(check, max(before, key=turn)) if before else reverse("check:start")


def _turn(check: Check, key: str) -> tuple[int, tuple[int, int]]:
    """When a question is asked."""
    return _sections(check).index(section_of(check, key)), check.rulebook.asking_order(key)


def _again_address(check: Check, key: str) -> str:
    """The page that asks this question alone, to look at the answer again; of the children, their list."""
    if section_of(check, key) == section_of(check, CHILDREN):
        return reverse("check:children")
    return f"{address_of(check, key)}?{urlencode({'again': name_of(key)})}"


def _has_earlier_answers(check: Check, own: tuple[str, ...], asks: tuple[str, ...]) -> bool:
    """Whether a page that asks for something new has answers behind it."""
    return bool(asks) and not has_been_asked(check, asks) and has_been_asked(check, own)


def _dealt_with(check: Check) -> set[str]:
    children = {CHILDREN} if check.household.children is not None else set()
    return {*check.values, *check.answers.declined, *children}


def section_of(check: Check, key: str) -> str:
    return check.rulebook.question_of[name_of(key)].section


def _sections(check: Check) -> list[str]:
    return list(check.release.content.sections)
