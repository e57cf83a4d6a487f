"""What every template may use of the release: the banner of each policy document."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from benefits.publishing.current import NoRelease, current_release


def release(request: HttpRequest) -> dict[str, Any]:
    """`notices`: where each document stands. None before the first release."""
    try:
        return {"notices": current_release().notices}
    except NoRelease:
        return {"notices": ()}
