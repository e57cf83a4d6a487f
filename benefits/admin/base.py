"""What every page of a policy record has in common: the rights, and no action on many records at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse

from benefits.admin import rights
from benefits.admin.choosing import ChoosesByTyping
from benefits.admin.concurrent import ConcurrentEdits
from benefits.admin.history.views import to_history_of
from benefits.admin.remarks import remarks_on


class Prose(forms.CharField):
    """Text of several lines, with the line ends that rows and data files have: browsers send others."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class PolicyAdmin(ConcurrentEdits, ChoosesByTyping, admin.ModelAdmin):
    """Pages of one kind of record, open to whom rights.py says.

    Editors see, and do not change, the fields of `publishers_only`, and those of `chosen_once` once the record is made.
    """

    actions = None
    publishers_only: list[str] = []
    chosen_once: list[str] = []
    formfield_overrides = {models.TextField: {"form_class": Prose, "widget": AdminTextareaWidget}}

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        fields = [*super().get_readonly_fields(request, obj)]
        if request.user.is_publisher:
            return fields
        return [*fields, *self.publishers_only, *(self.chosen_once if obj else [])]

    def save_model(self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, change: bool) -> None:
        """What an editor adds, the editor's department keeps. What is saved as it was leaves no mark in the history."""
        if not change and "owner" in self.publishers_only and not request.user.is_publisher:
            obj.owner_id = request.user.department_id
        if form.has_changed() or not change:
            super().save_model(request, obj, form, change)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: models.Model | None = None, **kwargs: Any
    ) -> HttpResponse:
        context["remarks"] = remarks_on(request.user, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return rights.may_read(request.user)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return rights.may_read(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return rights.may_add(request.user, self.model)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        if obj is None:
            return rights.may_change_some(request.user, self.model)
        return rights.may_change(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        # Asked without a record, Django means many at once: of those there are none.
        return obj is not None and rights.may_delete(request.user, obj)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """On the page of all changes, those of this record and its parts."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return to_history_of(self.model, object_id)


class MadeElsewhere(PolicyAdmin):
    """Pages of what the admin shows, and makes and changes in ways of its own: no stock form does."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class PolicyInline(ChoosesByTyping):
    """Rows on the page of the record they belong to: whoever may change that one may change them."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.may_read(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_change(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_change(request, obj)

    def _may_change(self, request: HttpRequest, parent: models.Model | None) -> bool:
        if parent is None or parent.pk is None:
            return rights.may_add(request.user, self.parent_model)
        return rights.may_change(request.user, parent)
