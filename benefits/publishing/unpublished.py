"""What residents do not see yet, made ready to be tried: the working copy, or a change set on the current release."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from benefits.eligibility.lint import Finding, faults
from benefits.models import ChangeSet, Release
from benefits.publishing.changes import ChangeRefused, content_of
from benefits.publishing.compile import Json, NotCompilable, compile_sound
from benefits.publishing.current import PublishedRelease, loaded
from benefits.publishing.examples import SupposedRulebooks
from benefits.publishing.places import names_of
from benefits.publishing.references import broken_references


class Unpublished(NamedTuple):
    """Content as a release with the number 0. `left_out`: why some benefits are not in it, which are half done yet."""

    release: PublishedRelease
    content: Json
    left_out: tuple[Finding, ...]

    def supposing(self, published_on: date | None) -> Unpublished:
        """The same, had the policy been published on this day; None: not yet."""
        day = published_on and published_on.isoformat()
        rulebook = SupposedRulebooks(self.release.rulebook).supposing(day)
        return self._replace(release=replace(self.release, rulebook=rulebook))


def change_sets() -> list[tuple[int, str]]:
    """The change sets on their way, which can be tried, each with its name."""
    return [(row.pk, str(row)) for row in ChangeSet.objects.open()]


def unpublished(changes: int | None) -> Unpublished:
    """A change set on the current release, or the working copy.

    Raises NotCompilable where nobody can be assessed by it. A benefit by which nobody can is left out alone.
    """
    content, unfinished = compile_sound() if changes is None else (_content_of(changes), [])
    release = loaded(Release(number=0, content=content, published_at=timezone.now()))
    errors = list(_errors(content, release))
    if any(finding.kind != "benefit" for finding in errors):
        raise NotCompilable([*unfinished, *errors])
    sound = _without(release, {finding.key for finding in errors})
    return Unpublished(sound, content, (*unfinished, *errors))


def _errors(content: Json, release: PublishedRelease) -> Iterator[Finding]:
    """Why nobody can be assessed by the content, or what of it cannot be shown."""
    yield from faults(release.rulebook, names_of(release.content))
    yield from (
        finding for finding in broken_references(content, release.rulebook, release.content) if finding.is_error
    )


def _content_of(changes: int) -> Json:
    row = ChangeSet.objects.open().filter(pk=changes).first()
    if row is None:
        message = _("第%s号修改已经不在审核或待发布之列。请换一份内容来试。") % changes
        raise NotCompilable([Finding(_("修改"), message)])
    try:
        return content_of(row)
    except ChangeRefused as error:
        raise NotCompilable(list(error.findings)) from error


def _without(release: PublishedRelease, benefits: set[str]) -> PublishedRelease:
    """The release without these benefits."""
    rulebook = release.rulebook
    kept = tuple(benefit for benefit in rulebook.benefits if benefit.key not in benefits)
    return replace(release, rulebook=replace(rulebook, benefits=kept))
