"""The admin's pages that are not of one kind of record: each is registered where its view is written.

    @page("history/", name="history")
    def history(request: HttpRequest) -> HttpResponse: ...

The address is under /admin/, the name under `admin:`. The site takes them up in config/site.py.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple, TypeAlias

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from benefits.admin import rights

View: TypeAlias = Callable[..., HttpResponse]


class Page(NamedTuple):
    """A page's address below the admin's, its view, and its name."""

    address: str
    view: View
    name: str


PAGES: list[Page] = []


def page(address: str, name: str, may: Callable[[Any], bool] = rights.may_read) -> Callable[[View], View]:
    """Make a page of the view, for the members of staff of whom `may` is true; the others are refused."""

    def register(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        PAGES.append(Page(address, guarded, name))
        return guarded

    return register


def rendered(request: HttpRequest, template: str, title: str, **context: Any) -> TemplateResponse:
    """A page in the admin's frame."""
    return TemplateResponse(request, template, {**admin.site.each_context(request), "title": title, **context})


def seen_release(request: HttpRequest) -> int:
    """The release against which the page was made that the form stood on; 0, which none is, if it does not say."""
    raw = request.POST.get("seen", "")
    return int(raw) if raw.isdecimal() and len(raw) < 10 else 0
