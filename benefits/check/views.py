"""The check, page by page: start, questions, the answers to check, and results."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from benefits.check import starting, steps
from benefits.check.answers import keep
from benefits.check.code_page import result_code
from benefits.check.gate import check_of, get_or_post, notice, private
from benefits.check.progress import Check
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
from benefits.check.review import review_sections
from benefits.eligibility.facts import CHILDREN
from benefits.results import pdf
from benefits.results.page import ResultsPage, results_page


@private
@get_or_post
def start(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _begin(request)
    if starting.HAS_BEGUN in request.GET:
        return _begun(request)
    form, answers = starting.form_to_show(request)
    context = {
        "form": form,
        "notice": notice(request, is_begun=answers.has_consented),
        "is_begun": answers.has_consented,
        "is_brought": bool(answers.household) and not answers.has_consented,
    }
    return render(request, "check/start.html", context)


def _begin(request: HttpRequest) -> HttpResponse:
    form, answers = starting.posted(request)
    if answers.refused is not None and answers.refused.is_draft:
        return keep(redirect("check:start"), answers)
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
    asks = steps.asks_of_section(check, section, change=request.GET.get(CHANGE, ""), again=request.GET.get(AGAIN, ""))
    return QuestionPage(address_of_page(request), steps.household_keys(check, section), asks)


def _elsewhere(check: Check, section: str) -> str:
    """From a section with nothing to show. That of the children has its own page."""
    is_childrens = section == steps.section_of(check, CHILDREN)
    return reverse("check:children") if is_childrens and steps.may_see_children(check) else steps.next_address(check)


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
    check = check_of(request)
    if check.next or check.answers.dropped:
        return keep(redirect("check:review"), check.answers)
    return keep(render(request, "results/page.html", results_context(request, check)), check.answers)


def results_context(request: HttpRequest, check: Check) -> dict[str, Any]:
    return {
        "page": page_of(check, with_answers=False),
        "code": result_code(request, check),
        "has_pdf": pdf.is_offered(),
    }


def page_of(check: Check, *, with_answers: bool) -> ResultsPage:
    """What the check's results show."""
    return results_page(
        check.release,
        check.assessment,
        check.household,
        check.audience,
        check.answers.declined,
        change_url=partial(steps.change_address, check, then=steps.THEN_RESULTS),
        made_at=timezone.localtime(),
        with_answers=with_answers,
    )
