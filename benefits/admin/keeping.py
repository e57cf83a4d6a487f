"""Which department keeps a record: an editor's new one is their department's, and only publishers give it away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest

from benefits.admin import rights


class KeptByDepartment:
    """For a ModelAdmin of records with an `owner`."""

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        fields = list(super().get_readonly_fields(request, obj))
        return fields if rights.may_review(request.user) else [*fields, "owner"]

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        # An editor keeps what they make, and what they may change they keep when they name another to enquire at.
        gives_away = not change or "enquire_at" in form.changed_data
        if gives_away and obj.owner_id is None and not rights.may_review(request.user):
            obj.owner_id = request.user.department_id
        super().save_model(request, obj, form, change)
