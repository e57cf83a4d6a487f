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

from benefits.check.answers import AnswersTooLarge, NoAnswers, answers_of
from benefits.check.progress import Check, replayed
from benefits.publishing.current import current_release

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
View = Callable[..., HttpResponse]
# Why the start page is shown, when it was not asked for.
EXPIRED, MISSING, CLEARED = "expired", "missing", "cleared"
_NOTICES = {
    EXPIRED: gettext_lazy("已超过60分钟没有操作，您的回答已自动清除。请重新开始。"),
    MISSING: gettext_lazy("没有找到正在进行的自测。超过60分钟没有操作，回答会自动清除。请从这里开始。"),
    CLEARED: gettext_lazy("您的回答已经清除。"),
}


class NotBegunError(Exception):
    """There is no check in progress. `why` is EXPIRED or MISSING."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def check_of(request: HttpRequest) -> Check:
    """The check in progress, on the current release, today. Raises NotBegunError."""
    answers = answers_of(request)
    if answers is NoAnswers.EXPIRED:
        raise NotBegunError(EXPIRED)
    if isinstance(answers, NoAnswers) or not answers.has_consented:
        # A form that comes without answers was open when they went.
        raise NotBegunError(EXPIRED if request.method == "POST" else MISSING)
    return replayed(answers, current_release(), timezone.localdate())


def private(view: View) -> View:
    """The view, with its pages kept from caches, search engines and other sites, and those who have not begun sent
    to the start.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except NotBegunError as error:
            response = redirect(start_address(error.why))
        except AnswersTooLarge:
            response = render(request, "check/too_large.html", status=413)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


def start_address(why: str) -> str:
    return f"{reverse('check:start')}?{urlencode({'why': why})}"


def notice(request: HttpRequest) -> str:
    """The sentence that the start page's address calls for."""
    return str(_NOTICES.get(request.GET.get("why", ""), ""))
