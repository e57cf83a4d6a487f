"""Publishing: the rows become the next release, or are refused in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from benefits.eligibility.lint import Finding, lint
from benefits.eligibility.rulebook import Rulebook
from benefits.models import Release
from benefits.publishing.checksum import checksum_of
from benefits.publishing.compile import Json, NotCompilable, compile_release

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


class PublishRefused(Exception):
    """A release that was not made; `findings` says why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(f"{finding.where}：{finding.message}" for finding in self.findings))


def publish(note: str, author: AbstractUser | None = None) -> Release:
    """Make the next release of the rows as they stand now. Raises PublishRefused."""
    if not note.strip():
        raise PublishRefused([Finding(_("说明"), _("请用一句话说明这一版改了什么。"))])
    # Taken before the rows are read, so that of two who publish at once only one gets the number.
    number = _next_number()
    try:
        with _one_view_of_the_rows():
            content = _checked(_compiled())
            return Release.objects.create(
                number=number,
                content=content,
                checksum=checksum_of(content),
                published_at=timezone.now(),
                published_by=author,
                note=note.strip(),
            )
    except IntegrityError as error:
        raise PublishRefused([_another_was_first(number)]) from error


def _next_number() -> int:
    newest = Release.objects.newest_first().values_list("number", flat=True).first()
    return (newest or 0) + 1


@contextmanager
def _one_view_of_the_rows() -> Iterator[None]:
    """One transaction in which no edit of another shows half done. SQLite gives that by itself."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _compiled() -> Json:
    try:
        return compile_release()
    except NotCompilable as fault:
        raise PublishRefused(fault.findings) from fault


def _checked(content: Json) -> Json:
    errors = [finding for finding in lint(Rulebook.from_json(content["rulebook"])) if finding.is_error]
    if errors:
        raise PublishRefused(errors)
    return content


def _another_was_first(number: int) -> Finding:
    message = _("同时有人发布了第%s版，这次没有发布。请先看那一版是否已包含您的修改，需要时再发布。") % number
    return Finding(_("版本"), message)
