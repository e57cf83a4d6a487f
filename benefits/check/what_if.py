"""What if: answers supposed beside the real ones, and both results side by side. Only keeping makes them real."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from benefits.check import edits, steps
from benefits.check.answers import Answers, keep
from benefits.check.comparing import compared
from benefits.check.forms import ChildrenForm, QuestionsForm
from benefits.check.gate import check_of, get_or_post, private
from benefits.check.keys import child_of, key_of
from benefits.check.progress import Check, is_asked, with_one_more_child
from benefits.check.question_page import CHANGE, QuestionPage, address_of_page, form_to_show, show, take
from benefits.check.review import review_sections
from benefits.check.starters import starters
from benefits.check.supposing import (
    made_real,
    supposed_check,
    suppositions,
    with_supposed,
    without_supposition,
)
from benefits.eligibility.facts import BIRTH_DATE, CHILDREN, MAX_CHILDREN

COMPARE = "check:what_if"


class SupposedForm(QuestionsForm):
    """Questions answered as they might be."""

    submit = gettext_lazy("看看会怎样")


class SupposedChildrenForm(ChildrenForm):
    """Likewise, whether there might be children."""

    submit = SupposedForm.submit


@private
@require_safe
def what_if(request: HttpRequest) -> HttpResponse:
    check = check_of(request)
    if check.next:
        return keep(redirect(steps.next_address(check)), check.answers)
    if check.answers.supposed is None:
        return _choose(request, check)
    supposed = supposed_check(check)
    sides = compared(check, supposed)
    context = {
        "suppositions": suppositions(check, supposed),
        "comparison": sides,
        "questions": [(question.label, question_address(supposed, question.key)) for question in sides.questions],
    }
    return show(request, "check/what_if/compare.html", check, context)


@private
@require_safe
def what_if_choose(request: HttpRequest) -> HttpResponse:
    check = check_of(request)
    if check.next:
        return keep(redirect(steps.next_address(check)), check.answers)
    return _choose(request, check)


def _choose(request: HttpRequest, check: Check) -> HttpResponse:
    """What may be supposed, beside what is supposed already."""
    supposed = supposed_check(check)
    context = {
        "starters": [(starter, question_address(supposed, starter.key)) for starter in starters(supposed)],
        "sections": review_sections(supposed, question_address),
        "back": reverse(COMPARE if check.answers.supposed else steps.RESULTS),
    }
    return show(request, "check/what_if/choose.html", check, context)


@private
@get_or_post
def what_if_question(request: HttpRequest) -> HttpResponse:
    check = check_of(request)
    supposed, key = supposed_check(check), request.GET.get(CHANGE, "")
    if check.next or not _may_ask(supposed, key):
        return keep(redirect(COMPARE), check.answers)
    page = _question_page(request, check, supposed, key)
    if request.method == "POST":
        return take(request, supposed, page, partial(_after, check, key))
    context = {"form": form_to_show(supposed, page), "title": _title(supposed, key), "back": reverse(COMPARE)}
    return show(request, "check/what_if/question.html", check, context)


def question_address(check: Check, key: str) -> str:
    """Where a question of a supposed check is answered; of the children, where one is added. "" where none can be."""
    if key == CHILDREN and check.household.children is not None:
        key = key_of(BIRTH_DATE, len(check.household.children))
    if not _may_ask(check, key):
        return ""
    return f"{reverse('check:what_if_question')}?{urlencode({CHANGE: key})}"


def _may_ask(supposed: Check, key: str) -> bool:
    """Whether the key is of a question of the household, of a child that is there, or of one more."""
    count = len(supposed.household.children or ())
    if key == CHILDREN:
        return not count
    return is_asked(supposed.rulebook, key, min(count + 1, MAX_CHILDREN))


def _question_page(request: HttpRequest, check: Check, supposed: Check, key: str) -> QuestionPage:
    own = _own_keys(supposed, key)
    form_class = SupposedChildrenForm if key == CHILDREN else SupposedForm
    edit = edits.children_said if key == CHILDREN else edits.answered
    return QuestionPage(
        address_of_page(request), own, _asks(supposed, key), form_class, edit, partial(_keep_supposed, check)
    )


def _own_keys(supposed: Check, key: str) -> tuple[str, ...]:
    index = child_of(key)
    if key == CHILDREN:
        return (CHILDREN,)
    if index is not None:
        return steps.child_keys(supposed, index)
    return steps.household_keys(supposed, steps.section_of(supposed, key))


def _asks(supposed: Check, key: str) -> tuple[str, ...]:
    """The question, and those that became open together with it; of one more child what makes it one."""
    index = child_of(key)
    if index is None:
        return supposed.next if key in supposed.next else (key,)
    if index == len(supposed.household.children or ()):
        return steps.asks_of_child(with_one_more_child(supposed, index), index)
    due = supposed.next_of_child(index)
    return due if key in due else (key,)


def _after(check: Check, key: str, request: HttpRequest, supposed: Check) -> HttpResponse:
    """To what became open, of the same child first; else to the comparison."""
    index = child_of(key)
    due = (supposed.next_of_child(index) if index is not None else ()) or supposed.next
    if key == CHILDREN and not supposed.has_dealt_with(CHILDREN):
        due = (key_of(BIRTH_DATE, 0),)
    address = question_address(supposed, due[0]) if due else reverse(COMPARE)
    return _keep_supposed(check, redirect(address), supposed.answers)


def _keep_supposed(check: Check, response: HttpResponse, supposed: Answers) -> HttpResponse:
    return keep(response, with_supposed(check.answers, supposed))


def _title(supposed: Check, key: str) -> str:
    index = child_of(key)
    if index is not None:
        return _("第%(number)s个孩子") % {"number": index + 1}
    return str(supposed.release.content.sections[steps.section_of(supposed, key)].title)


@private
@get_or_post
def what_if_undo(request: HttpRequest) -> HttpResponse:
    """One supposition is taken back; the others stay."""
    check = check_of(request)
    if request.method != "POST":
        return keep(redirect(COMPARE), check.answers)
    answers = without_supposition(check, supposed_check(check), request.POST.get("key", ""))
    return keep(redirect(COMPARE), answers)


@private
@get_or_post
def what_if_drop(request: HttpRequest) -> HttpResponse:
    """All suppositions are given up; back to the real results."""
    check = check_of(request)
    if request.method != "POST":
        return keep(redirect(COMPARE), check.answers)
    return keep(redirect(steps.RESULTS), replace(check.answers, supposed=None))


@private
@get_or_post
def what_if_keep(request: HttpRequest) -> HttpResponse:
    """What was supposed becomes the real answers; on to what they leave open, or to their results."""
    check = check_of(request)
    if request.method != "POST":
        return keep(redirect(COMPARE), check.answers)
    return keep(redirect(steps.RESULTS), made_real(check.answers))
