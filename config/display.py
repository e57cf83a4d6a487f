"""How a visitor wants the pages: the language, and the standard version or 长者版 with the size of its text.

Two cookies remember it for a year. They are wishes and no facts: whatever is not known in them counts as the default,
Chinese and the standard version. What the browser says of its languages does not decide: a telephone that is set to
English is often somebody's whose Chinese is better.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.csrf import csrf_exempt

LANGUAGE_COOKIE, DISPLAY_COOKIE = "language", "display"
YEAR = 365 * 24 * 60 * 60
ELDER, STANDARD = "elder", "standard"
# The switches on every page. No question's key has a hyphen, so that they may stand in a form of questions.
LANGUAGE, VERSION, TEXT = "display-language", "display-version", "display-text"
NEXT = "next"
TEXT_SIZES = {
    18: gettext_lazy("小"),
    22: pgettext_lazy("size of text", "标准"),
    26: gettext_lazy("大"),
    30: gettext_lazy("特大"),
}
TEXT_POINTS = tuple(TEXT_SIZES)
_LANGUAGE_TAGS = {"zh-hans": "zh-Hans", "en": "en"}
_LONGEST_NEXT = 2_000

Response = TypeVar("Response", bound=HttpResponseBase)


@dataclass(frozen=True, slots=True)
class TextSize:
    """A size of the text that may be chosen in 长者版."""

    points: int
    name: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Display:
    """`text_points`: the size of the text in 长者版, kept while the standard version is shown."""

    language: str = settings.LANGUAGE_CODE
    is_elder: bool = False
    text_points: int = TEXT_POINTS[0]

    @property
    def tag(self) -> str:
        """The language as HTML and HTTP name it."""
        return _LANGUAGE_TAGS[self.language]

    @property
    def css_class(self) -> str:
        """The class of the <html> element."""
        return f"elder text-{self.text_points}" if self.is_elder else ""

    @property
    def version(self) -> str:
        return ELDER if self.is_elder else STANDARD

    @property
    def sizes(self) -> list[TextSize]:
        return [TextSize(points, str(name), points == self.text_points) for points, name in TEXT_SIZES.items()]


class DisplayMiddleware:
    """Sets `request.display` and speaks its language, in pages for what goes wrong too. Stands before all that fail."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.display = display_of(request)
        with translation.override(request.display.language):
            response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", request.display.tag)
            patch_vary_headers(response, ("Cookie",))
        return response


def context(request: HttpRequest) -> dict[str, Any]:
    """For every template: `display`, and `here`, the address to come back to after a switch."""
    return {"display": display_of(request), "here": request.get_full_path()}


def display_of(request: HttpRequest) -> Display:
    """The display that the visitor chose once, else the default."""
    version, _, points = request.COOKIES.get(DISPLAY_COOKIE, "").partition("-")
    return _display(request.COOKIES.get(LANGUAGE_COOKIE, ""), version, points)


def asked_for(request: HttpRequest) -> Display | None:
    """The display that a switch in the posted form asks for; None if the form was sent by no switch."""
    if not any(name in request.POST for name in (LANGUAGE, VERSION, TEXT)):
        return None
    now = display_of(request)
    return _display(
        request.POST.get(LANGUAGE, now.language),
        request.POST.get(VERSION, now.version),
        request.POST.get(TEXT, str(now.text_points)),
    )


def remember(response: Response, display: Display) -> Response:
    """The response, taking the choice along for a year."""
    for name, value in (
        (LANGUAGE_COOKIE, display.language),
        (DISPLAY_COOKIE, f"{display.version}-{display.text_points}"),
    ):
        response.set_cookie(
            name,
            value,
            max_age=YEAR,
            path="/",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


# Without a token: pages that hold no form, and those for what goes wrong, need not set a cookie for one. The most that
# another site can do with it is to change the size of the text.
@csrf_exempt
def switch(request: HttpRequest) -> HttpResponse:
    """Back to the page one came from, in the display that was asked for."""
    response = HttpResponseRedirect(_way_back(request.POST.get(NEXT, "")))
    wanted = asked_for(request)
    return response if wanted is None else remember(response, wanted)


def _display(language: str, version: str, points: str) -> Display:
    return Display(
        language=language if language in _LANGUAGE_TAGS else settings.LANGUAGE_CODE,
        is_elder=version == ELDER,
        text_points=next((each for each in TEXT_POINTS if points == str(each)), TEXT_POINTS[0]),
    )


def _way_back(address: str) -> str:
    """The address if it is a path of this site; else home."""
    is_path = address.startswith("/") and len(address) <= _LONGEST_NEXT
    return address if is_path and url_has_allowed_host_and_scheme(address, allowed_hosts=None) else reverse("home")
