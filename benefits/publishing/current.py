"""The release that this process assesses by: held in memory, and taken anew when a newer one is published.

Earlier ones are read when somebody asks for a result as it was; a few of them stay in memory.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import Error
from django.utils.translation import gettext as _

from benefits.eligibility.rulebook import Rulebook
from benefits.models import Release
from benefits.publishing.content import Content
from benefits.publishing.standing import Notice, notice

SECONDS_BETWEEN_LOOKS = 1.0
EARLIER_RELEASES_HELD = 4
log = logging.getLogger(__name__)


class NoRelease(LookupError):
    """Nothing has been published yet, or the database cannot say."""

    def __init__(self) -> None:
        super().__init__(_("还没有可用的版本。请先发布：python manage.py publish --note 首次发布"))


class ReleaseUnavailable(LookupError):
    """There is no release of that number, or (`is_for_now`) the database does not answer."""

    def __init__(self, number: int, *, is_for_now: bool) -> None:
        super().__init__(number)
        self.number = number
        self.is_for_now = is_for_now


@dataclass(frozen=True, slots=True, eq=False)
class PublishedRelease:
    """A release ready for use: its rules and its words. The object itself is its identity, so it can be a key."""

    number: int
    published_at: datetime
    checksum: str
    rulebook: Rulebook
    content: Content

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Where each policy document stands: the banner."""
        status_of = {document.key: document.status for document in self.rulebook.documents}
        return tuple(notice(document, status_of[key]) for key, document in self.content.documents.items())


def current_release() -> PublishedRelease:
    """The newest release as far as this process knows: at most a second behind. Raises NoRelease."""
    return _holder.current()


def release_numbered(number: int) -> PublishedRelease:
    """The current release or an earlier one. Raises ReleaseUnavailable, and NoRelease before the first."""
    current = current_release()
    return current if current.number == number else _earlier(number)


def reset() -> None:
    """Forget the releases held, as a new process would know none."""
    _holder.forget()
    _earlier.cache_clear()


def loaded(row: Release) -> PublishedRelease:
    """A release's row, ready for use."""
    return PublishedRelease(
        number=row.number,
        published_at=row.published_at,
        checksum=row.checksum,
        rulebook=Rulebook.from_json(row.content["rulebook"], release=row.number),
        content=Content.from_json(row.content["content"]),
    )


@lru_cache(maxsize=EARLIER_RELEASES_HELD)
def _earlier(number: int) -> PublishedRelease:
    try:
        return loaded(Release.objects.get(number=number))
    except Release.DoesNotExist as error:
        raise ReleaseUnavailable(number, is_for_now=False) from error
    except Error as error:
        raise ReleaseUnavailable(number, is_for_now=True) from error


class _Holder:
    """The release held, and when to look again. One thread looks while the others go on with what is held."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self._held: PublishedRelease | None = None
        self._look_after = 0.0

    def current(self) -> PublishedRelease:
        held = self._held
        if held is None:
            with self._lock:
                return self._held or self._looked(None)
        if time.monotonic() >= self._look_after and self._lock.acquire(blocking=False):
            try:
                return self._looked(held)
            finally:
                self._lock.release()
        return held

    def _looked(self, held: PublishedRelease | None) -> PublishedRelease:
        try:
            newest = _newer_than(0 if held is None else held.number)
        except Error as error:
            if held is None:
                raise NoRelease from error
            log.warning("The database does not answer; going on with release %s.", held.number)
            newest = held
        self._held = newest or held
        self._look_after = time.monotonic() + SECONDS_BETWEEN_LOOKS
        if self._held is None:
            raise NoRelease
        return self._held


def _newer_than(number: int) -> PublishedRelease | None:
    row = Release.objects.filter(number__gt=number).newest_first().first()
    return None if row is None else loaded(row)


_holder = _Holder()
