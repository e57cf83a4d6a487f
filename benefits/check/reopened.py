"""The cookie that holds a result reopened by its code, beside a check in progress: sealed, and gone after an hour."""

from __future__ import annotations

from django.http import HttpRequest

from benefits.check import sealing
from benefits.check.answers import IDLE_SECONDS, MAX_BYTES, AnswersTooLarge, NoAnswers, Response, put
from benefits.check.code import Snapshot

COOKIE = "reopened"
_KIND = b"reopened1"


def keep_reopened(response: Response, snapshot: Snapshot) -> Response:
    """The response, taking the reopened result along for another hour. Raises AnswersTooLarge."""
    value = sealing.sealed(_KIND + b" " + sealing.packed(snapshot.to_json()))
    if len(value) > MAX_BYTES:
        raise AnswersTooLarge
    return put(response, COOKIE, value)


def reopened_in(request: HttpRequest) -> Snapshot | NoAnswers:
    """The reopened result that the request carries, or why there is none."""
    value = request.COOKIES.get(COOKIE, "")
    if not value or len(value) > MAX_BYTES:
        return NoAnswers.NONE
    try:
        kind, packed = sealing.opened(value, IDLE_SECONDS).split(b" ", 1)
        return Snapshot.from_json(sealing.unpacked(packed)) if kind == _KIND else NoAnswers.NONE
    except sealing.TooOldError:
        return NoAnswers.EXPIRED
    except (ValueError, TypeError):
        return NoAnswers.NONE
