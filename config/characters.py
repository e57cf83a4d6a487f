"""The character that no database keeps: PostgreSQL refuses U+0000, in a look-up as in a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict

NUL = "\0"


class CharacterMiddleware:
    """Refuses what was sent with it, in the address or in a form; files are left to who reads them.

    Stands behind config.uploads.UploadMiddleware, which judges the length before the form is read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if NUL in request.path or _has_nul(request.GET) or _has_nul(request.POST):
            raise BadRequest("U+0000 in the address or in the form")


def _has_nul(fields: QueryDict) -> bool:
    return any(NUL in text for name, values in fields.lists() for text in (name, *values))
