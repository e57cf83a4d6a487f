"""Publishing: what is approved becomes the next release, or is refused in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import IntegrityError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _

from benefits.eligibility.lint import Finding
from benefits.models import ChangeSet, Release
from benefits.publishing.changes import approved, content_of_all
from benefits.publishing.checksum import checksum_of
from benefits.publishing.compile import Json, NotCompilable, compile_release
from benefits.publishing.judging import judged
from benefits.publishing.parts import normal
from benefits.publishing.snapshot import one_view_of_the_rows

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


_LONGEST_NOTE = 300


class PublishRefused(Exception):
    """A release that was not made; `findings` says why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(f"{finding.where}：{finding.message}" for finding in self.findings))


def publish(note: str = "", author: AbstractUser | None = None) -> Release:
    """Make the next release: of the rows as they stand if it is the first, else of what is approved.

    Raises PublishRefused.
    """
    # Taken before anything is read, so that of two who publish at once only one gets the number.
    number = _next_number()
    with _taking(number):
        change_sets = [] if number == 1 else approved()
        if number > 1 and not change_sets:
            raise PublishRefused([Finding(_("修改"), _("没有已批准的修改。请先提交修改，由另一位发布人员批准。"))])
        note = note.strip() or "；".join(change_set.note for change_set in change_sets)
        if not note:
            raise PublishRefused([Finding(_("说明"), _("请用一句话说明这一版改了什么。"))])
        release = _release(number, _content_of(change_sets), note, author)
        for change_set in change_sets:
            change_set.release = release
            change_set.state = ChangeSet.State.PUBLISHED
            change_set.save()
        return release


def roll_back(to: Release, note: str, author: AbstractUser) -> Release:
    """Publish an earlier release's content once more, as the next release. Raises PublishRefused.

    It takes one person alone: two have approved that content before, and a wrong rule must be gone at once.
    """
    if not note.strip():
        raise PublishRefused([Finding(_("理由"), _("请写明为什么回到这一版。"))])
    number = _next_number()
    if to.number == number - 1:
        raise PublishRefused([Finding(_("版本"), _("第%s版就是现在的版本。") % to.number)])
    with _taking(number):
        return _release(number, to.content, note.strip(), author, rolled_back_to=to)


def _content_of(change_sets: list[ChangeSet]) -> Json:
    """What the next release brings. An import keeps its content, and so its checksum, to the byte."""
    if not change_sets:
        return _compiled()
    return change_sets[0].content or content_of_all(change_sets)


def _release(number: int, content: Json, note: str, author: AbstractUser | None, **more: Release) -> Release:
    errors = [finding for finding in judged(normal(content)) if finding.is_error]
    if errors:
        raise PublishRefused(errors)
    return Release.objects.create(
        number=number,
        content=content,
        checksum=checksum_of(content),
        published_at=timezone.now(),
        published_by=author,
        note=note[:_LONGEST_NOTE],
        **more,
    )


def _next_number() -> int:
    newest = Release.objects.newest_first().values_list("number", flat=True).first()
    return (newest or 0) + 1


@contextmanager
def _taking(number: int) -> Iterator[None]:
    """No edit of another shows half done; and of two that make the same number, the second is refused in words."""
    try:
        with one_view_of_the_rows():
            yield
    except (IntegrityError, OperationalError) as error:
        # PostgreSQL reports the change sets that the other took first before it comes to the number.
        if isinstance(error, OperationalError) and _next_number() == number:
            raise
        raise PublishRefused([_another_was_first(number)]) from error


def _compiled() -> Json:
    try:
        return compile_release()
    except NotCompilable as fault:
        raise PublishRefused(fault.findings) from fault


def _another_was_first(number: int) -> Finding:
    message = _("同时有人发布了第%s版，这次没有发布。请先看那一版是否已包含您的修改，需要时再发布。") % number
    return Finding(_("版本"), message)
