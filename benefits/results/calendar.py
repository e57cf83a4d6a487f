"""Key dates as an iCalendar file (RFC 5545): all-day events, and nothing else of the format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

_MOST_OCTETS = 75


class KeyDate(NamedTuple):
    """A day to remember. `what` tells it from other days whenever the file is made anew, whatever day it falls on."""

    on: date
    what: str
    summary: str
    description: str


def calendar_file(dates: Iterable[KeyDate], made_at: datetime) -> bytes:
    """The file's content. `made_at` is aware; there must be some date, for the format has no empty calendar."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//benefits-portal//timeline//ZH",
        *(line for each in dates for line in _event(each, made_at)),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _event(each: KeyDate, made_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid5(NAMESPACE_URL, each.what)}"
    yield f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{each.on:%Y%m%d}"
    yield f"SUMMARY:{_escaped(each.summary)}"
    yield f"DESCRIPTION:{_escaped(each.description)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    marked = re.sub(r"[\\;,]", r"\\\g<0>", text)
    return "\\n".join(marked.splitlines())


def _folded(line: str) -> bytes:
    """The line in parts of at most 75 octets, no character torn; each but the first begins with a space."""
    parts = [b""]
    for character in line:
        octets = character.encode()
        if len(parts[-1]) + len(octets) > _MOST_OCTETS:
            parts.append(b" ")
        parts[-1] += octets
    return b"\r\n".join(parts)
