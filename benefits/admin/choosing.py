"""Lists to choose a record from by typing, as Django's, which fail on nothing that a person can send."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.http import HttpRequest


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
