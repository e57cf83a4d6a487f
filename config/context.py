"""What every template may use of the site itself: who runs the portal, its main pages, and today. It cannot fail."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

_MAIN_PAGES = (
    ("check:start", gettext_lazy("自测")),
    ("catalogue:measures", gettext_lazy("措施")),
    ("catalogue:departments", gettext_lazy("责任单位")),
    ("check:clear", gettext_lazy("清除我的回答")),
)


@dataclass(frozen=True, slots=True)
class MainPage:
    """A page of the navigation. `current`, as aria-current says it: "page" for itself, "true" for a page below it."""

    title: str
    address: str
    current: str


def portal(request: HttpRequest) -> dict[str, Any]:
    # What a demonstration leaves to be filled in is said in the visitor's language; a name stays as it is.
    said = {name: gettext(value) for name, value in settings.PORTAL.items()}
    return {
        "portal": said | {"is_demonstration": settings.IS_DEMONSTRATION},
        "main_pages": main_pages(request.path),
        "today": timezone.localdate(),
    }


def main_pages(path: str) -> list[MainPage]:
    """The pages of the navigation, as seen from the page at this path."""
    pages = [(title, reverse(name)) for name, title in _MAIN_PAGES]
    nearest = max((address for _, address in pages if path.startswith(address)), key=len, default="")
    return [
        MainPage(str(title), address, _current(path, address) if address == nearest else "") for title, address in pages
    ]


def _current(path: str, address: str) -> str:
    return "page" if path == address else "true"
