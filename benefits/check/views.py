"""The check, page by page: start, questions, children, the answers to check, results, and clearing it all."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from benefits.check import edits, starting, steps
from benefits.check.answers import forget, keep
from benefits.check.forms import ChildrenForm
from benefits.check.gate import CLEARED, check_of, notice, private, start_address
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
from benefits.check.refusals import FRAGMENT
from benefits.check.review import listed_children, review_sections
from benefits.eligibility.facts import CHILDREN, MAX_CHILDREN
from benefits.results.page import ResultsPage, results_page

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@private
@get_or_post
def start(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _begin(request)
    if starting.HAS_BEGUN in request.GET:
        return _begun(request)
    form, answers = starting.form_to_show(request)
    context = {"form": form, "notice": notice(request), "is_begun": answers.has_consented}
    return render(request, "check/start.html", context)


def _begin(request: HttpRequest) -> HttpResponse:
    form, answers = starting.posted(request)
    if not form.is_valid():
        return keep(HttpResponseRedirect(reverse("check:start") + FRAGMENT), answers)
    return keep(redirect(f"{reverse('check:start')}?{starting.HAS_BEGUN}=1"), answers)


def _begun(request: HttpRequest) -> HttpResponse:
    """The cookie that was just sent must have come back."""
    if not starting.answers_or_new(request).has_consented:
        return render(request, "check/no_cookie.html")
    check = check_of(request)
    return keep(redirect(steps.next_address(check)), check.answers)


@private
@get_or_post
def step(request: HttpRequest, section: str) -> HttpResponse:
    check = check_of(request)
    page = _section_page(request, check, section)
    if request.method == "POST":
        return take(request, check, page, onward)
    form = form_to_show(check, page)
    if form is None:
        return keep(redirect(_elsewhere(check, section)), check.answers)
    is_due = page.asks == check.next
    context = {
        "form": form,
        "title": check.release.content.sections[section].title,
        "back": back_of(request, steps.address_before(check, section, page.asks)),
        "progress": steps.progress(check) if is_due else None,
    }
    return show(request, "check/step.html", check, context)


def _section_page(request: HttpRequest, check: Check, section: str) -> QuestionPage:
    if section not in check.release.content.sections:
        raise Http404
    asks = steps.asks_of_section(check, section, change=request.GET.get(CHANGE, ""), is_again=AGAIN in request.GET)
    return QuestionPage(address_of_page(request), steps.household_keys(check, section), asks)


def _elsewhere(check: Check, section: str) -> str:
    """From a section with nothing to show. That of the children has its own page."""
    is_childrens = section == steps.section_of(check, CHILDREN)
    return reverse("check:children") if is_childrens and steps.may_see_children(check) else steps.next_address(check)


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
    if not 1 <= number <= MAX_CHILDREN:
        raise Http404
    if not steps.may_see_child(check, number - 1):
        return keep(redirect("check:children"), check.answers)
    page = _child_page(request, check, number - 1)
    if request.method == "POST":
        return take(request, check, page, partial(_after_child, index=number - 1))
    context = {
        "form": form_to_show(check, page),
        "number": number,
        "back": back_of(request, steps.address_before_child(check, number - 1, page.asks)),
        "progress": None if steps.has_been_asked(check, page.asks) else steps.progress(check),
    }
    return show(request, "check/child.html", check, context)


def _child_page(request: HttpRequest, check: Check, index: int) -> QuestionPage:
    asks = steps.asks_of_child(
        with_one_more_child(check, index), index, change=request.GET.get(CHANGE, ""), is_again=AGAIN in request.GET
    )
    return QuestionPage(address_of_page(request), steps.child_keys(check, index), asks)


def _after_child(request: HttpRequest, check: Check, index: int) -> HttpResponse:
    """To the child's next questions, or back to the list of children, unless the change came from elsewhere."""
    if check.next_of_child(index):
        return keep(redirect("check:child", number=index + 1), check.answers)
    if CHANGE in request.GET:
        return onward(request, check)
    return keep(redirect("check:children"), check.answers)


@private
@get_or_post
def child_remove(request: HttpRequest, number: int) -> HttpResponse:
    check = check_of(request)
    count = len(check.household.children or ())
    if not 1 <= number <= MAX_CHILDREN:
        raise Http404
    if number > count:
        return keep(redirect("check:children"), check.answers)
    if request.method == "GET":
        return show(
            request, "check/child_remove.html", check, {"child": listed_children(check)[number - 1], "count": count}
        )
    # The count tells a form sent twice from one that is still about this child.
    is_still_there = request.POST.get("count") == str(count)
    return keep(
        redirect("check:children"), edits.without_child(check.answers, number - 1) if is_still_there else check.answers
    )


@private
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    check = check_of(request)
    if check.next:
        return keep(redirect(steps.next_address(check)), check.answers)
    return show(request, "check/review.html", check, {"sections": review_sections(check)})


@private
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    return _results(request, "results/page.html")


@private
@require_safe
def print_results(request: HttpRequest) -> HttpResponse:
    return _results(request, "results/print.html")


def _results(request: HttpRequest, template: str) -> HttpResponse:
    check = check_of(request)
    if check.next or check.answers.dropped:
        return keep(redirect("check:review"), check.answers)
    context = {"page": _page(check), "with_answers": request.GET.get("answers") != "0"}
    return keep(render(request, template, context), check.answers)


def _page(check: Check) -> ResultsPage:
    return results_page(
        check.release,
        check.assessment,
        check.household,
        check.audience,
        check.answers.declined,
        change_url=partial(steps.change_address, check, then=steps.THEN_RESULTS),
        made_at=timezone.localtime(),
    )


@private
@get_or_post
def clear(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return forget(redirect(start_address(CLEARED)))
    return render(request, "check/clear.html")
