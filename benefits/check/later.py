"""What changes later, as a page and as a calendar file."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from benefits.check import steps
from benefits.check.answers import keep
from benefits.check.code_page import result_code
from benefits.check.forms import QuestionsForm
from benefits.check.gate import check_of, private
from benefits.check.progress import Check
from benefits.check.question_page import QuestionPage, form_to_show
from benefits.eligibility.facts import DUE_DATE
from benefits.results.calendar import calendar_file
from benefits.results.timeline_page import TimelinePage, is_due_date_wanted, timeline_page


@private
@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    check = check_of(request)
    if check.next or check.answers.dropped:
        return keep(redirect(steps.REVIEW), check.answers)
    context = {"page": page_of(check), "form": _due_date_form(check), "code": result_code(request, check)}
    return keep(render(request, "results/timeline.html", context), check.answers)


@private
@require_safe
def dates(request: HttpRequest) -> HttpResponse:
    check = check_of(request)
    if check.next or check.answers.dropped:
        return keep(redirect(steps.REVIEW), check.answers)
    key_dates = page_of(check).dates
    if not key_dates:
        return keep(redirect(steps.TIMELINE), check.answers)
    headers = {"Content-Disposition": 'attachment; filename="dates.ics"'}
    file = calendar_file(key_dates, timezone.now())
    return keep(HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=headers), check.answers)


def page_of(check: Check) -> TimelinePage:
    """What the check's timeline shows."""
    return timeline_page(
        check.release,
        check.assessment,
        check.household,
        check.audience,
        check.answers.declined,
        change_url=partial(steps.change_address, check, then=steps.THEN_TIMELINE),
    )


def _due_date_form(check: Check) -> QuestionsForm | None:
    """The question for the due date, posted to the page that asks it, which leads back here."""
    if not is_due_date_wanted(check.release, check.household):
        return None
    address = steps.change_address(check, DUE_DATE, then=steps.THEN_TIMELINE)
    return form_to_show(check, QuestionPage(address, (DUE_DATE,), (DUE_DATE,)))
