"""The household that a trial is opened with: an example, or one of the sample households."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from benefits.publishing.samples import COUNT, sample_household
from benefits.publishing.unpublished import Unpublished, unpublished

CHANGES, EXAMPLE, SAMPLE, ON = "changes", "example", "sample", "on"
_MOST_DIGITS = 9


@dataclass(frozen=True)
class Opening:
    """A household by name, with its answers and the days that go with them. `example`: its key, if it is one."""

    name: str
    household: Mapping[str, Any]
    on: date
    published_on: date | None = None
    example: str = ""


def household_to_open_with(request: HttpRequest) -> Opening | None:
    """The household that the address names, if it names one. Raises Http404 where there is none, and NotCompilable."""
    if EXAMPLE in request.GET:
        return _example(unpublished(changes_named(request)), request.GET[EXAMPLE])
    if SAMPLE in request.GET:
        return _sample(unpublished(changes_named(request)), request.GET[SAMPLE], day_named(request))
    return None


def changes_named(request: HttpRequest) -> int | None:
    """The change set that the address names."""
    return _number(request.GET.get(CHANGES, ""))


def day_named(request: HttpRequest) -> date:
    """The day that the address names, else today."""
    try:
        return date.fromisoformat(request.GET.get(ON, ""))
    except ValueError:
        return timezone.localdate()


def _example(tried: Unpublished, key: str) -> Opening:
    example = next((item for item in tried.content["examples"] if item["key"] == key), None)
    if example is None:
        raise Http404
    supposed = example["policy_published_on"]
    return Opening(
        name=example["name"],
        household=example["household"],
        on=date.fromisoformat(example["on"]),
        published_on=supposed and date.fromisoformat(supposed),
        example=example["key"],
    )


def _sample(tried: Unpublished, index: str, on: date) -> Opening:
    """As of the day on which it was counted."""
    number = _number(index)
    if number is None or number >= COUNT:
        raise Http404
    try:
        household = sample_household(tried.release.rulebook, number, on)
    except (ValueError, OverflowError) as error:
        # The calendar ends before the household's birthdays do.
        raise Http404 from error
    return Opening(_("样本家庭第%(number)s号") % {"number": number + 1}, household, on)


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else None
