"""The character that no database keeps: PostgreSQL refuses U+0000, in a look-up as in a value."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse, QueryDict

from config.views import bad_request

NUL = "\0"


class CharacterMiddleware:
    """Answers 400 where the database refused what was sent with it. A form that names the field comes before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DataError):
            return None
        has_it = NUL in request.path or _has_nul(request.GET) or _has_nul(request.POST)
        return bad_request(request, exception) if has_it else None


def _has_nul(fields: QueryDict) -> bool:
    return any(NUL in text for name, values in fields.lists() for text in (name, *values))
