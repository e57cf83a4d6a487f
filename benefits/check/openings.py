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

CHANGES, EXAMPLE, SAMPLE = "changes", "example", "sample"
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
        return _sample(unpublished(changes_named(request)), request.GET[SAMPLE])
    return None


def changes_named(request: HttpRequest) -> int | None:
    """The change set that the address names."""
    return _number(request.GET.get(CHANGES, ""))


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


def _sample(tried: Unpublished, index: str) -> Opening:
    """As of today, as the page that counts them has it."""
    number, today = _number(index), timezone.localdate()
    if number is None or number >= COUNT:
        raise Http404
    household = sample_household(tried.release.rulebook, number, today)
    return Opening(_("样本家庭第%(number)s号") % {"number": number + 1}, household, today)


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else None
