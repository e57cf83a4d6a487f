"""What happened to an account, in words: who changed what, when, from what to what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from accounts.models import User


@dataclass(frozen=True)
class Entry:
    """One change. Where `who` is empty, it was made by a command on the server."""

    on: datetime
    who: str
    lines: tuple[str, ...]


def history_of(user: User) -> list[Entry]:
    """Every change of the account, the latest first. Saved without a change is no entry."""
    records = list(user.history.select_related("history_user"))
    entries = (_entry(record, before) for record, before in zip(records, [*records[1:], None], strict=True))
    return [entry for entry in entries if entry.lines]


def _entry(record: Any, before: Any) -> Entry:
    lines = [_("新建账号")] if record.history_type == "+" else []
    lines += [record.history_change_reason] if record.history_change_reason else []
    return Entry(record.history_date, str(record.history_user or ""), (*lines, *_differences(record, before)))


def _differences(record: Any, before: Any) -> Iterator[str]:
    for field in record.tracked_fields:
        new, old = (getattr(row, field.attname, None) for row in (record, before))
        # Of a new account, what it has; of a change, what it lost too.
        if new != old and (new or before) and field.name != "id":
            was, is_now = (_in_words(row, field) for row in (before, record))
            yield _("：").join((str(field.verbose_name), f"{was} → {is_now}" if before else is_now))


def _in_words(record: Any, field: models.Field) -> str:
    try:
        value = getattr(record, field.name, None)
    except ObjectDoesNotExist:
        return _("（已删除）")
    match value:
        case True:
            return _("是")
        case False:
            return _("否")
    return str(value or "—")
