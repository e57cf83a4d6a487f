"""The results on paper: a page to print, and the same sheet as a PDF. `?answers=0` leaves the answers out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from benefits.check.answers import keep
from benefits.check.code_page import result_code
from benefits.check.gate import check_of, private
from benefits.check.views import page_of
from benefits.results import pdf
from benefits.results.sheet import sheet

Context = dict[str, Any]
SECONDS_TO_WAIT = 5


@private
@require_safe
def print_results(request: HttpRequest) -> HttpResponse:
    return _on_paper(request, _page)


@private
@require_safe
def pdf_results(request: HttpRequest) -> HttpResponse:
    return _on_paper(request, _file if pdf.is_available() else _no_file)


def _on_paper(request: HttpRequest, shown: Callable[[HttpRequest, Context], HttpResponse]) -> HttpResponse:
    check = check_of(request)
    if check.next or check.answers.dropped:
        return keep(redirect("check:review"), check.answers)
    with_answers = request.GET.get("answers") != "0"
    page = page_of(check, with_answers=with_answers)
    context = {
        "sheet": sheet(page, check.release, check.assessment),
        "with_answers": with_answers,
        # The code holds the answers: whoever leaves them out leaves it out.
        "code": result_code(request, check) if with_answers else None,
    }
    return keep(shown(request, context), check.answers)


def _page(request: HttpRequest, context: Context) -> HttpResponse:
    return render(request, "results/print.html", context | {"has_pdf": pdf.is_offered()})


def _file(request: HttpRequest, context: Context) -> HttpResponse:
    try:
        made = pdf.pdf(render_to_string("results/paper/pdf.html", context, request))
    except pdf.BusyError:
        response = render(request, "results/paper/busy.html", context, status=503)
        response["Retry-After"] = str(SECONDS_TO_WAIT)
        return response
    # The name says nothing of what is in it: the file stays on the computer that it was made on.
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": 'attachment; filename="wuxi.pdf"'}
    )


def _no_file(request: HttpRequest, context: Context) -> HttpResponse:
    return render(request, "results/paper/no_pdf.html", context, status=404)
