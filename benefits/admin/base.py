"""What every page of a policy record has in common: the rights, and no action on many records at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.http import HttpRequest, HttpResponse

from benefits.admin import rights
from benefits.admin.remarks import remarks_on


class ChosenByTyping(AutocompleteSelect):
    """Django's list to choose from by typing, which fails on a value that is no record's number."""

    def optgroups(self, name: str, value: list[Any], attr: Any = None) -> list[Any]:
        return super().optgroups(name, [one for one in value if str(one).isdecimal() and len(str(one)) < 19], attr)


class ChoosesByTyping:
    """Makes the fields of `autocomplete_fields` such lists."""

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChosenByTyping(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PolicyAdmin(ChoosesByTyping, admin.ModelAdmin):
    """Pages of one kind of record, open to whom rights.py says.

    Editors see, and do not change, the fields of `publishers_only`, and those of `chosen_once` once the record is made.
    """

    actions = None
    publishers_only: list[str] = []
    chosen_once: list[str] = []

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        fields = [*super().get_readonly_fields(request, obj)]
        if request.user.is_publisher:
            return fields
        return [*fields, *self.publishers_only, *(self.chosen_once if obj else [])]

    def save_model(self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, change: bool) -> None:
        """What an editor adds, the editor's department keeps."""
        if not change and "owner" in self.publishers_only and not request.user.is_publisher:
            obj.owner_id = request.user.department_id
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
