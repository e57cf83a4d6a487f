"""The code that reopens a result: its answers, release and day, sealed by the server, for the resident to keep.

The server keeps none of it. What a code says stands first in it, so that no cookie opens as a code and no code as a
cookie. A code is packed with the words of its release as a dictionary: it becomes a third as long, and the smaller QR
code is read from folded paper too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from benefits.check import sealing
from benefits.eligibility.facts import CHILDREN
from benefits.eligibility.rulebook import Rulebook
from benefits.publishing.current import PublishedRelease, release_numbered

DAYS = 90
SECONDS = DAYS * 24 * 60 * 60
# What a browser or a reader may have added is no reason to look at a text of any length.
MAX_LENGTH = 4_000
_KIND = b"code1"


class CodeError(ValueError):
    """The text is no code that counts. `is_too_old`: it is ours, but past its 90 days."""

    def __init__(self, *, is_too_old: bool = False) -> None:
        super().__init__("too old" if is_too_old else "not ours")
        self.is_too_old = is_too_old


@dataclass(frozen=True)
class Snapshot:
    """A result as it was: who asked, by which release, on which day, and the answers as a check keeps them."""

    audience: str
    release: int
    on: date
    household: Mapping[str, Any]
    declined: tuple[str, ...] = ()

    def to_json(self) -> str:
        return json.dumps(
            [self.audience, self.release, self.on.isoformat(), self.household, self.declined],
            separators=(",", ":"),
            ensure_ascii=False,
        )

    @staticmethod
    def from_json(text: bytes) -> Snapshot:
        """Raises ValueError, TypeError and the like where the text is none."""
        audience, release, on, household, declined = json.loads(text)
        return Snapshot(
            audience=str(audience),
            release=int(release),
            on=date.fromisoformat(on),
            household=dict(household),
            declined=tuple(map(str, declined)),
        )


def code_of(snapshot: Snapshot, release: PublishedRelease) -> str:
    """The code of a result of this release, in letters that an address may hold."""
    head = b"%s %d " % (_KIND, release.number)
    return sealing.sealed(head + sealing.packed(snapshot.to_json(), _dictionary(release.rulebook))).rstrip("=")


def snapshot_of(text: str) -> Snapshot:
    """What the code holds; the text may be the whole address. Raises CodeError, and ReleaseUnavailable."""
    code = "".join(text.rpartition("#")[2].split())
    if len(code) > MAX_LENGTH:
        raise CodeError
    try:
        kind, number, packed = sealing.opened(code + "=" * (-len(code) % 4), SECONDS).split(b" ", 2)
        if kind != _KIND:
            raise CodeError
        release = release_numbered(int(number))
        return Snapshot.from_json(sealing.unpacked(packed, _dictionary(release.rulebook)))
    except sealing.TooOldError as error:
        raise CodeError(is_too_old=True) from error
    except (ValueError, TypeError) as error:
        raise CodeError from error


def _dictionary(rulebook: Rulebook) -> bytes:
    """Every answer that can be chosen, as JSON has it. A change here makes the codes that are out there unreadable."""
    answers = [
        json.dumps({question.key: value}, separators=(",", ":"))[1:-1]
        for question in rulebook.questions
        for value in (question.values or (True, False))
    ]
    keys = [question.key for question in rulebook.questions]
    return ",".join([*keys, *(f'"{CHILDREN}.{place}.' for place in range(3)), f'"{CHILDREN}":[', *answers]).encode()
