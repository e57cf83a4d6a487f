"""The policy as written: documents, measures with their departments, and the government's commitments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from benefits.admin.base import PolicyAdmin, PolicyInline
from benefits.admin.examples import examples_of
from benefits.models import Commitment, Measure, MeasureDepartment, PolicyDocument


@admin.register(PolicyDocument)
class PolicyDocumentAdmin(PolicyAdmin):
    list_display = ["title_zh", "number", "status", "published_on", "effective_from", "checked_on"]
    list_filter = ["status"]
    search_fields = ["title_zh", "title_en", "number", "key"]
    fieldsets = [
        (None, {"fields": ["key", "title_zh", "issuer_zh", "number", "citation", "order"]}),
        (
            _("状态和日期"),
            {
                "fields": [
                    "status",
                    "consultation_since",
                    "consultation_until",
                    "published_on",
                    "effective_from",
                    "expires_on",
                    "checked_on",
                ]
            },
        ),
        (_("前言和结语"), {"fields": ["preamble", "closing"]}),
        (_("英文"), {"fields": ["title_en", "issuer_en"], "classes": ["collapse"]}),
    ]


class MeasureDepartmentInline(PolicyInline, admin.TabularInline):
    model = MeasureDepartment
    fields = ["order", "department"]
    autocomplete_fields = ["department"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[MeasureDepartment]:
        return super().get_queryset(request).select_related("measure", "department")


@admin.register(Measure)
class MeasureAdmin(PolicyAdmin):
    list_display = ["number", "title_zh", "part_zh", "document"]
    list_display_links = ["number", "title_zh"]
    list_filter = ["document", "part_zh", "departments"]
    list_select_related = ["document"]
    search_fields = ["number", "title_zh", "title_en", "text"]
    autocomplete_fields = ["document"]
    fieldsets = [
        (None, {"fields": ["number", "document", "part_zh", "title_zh", "text"]}),
        (_("英文"), {"fields": ["part_en", "title_en", "text_en"], "classes": ["collapse"]}),
        (_("示例家庭"), {"fields": ["examples_now"]}),
    ]
    readonly_fields = ["examples_now"]
    inlines = [MeasureDepartmentInline]

    class Media:
        css = {"all": ["css/staff/examples.css"]}

    @admin.display(description=_("现在（按工作稿）"))
    def examples_now(self, measure: Measure) -> str:
        """The measure's examples with how each stands."""
        if measure.pk is None:
            return _("措施保存后，可以在试算里新建示例家庭。")
        context = {"examples": examples_of(measure), "measure": measure}
        return render_to_string("staff/examples/_of_measure.html", context)


@admin.register(Commitment)
class CommitmentAdmin(PolicyAdmin):
    list_display = ["title_zh", "measure", "figure", "unit_zh", "due_on"]
    list_filter = ["measure", ("due_on", admin.EmptyFieldListFilter)]
    list_select_related = ["measure"]
    search_fields = ["title_zh", "title_en", "key", "quotations"]
    autocomplete_fields = ["measure", "owner"]
    publishers_only = ["owner"]
    chosen_once = ["key", "measure"]
    fieldsets = [
        (None, {"fields": ["key", "measure", "owner", "title_zh", "quotations", "order"]}),
        (_("承诺和进展"), {"fields": ["figure", "unit_zh", "due_on", "progress_zh"]}),
        (_("英文"), {"fields": ["title_en", "unit_en", "progress_en"], "classes": ["collapse"]}),
    ]

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        # An editor chooses among few measures: those of the own department.
        return self.autocomplete_fields if request.user.is_publisher else []

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name == "measure" and not request.user.is_publisher:
            kwargs["queryset"] = Measure.objects.filter(departments=request.user.department_id)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
