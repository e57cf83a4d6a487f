"""The children, page by page: whether there are any, their list, each child's questions, and removing one."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from benefits.check import edits, steps
from benefits.check.answers import keep
from benefits.check.forms import ASKED, ChildrenForm
from benefits.check.gate import check_of, get_or_post, private
from benefits.check.progress import Check, with_one_more_child
from benefits.check.question_page import (
    AGAIN,
    CHANGE,
    QuestionPage,
    address_of_page,
    back_of,
    form_to_show,
    onward,
    show,
    take,
)
from benefits.check.review import listed_children
from benefits.eligibility.facts import BIRTH_DATE, CHILDREN, MAX_CHILDREN


@private
@get_or_post
def children(request: HttpRequest) -> HttpResponse:
    check = check_of(request)
    if not steps.may_see_children(check):
        return keep(redirect(steps.next_address(check)), check.answers)
    if check.household.children:
        return _children_list(request, check)
    page = QuestionPage(address_of_page(request), (CHILDREN,), (CHILDREN,), ChildrenForm, edits.children_said)
    if request.method == "POST":
        return take(request, check, page, _after_children)
    context = {
        "form": form_to_show(check, page),
        "title": check.release.content.sections[steps.section_of(check, CHILDREN)].title,
        "back": steps.address_before(check, steps.section_of(check, CHILDREN)),
        "progress": steps.progress(check) if check.next == (CHILDREN,) else None,
    }
    return show(request, "check/step.html", check, context)


def _after_children(request: HttpRequest, check: Check) -> HttpResponse:
    """To the first child, if there are children to add."""
    if not check.has_dealt_with(CHILDREN):
        return keep(redirect("check:child", number=1), check.answers)
    return onward(request, check)


def _children_list(request: HttpRequest, check: Check) -> HttpResponse:
    if request.method == "POST":
        # A form from before the first child was added: the children that are there stay.
        return keep(redirect("check:children"), check.answers)
    context = {
        "children": listed_children(check),
        "next_number": len(check.household.children) + 1 if steps.may_add_child(check) else None,
        "maximum": MAX_CHILDREN,
        "onward": steps.next_address(check),
        "is_open": bool(check.next),
        "back": steps.address_before(check, steps.section_of(check, CHILDREN)),
    }
    return show(request, "check/children.html", check, context)


@private
@get_or_post
def child(request: HttpRequest, number: int) -> HttpResponse:
    check = check_of(request)
    _must_be_possible(number)
    if not steps.may_see_child(check, number - 1):
        return keep(redirect("check:children"), check.answers)
    page = _child_page(request, check, number - 1)
    if request.method == "POST":
        return take(request, check, page, _after_child)
    context = {
        "form": form_to_show(check, page),
        "number": number,
        "back": back_of(request, steps.address_before_child(check, number - 1, page.asks)),
        "progress": None if steps.has_been_asked(check, page.asks) else steps.progress(check),
    }
    return show(request, "check/child.html", check, context)


def _child_page(request: HttpRequest, check: Check, index: int) -> QuestionPage:
    asks = steps.asks_of_child(
        with_one_more_child(check, index), index, change=request.GET.get(CHANGE, ""), again=request.GET.get(AGAIN, "")
    )
    return QuestionPage(address_of_page(request), steps.child_keys(check, index), asks)


def _after_child(request: HttpRequest, check: Check) -> HttpResponse:
    """Back to the list of children, where the next is added, from what makes a child one; else onward."""
    if CHANGE not in request.GET and BIRTH_DATE in request.POST.getlist(ASKED):
        return keep(redirect("check:children"), check.answers)
    return onward(request, check)


@private
@get_or_post
def child_remove(request: HttpRequest, number: int) -> HttpResponse:
    check = check_of(request)
    count = len(check.household.children or ())
    _must_be_possible(number)
    if number > count:
        return keep(redirect("check:children"), check.answers)
    if request.method != "POST":
        context = {"child": listed_children(check)[number - 1], "count": count}
        return show(request, "check/child_remove.html", check, context)
    # The count tells a form sent twice from one that is still about this child.
    is_still_there = request.POST.get("count") == str(count)
    removed = partial(edits.without_child, index=number - 1)
    answers = edits.in_both(check.answers, removed) if is_still_there else check.answers
    return keep(redirect("check:children"), answers)


def _must_be_possible(number: int) -> None:
    if not 1 <= number <= MAX_CHILDREN:
        raise Http404
