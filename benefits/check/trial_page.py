"""Where a trial is opened and ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from benefits.check.answers import TRIAL_COOKIE, Answers, Trial, forget, keep
from benefits.check.gate import get_or_post, private
from benefits.check.openings import Opening, changes_named, day_named, household_to_open_with
from benefits.check.progress import replayed
from benefits.check.trial import OpenTrial, may_try, trial_of, what_is_tried
from benefits.check.trial_form import WORKING_COPY, TrialForm
from benefits.publishing.compile import NotCompilable
from benefits.publishing.current import PublishedRelease


@private
@get_or_post
def trial(request: HttpRequest) -> HttpResponse:
    if not may_try(request):
        return _refused(request)
    now, opening, findings = trial_of(request), household_to_open_with(request), ()
    has_answers = opening is None and now is not None and now.answers.has_consented
    if request.method == "POST":
        form = TrialForm(has_answers=has_answers, data=request.POST)
        if form.is_valid():
            try:
                return _opened(form.cleaned_data, now, opening)
            except NotCompilable as error:
                findings = error.findings
    else:
        form = TrialForm(has_answers=has_answers, initial=_initial(request, now, opening))
    return render(request, "check/trial.html", {"form": form, "opening": opening, "findings": findings})


@private
@get_or_post
def trial_end(request: HttpRequest) -> HttpResponse:
    """The way out: the answers of the trial go with it."""
    response = redirect("check:trial")
    return forget(response, TRIAL_COOKIE) if request.method == "POST" else response


def _refused(request: HttpRequest) -> HttpResponse:
    """Whoever is not signed in signs in; whoever has no role that reads the policy has no business here."""
    if request.user.is_authenticated and not request.user.has_policy_role:
        raise PermissionDenied
    return redirect_to_login(request.get_full_path(), reverse("admin:login"))


def _initial(request: HttpRequest, now: OpenTrial | None, opening: Opening | None) -> dict[str, Any]:
    """What the address asks for, else as the trial that is open."""
    trial = now.trial if now else Trial(day_named(request))
    return {
        "changes": changes_named(request) or trial.changes or WORKING_COPY,
        "on": opening.on if opening else trial.on,
        "published_on": opening.published_on if opening else trial.published_on,
        "keeps": True,
    }


def _opened(asked: dict[str, Any], now: OpenTrial | None, opening: Opening | None) -> HttpResponse:
    """Into the trial: to the consent, or with a household to its results. Raises NotCompilable."""
    trial = Trial(asked["on"], asked["changes"], asked["published_on"], opening.example if opening else "")
    release = what_is_tried(trial).release
    if opening is not None:
        return keep(redirect("check:results"), _as_given(opening.household, trial, release))
    if asked.get("keeps"):
        trial = replace(trial, example=now.trial.example)
        return keep(redirect("check:results"), replace(now.answers, trial=trial))
    return keep(redirect("check:start"), Answers(trial=trial))


def _as_given(household: Mapping[str, Any], trial: Trial, release: PublishedRelease) -> Answers:
    """The household's answers, and nothing more to ask: what is not given stays unknown."""
    check = replayed(Answers(has_consented=True, household=dict(household), trial=trial), release, trial.on)
    return replace(check.answers, declined=check.open)
