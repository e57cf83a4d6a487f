"""What every template may use of the release: the banner of each policy document."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from benefits.publishing.current import NoRelease, current_release
from benefits.publishing.standing import Notice, notice


def release(request: HttpRequest) -> dict[str, Any]:
    """`notices`: where each document stands. None before the first release."""
    return {"notices": _notices()}


def _notices() -> tuple[Notice, ...]:
    try:
        current = current_release()
    except NoRelease:
        return ()
    status_of = {document.key: document.status for document in current.rulebook.documents}
    return tuple(notice(document, status_of[key]) for key, document in current.content.documents.items())
