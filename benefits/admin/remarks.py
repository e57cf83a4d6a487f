"""Remarks (留言): what staff say to those who keep a record that they may not change themselves, and who hears it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.urls import reverse

from benefits.admin import rights
from benefits.admin.places import has_place, kept_places, place_of, row_at
from benefits.models import Remark


def remarks_to(user: Any) -> list[Remark]:
    """The open remarks that the user is to answer.

    Those on what an editor's department keeps; for publishers, and for auditors to see, those that no editor gets.
    """
    remarks = list(Remark.objects.open().select_related("author"))
    places = {(remark.kind, remark.key) for remark in remarks}
    mine: set[tuple[str, str]] = set()
    if user.edits:
        mine |= kept_places(places, [user.department_id])
    if user.is_publisher or user.is_auditor:
        mine |= places - kept_places(places, _departments_with_editors())
    return [remark for remark in remarks if (remark.kind, remark.key) in mine]


def remarks_on(user: Any, row: models.Model | None) -> dict[str, Any] | None:
    """What a record's page says of remarks: those that are open, whether to answer them, where to leave one."""
    if row is None or not has_place(row):
        return None
    kind, key = place_of(row)
    leave_at = reverse("admin:benefits_remark_add", query={"kind": kind, "key": key})
    return {
        "open": list(Remark.objects.open().on(kind, key).select_related("author__department")),
        "may_answer": rights.may_change(user, row),
        "leave_at": leave_at if rights.may_remark(user, row) else "",
    }


def may_answer(user: Any, remark: Remark) -> bool:
    """Whether the user keeps the record; if it is gone, the publishers do."""
    row = row_at(remark.kind, remark.key)
    return user.is_publisher or (row is not None and rights.may_change(user, row))


def _departments_with_editors() -> list[int]:
    editors = get_user_model().objects.filter(is_active=True, is_editor=True, department__isnull=False)
    return list(editors.values_list("department", flat=True).distinct())
