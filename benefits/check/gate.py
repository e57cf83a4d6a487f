"""What every page of the check has in common: nobody stores it, and it needs answers that were begun with consent."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from benefits.check.answers import TRIAL_COOKIE, AnswersTooLarge, NoAnswers, forget
from benefits.check.progress import Check, replayed
from benefits.check.trial import TrialOverError, in_progress, trial_of
from benefits.publishing.compile import NotCompilable
from benefits.publishing.current import ReleaseUnavailable, current_release
from config import display

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
View = Callable[..., HttpResponse]
# Why the start page is shown, when it was not asked for.
EXPIRED, MISSING, CLEARED, WIPED, TRIAL_OVER = "expired", "missing", "cleared", "wiped", "trial-over"
_NOTICES = {
    EXPIRED: gettext_lazy("已超过60分钟没有操作，您的回答已自动清除。请重新开始。"),
    MISSING: gettext_lazy("没有找到正在进行的自测。超过60分钟没有操作，回答会自动清除。请从这里开始。"),
    CLEARED: gettext_lazy("您的回答已经清除。"),
    WIPED: gettext_lazy("这台电脑上的回答已经全部清除，可以为下一位开始。"),
    TRIAL_OVER: gettext_lazy("试算已经结束，因为没有登录，或账号不能试算。这里是居民看到的自测。"),
}


class NotBegunError(Exception):
    """There is no check in progress. `why` is EXPIRED or MISSING."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def check_of(request: HttpRequest) -> Check:
    """The check in progress: on the current release, today; or on what is tried, and its day.

    Raises NotBegunError, TrialOverError, and NotCompilable where what is tried cannot be.
    """
    answers = in_progress(request)
    if answers is NoAnswers.EXPIRED:
        raise NotBegunError(EXPIRED)
    if isinstance(answers, NoAnswers) or not answers.has_consented:
        # A form that comes without answers was open when they went.
        raise NotBegunError(EXPIRED if request.method == "POST" else MISSING)
    trial, is_one_by_one = trial_of(request), request.display.is_elder
    if trial is not None:
        release, on = trial.unpublished.release, trial.trial.on
    else:
        release, on = current_release(), timezone.localdate()
    request.check = replayed(answers, release, on, is_one_by_one=is_one_by_one)
    return request.check


def private(view: View) -> View:
    """The view, with its pages kept from caches, search engines and other sites, and those who have not begun sent
    to the start. A form that was sent by a switch of the display switches it, whatever becomes of the form.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except NotBegunError as error:
            response = redirect(start_address(error.why))
        except TrialOverError:
            response = forget(redirect(start_address(TRIAL_OVER)), TRIAL_COOKIE)
        except NotCompilable as error:
            response = render(request, "check/trial_stopped.html", {"findings": error.findings})
        except ReleaseUnavailable as error:
            response = render(
                request, "check/release_unavailable.html", {"error": error}, status=503 if error.is_for_now else 410
            )
        except AnswersTooLarge:
            response = render(request, "check/too_large.html", status=413)
        if request.display.is_elder and response.status_code == 302 and "#" not in response["Location"]:
            # Large as it is there, the banner fills a telephone: the next page opens at what it asks.
            response["Location"] += "#main"
        wanted = display.asked_for(request)
        if wanted is not None:
            display.remember(response, wanted)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


def outside_trials(view: View) -> View:
    """The view, which has no place in a trial: there a page says so."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if trial_of(request) is not None:
            return render(request, "check/not_in_trial.html")
        return view(request, *args, **kwargs)

    return guarded


def start_address(why: str) -> str:
    return f"{reverse('check:start')}?{urlencode({'why': why})}"


def notice(request: HttpRequest, *, is_begun: bool) -> str:
    """The sentence that the start page's address calls for.

    Where a check is in progress after all, as when another tab was used meanwhile, nothing was cleared or lost.
    """
    why = request.GET.get("why", "")
    return "" if is_begun and why != TRIAL_OVER else str(_NOTICES.get(why, ""))
