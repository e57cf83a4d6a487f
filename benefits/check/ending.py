"""Where answers end: cleared by a press, or by the clock unless somebody goes on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from benefits.check.answers import COOKIE, Answers, NoAnswers, Response, answers_of, forget, keep
from benefits.check.gate import CLEARED, EXPIRED, NotBegunError, get_or_post, private, start_address
from benefits.check.reopened import COOKIE as REOPENED
from benefits.check.reopened import keep_reopened, reopened_in
from benefits.check.trial import trial_of


@private
@get_or_post
def clear(request: HttpRequest) -> HttpResponse:
    trial = trial_of(request)
    if request.method != "POST":
        return render(request, "check/clear.html")
    cleared = redirect(start_address(CLEARED))
    if trial is not None:
        return keep(cleared, Answers(trial=trial.trial))
    answers = answers_of(request)
    is_at_counter = isinstance(answers, Answers) and answers.is_at_counter
    return keep(wiped(cleared), Answers(is_at_counter=True)) if is_at_counter else wiped(cleared)


@private
@require_safe
def keep_open(request: HttpRequest) -> HttpResponse:
    """Another hour for all that this browser holds of a resident; a script asks for it. Raises NotBegunError."""
    answers, snapshot = answers_of(request), reopened_in(request)
    response = HttpResponse(status=204)
    if not isinstance(answers, NoAnswers):
        keep(response, answers)
    if not isinstance(snapshot, NoAnswers):
        keep_reopened(response, snapshot)
    if not response.cookies:
        raise NotBegunError(EXPIRED)
    return response


def wiped(response: Response) -> Response:
    """The response, taking all answers of a resident away, wherever this browser holds them."""
    return forget(forget(response, COOKIE), REOPENED)
