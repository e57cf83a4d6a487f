"""Publishing: what is approved becomes the next release, or is refused in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from benefits.eligibility.lint import Finding
from benefits.models import ChangeSet, Release
from benefits.publishing.changes import approved, content_of_all, must_have_seen
from benefits.publishing.checksum import checksum_of
from benefits.publishing.compile import Json, NotCompilable, compile_release
from benefits.publishing.judging import judged
from benefits.publishing.parts import normal
from benefits.publishing.snapshot import one_at_a_time

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


_LONGEST_NOTE = 300


class PublishRefused(Exception):
    """A release that was not made; `findings` says why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(f"{finding.where}：{finding.message}" for finding in self.findings))


def publish(note: str = "", author: AbstractUser | None = None, seen: int | None = None) -> Release:
    """Make the next release: of the rows as they stand if it is the first, else of what is approved.

    `seen`: the release against which it was read. Raises PublishRefused, or ChangeRefused for another.
    """
    first = None if Release.objects.exists() else _compiled()
    with one_at_a_time():
        must_have_seen(seen)
        number = _next_number()
        if first is not None and number > 1:
            raise PublishRefused([_another_was_first()])
        change_sets = approved() if first is None else []
        if first is None:
            _must_be_publishable(change_sets)
        note = note.strip() or _("；").join(change_set.note for change_set in change_sets)
        if not note:
            raise PublishRefused([Finding(_("说明"), _("请用一句话说明这一版改了什么。"))])
        release = _release(number, first or _content_of(change_sets), note, author)
        for change_set in change_sets:
            change_set.release = release
            change_set.state = ChangeSet.State.PUBLISHED
            change_set.save()
        return release


def roll_back(to: Release, note: str, author: AbstractUser, seen: int | None = None) -> Release:
    """Publish an earlier release's content once more, as the next release. Raises PublishRefused.

    It takes one person alone: two have approved that content before, and a wrong rule must be gone at once.
    """
    if not note.strip():
        raise PublishRefused([Finding(_("理由"), _("请写明为什么回到这一版。"))])
    with one_at_a_time():
        must_have_seen(seen)
        number = _next_number()
        current = Release.objects.newest_first().defer("content").first()
        if current.checksum == to.checksum:
            raise PublishRefused([Finding(_("版本"), _("现行的第%s版就是这样的内容。") % current.number)])
        return _release(number, to.content, note.strip(), author, rolled_back_to=to)


def _must_be_publishable(change_sets: list[ChangeSet]) -> None:
    if not change_sets:
        message = _("没有已批准的修改：可能刚由别人发布；否则请先提交修改，由另一位发布人员批准。")
        raise PublishRefused([Finding(_("修改"), message)])
    if len(change_sets) > 1 and any(change_set.content is not None for change_set in change_sets):
        raise PublishRefused([Finding(_("修改"), _("导入的整版要单独发布。请先退回已批准的其他修改。"))])


def _content_of(change_sets: list[ChangeSet]) -> Json:
    """What the next release brings. An import keeps its content, and so its checksum, to the byte."""
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


def _compiled() -> Json:
    try:
        return compile_release()
    except NotCompilable as fault:
        raise PublishRefused(fault.findings) from fault


def _another_was_first() -> Finding:
    return Finding(_("版本"), _("同时有人发布了第1版，这次没有发布。请先看那一版是否已包含您的修改。"))
