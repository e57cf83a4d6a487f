"""What residents do not see yet, made ready to be tried: the working copy, or a change set on the current release."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from benefits.eligibility.lint import Finding, lint
from benefits.models import ChangeSet, Release
from benefits.publishing.compile import Json, NotCompilable, compile_release
from benefits.publishing.current import PublishedRelease, loaded


def change_sets() -> list[tuple[int, str]]:
    """The change sets on their way, which can be tried, each with its name."""
    return [(row.pk, str(row)) for row in ChangeSet.objects.open()]


def unpublished_content(changes: int | None) -> Json:
    """The content with a change set applied, or of the working copy. Raises NotCompilable."""
    if changes is None:
        return compile_release()
    from benefits.publishing.changes import content_of

    row = ChangeSet.objects.open().filter(pk=changes).first()
    if row is None:
        message = _("第%s号修改已经不在审核或待发布之列。请结束试算，或换一份内容来试。") % changes
        raise NotCompilable([Finding(_("修改"), message)])
    return content_of(row)


def unpublished_release(content: Json, published_on: date | None = None) -> PublishedRelease:
    """The content ready for use, as release 0. Raises NotCompilable where nobody can be assessed by it.

    `published_on`: a day on which the policy is supposed to be published.
    """
    release = loaded(Release(number=0, content=content, published_at=timezone.now()))
    errors = [finding for finding in lint(release.rulebook) if finding.is_error]
    if errors:
        raise NotCompilable(errors)
    return release if published_on is None else _supposing(release, policy_published_on=published_on)


def example_of(content: Json, key: str) -> dict[str, Any] | None:
    """An example household of the content; None if it has none of that key."""
    return next((example for example in content["examples"] if example["key"] == key), None)


def _supposing(release: PublishedRelease, **parameters: date) -> PublishedRelease:
    """The release with these parameters of its documents set."""
    documents = tuple(
        replace(document, parameters={**document.parameters, **parameters}) for document in release.rulebook.documents
    )
    return replace(release, rulebook=replace(release.rulebook, documents=documents))
