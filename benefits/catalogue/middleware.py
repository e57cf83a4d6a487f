"""Before anything has been published: one clear page instead of a failure."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from benefits.publishing.current import NoRelease


class NoReleaseMiddleware:
    """Answers 503 where a page needs a release and there has never been one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, NoRelease):
            return None
        sentence = _("工作人员还没有发布措施，或者数据库暂时没有应答。请过一会儿再来看。")
        response = render(request, "catalogue/no_release.html", {"message": sentence}, status=503)
        response["Retry-After"] = "60"
        response["Cache-Control"] = "no-store"
        return response
