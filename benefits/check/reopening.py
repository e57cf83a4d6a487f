"""A result opened again by its code: as it was, what has changed since, and the way into a new check."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from benefits.check.answers import Answers, NoAnswers, keep
from benefits.check.code import Snapshot
from benefits.check.code_form import CodeForm
from benefits.check.comparing import compared
from benefits.check.gate import EXPIRED, MISSING, NotBegunError, get_or_post, outside_trials, private
from benefits.check.progress import Check, replayed
from benefits.check.reopened import keep_reopened, reopened_in
from benefits.check.starting import answers_or_new
from benefits.publishing.current import current_release, release_numbered
from benefits.publishing.standing import day_words
from benefits.results.page import results_page


@private
@get_or_post
@outside_trials
def open_code(request: HttpRequest) -> HttpResponse:
    """What is wrong with a code is said at once, without a redirect: nobody should have to scan it again to read it."""
    if request.method != "POST":
        return render(request, "check/open.html", {"form": CodeForm()})
    form = CodeForm(request.POST)
    if not form.is_valid():
        return render(request, "check/open.html", {"form": form})
    return keep_reopened(redirect("check:reopened"), form.snapshot)


@private
@require_safe
@outside_trials
def reopened(request: HttpRequest) -> HttpResponse:
    snapshot = _snapshot(request)
    then = _as_it_was(request, snapshot)
    page = results_page(
        then.release,
        then.assessment,
        then.household,
        then.audience,
        then.answers.declined,
        # An answer of then cannot be changed: that is a new check.
        change_url=lambda key: reverse("check:check_again"),
    )
    # The banner too is of then, as on the paper that the code stood on.
    context = {"page": page, "notices": page.notices}
    return keep_reopened(render(request, "check/reopened.html", context), snapshot)


@private
@get_or_post
@outside_trials
def check_again(request: HttpRequest) -> HttpResponse:
    """The same answers by the rules of today beside then; a press takes them over into a check, where consent comes
    first, as ever.
    """
    snapshot, in_progress = _snapshot(request), answers_or_new(request)
    then = _as_it_was(request, snapshot)
    now = replayed(then.answers, current_release(), timezone.localdate())
    if request.method == "POST":
        answers = Answers(
            audience=now.answers.audience,
            household=now.answers.household,
            declined=now.answers.declined,
            dropped=now.answers.dropped,
            is_at_counter=in_progress.is_at_counter,
        )
        return keep(redirect("check:start"), answers)
    context = {
        "then": _edition(then),
        "now": _edition(now),
        "comparison": compared(then, now),
        "is_in_progress": in_progress.has_consented,
    }
    return keep_reopened(render(request, "check/check_again.html", context), snapshot)


def _snapshot(request: HttpRequest) -> Snapshot:
    """The reopened result that the request carries. Raises NotBegunError."""
    snapshot = reopened_in(request)
    if isinstance(snapshot, NoAnswers):
        raise NotBegunError(EXPIRED if snapshot is NoAnswers.EXPIRED else MISSING)
    return snapshot


def _as_it_was(request: HttpRequest, snapshot: Snapshot) -> Check:
    """The result, assessed anew by its own release on its own day. Raises ReleaseUnavailable."""
    answers = Answers(audience=snapshot.audience, household=dict(snapshot.household), declined=snapshot.declined)
    request.check = check = replayed(answers, release_numbered(snapshot.release), snapshot.on)
    return check


def _edition(check: Check) -> str:
    """Of when and of which release a result is."""
    return _("%(day)s（第%(number)s版）") % {"day": day_words(check.on), "number": check.release.number}
