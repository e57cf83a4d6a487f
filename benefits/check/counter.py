"""The check at the counter: staff fill it in for whoever is in front of them, and wipe it before the next person."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from benefits.check.answers import Answers, NoAnswers, answers_of, keep
from benefits.check.ending import wiped
from benefits.check.gate import WIPED, get_or_post, outside_trials, private, start_address
from benefits.check.reopened import reopened_in

LEAVE = "leave"


@private
@get_or_post
@outside_trials
def counter(request: HttpRequest) -> HttpResponse:
    """Every press wipes what is there: the first begins, those after it make room for the next person."""
    is_allowed = admin.site.has_permission(request)
    if request.method == "POST":
        # Wiped whoever asks: the session may have ended while somebody's answers were still there.
        if LEAVE in request.POST or not is_allowed:
            return wiped(redirect("admin:index"))
        start = start_address(WIPED) if _is_anything_there(request) else reverse("check:start")
        return keep(wiped(redirect(start)), Answers(is_at_counter=True))
    if not is_allowed:
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    answers = answers_of(request)
    context = {
        "is_open": not isinstance(answers, NoAnswers) and answers.is_at_counter,
        "is_in_progress": _is_anything_there(request),
    }
    return render(request, "check/counter.html", context)


def _is_anything_there(request: HttpRequest) -> bool:
    return not all(isinstance(held, NoAnswers) for held in (answers_of(request), reopened_in(request)))
