"""The cookie that holds a check in progress, and nothing else: sealed, small, and gone after an hour unused.

What staff try stands in a cookie of its own, with what they try it on, so that a trial and a check never mix.

The server keeps none of it. What cannot be opened, or does not look like ours, is as good as no cookie.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from benefits.check import sealing

COOKIE, TRIAL_COOKIE = "answers", "trial"
IDLE_SECONDS = 60 * 60
TRIAL_SECONDS = 8 * 60 * 60
MAX_BYTES = 3_800
FORMAT = 1

Response = TypeVar("Response", bound=HttpResponseBase)


class NoAnswers(Enum):
    """Why there are no answers."""

    NONE = "none"
    EXPIRED = "expired"


class AnswersTooLarge(Exception):
    """The answers do not fit into the cookie, even without the refused post."""


@dataclass(frozen=True)
class Refused:
    """A post that was refused: the page it was for, and what was typed there, so that it can be shown again.

    `is_draft`: it was not sent to be taken, but put aside while the page changes its language or version.
    """

    page: str
    typed: dict[str, list[str]]
    too_long: tuple[str, ...] = ()
    is_draft: bool = False


@dataclass(frozen=True)
class Trial:
    """What is tried: the rules of a change set (None: the working copy) on a day.

    `published_on`: a day on which the policy is supposed to be published. `example`: the one that was opened; it says
    all that it rests on, so that without such a day it supposes the policy not published.
    """

    on: date
    changes: int | None = None
    published_on: date | None = None
    example: str = ""

    @property
    def supposes(self) -> bool:
        """Whether the day of publication is supposed, rather than the documents' own."""
        return bool(self.example) or self.published_on is not None


@dataclass(frozen=True)
class Said:
    """What was said: `household` in the form of the policy's facts; `declined`: keys such as "children.0.childcare"."""

    household: dict[str, Any] = field(default_factory=dict)
    declined: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answers:
    """A check in progress, of a resident or in a trial: what was said, and `dropped`, the keys of answers that no
    longer fit and nobody has been told of yet.

    `supposed`: beside it, all that would be said in a what if. `is_at_counter`: staff fill it in for the person in
    front of them.
    """

    audience: str = "resident"
    has_consented: bool = False
    release: int = 0
    household: dict[str, Any] = field(default_factory=dict)
    declined: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    refused: Refused | None = None
    trial: Trial | None = None
    is_at_counter: bool = False
    supposed: Said | None = None

    @property
    def said(self) -> Said:
        """What was really said."""
        return Said(self.household, self.declined)

    @property
    def cookie(self) -> str:
        """The cookie they belong in."""
        return COOKIE if self.trial is None else TRIAL_COOKIE


def answers_of(request: HttpRequest, cookie: str = COOKIE) -> Answers | NoAnswers:
    """The answers that the request carries in a cookie, or why there are none."""
    sealed = request.COOKIES.get(cookie, "")
    if not sealed or len(sealed) > MAX_BYTES:
        return NoAnswers.NONE
    answers = unseal(sealed, _seconds(cookie))
    if isinstance(answers, Answers) and answers.cookie != cookie:
        return NoAnswers.NONE
    return answers


def keep(response: Response, answers: Answers) -> Response:
    """The response, taking the answers along for another hour, or those of a trial. Raises AnswersTooLarge."""
    return put(response, answers.cookie, seal(answers))


def put(response: Response, cookie: str, value: str) -> Response:
    """The response, with a cookie for the pages of the check alone, for as long as nothing happens there."""
    response.set_cookie(
        cookie,
        value,
        max_age=_seconds(cookie),
        path=reverse("check:start"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget(response: Response, cookie: str = COOKIE) -> Response:
    """The response, taking the answers away."""
    response.delete_cookie(cookie, path=reverse("check:start"), samesite="Lax")
    return response


def seal(answers: Answers) -> str:
    """The cookie's value. A refused post gives way, its longest text first, before the answers do."""
    while True:
        text = json.dumps(
            {"format": FORMAT, **vars(answers)}, default=_plain, separators=(",", ":"), ensure_ascii=False
        )
        sealed = sealing.sealed(sealing.packed(text))
        if len(sealed) <= MAX_BYTES:
            return sealed
        if answers.refused is None:
            raise AnswersTooLarge
        answers = replace(answers, refused=_shortened(answers.refused))


def unseal(sealed: str, seconds: int = IDLE_SECONDS) -> Answers | NoAnswers:
    """What the cookie's value holds, if it was sealed in the last so many seconds."""
    try:
        return _read(json.loads(sealing.unpacked(sealing.opened(sealed, seconds))))
    except sealing.TooOldError:
        return NoAnswers.EXPIRED
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return NoAnswers.NONE


def _seconds(cookie: str) -> int:
    return TRIAL_SECONDS if cookie == TRIAL_COOKIE else IDLE_SECONDS


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else vars(value)


def _read(data: Any) -> Answers:
    if data["format"] != FORMAT:
        raise ValueError("another format")
    refused, trial, supposed = data["refused"], data.get("trial"), data.get("supposed")
    return Answers(
        audience=str(data["audience"]),
        has_consented=data["has_consented"] is True,
        release=int(data["release"]),
        household=dict(data["household"]),
        declined=_strings(data["declined"]),
        dropped=_strings(data["dropped"]),
        refused=refused and _read_refused(refused),
        trial=trial and _read_trial(trial),
        is_at_counter=data.get("is_at_counter") is True,
        supposed=supposed and Said(dict(supposed["household"]), _strings(supposed["declined"])),
    )


def _read_trial(data: Any) -> Trial:
    supposed = data["published_on"]
    return Trial(
        on=date.fromisoformat(data["on"]),
        changes=data["changes"],
        published_on=supposed and date.fromisoformat(supposed),
        example=str(data["example"]),
    )


def _read_refused(data: Any) -> Refused:
    typed = {str(name): list(_strings(values)) for name, values in data["typed"].items()}
    return Refused(str(data["page"]), typed, _strings(data["too_long"]), data.get("is_draft") is True)


def _strings(data: Any) -> tuple[str, ...]:
    return tuple(str(item) for item in data)


def _shortened(refused: Refused) -> Refused | None:
    """Without its longest text; None once nothing is left to give up."""
    if not refused.typed:
        return None
    longest = max(refused.typed, key=lambda name: sum(map(len, refused.typed[name])))
    typed = {name: values for name, values in refused.typed.items() if name != longest}
    return replace(refused, typed=typed, too_long=(*refused.too_long, longest))
