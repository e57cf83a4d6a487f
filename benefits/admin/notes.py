"""What a department adds to a benefit (补充说明): each its own, to the benefits of measures that list it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from benefits.admin.base import PolicyAdmin
from benefits.models import Benefit, BenefitNote, Department


class BenefitChoice(forms.ModelChoiceField):
    def label_from_instance(self, benefit: Benefit) -> str:
        return f"{benefit.measure.number} {benefit.measure.title_zh} · {benefit}"


class BenefitNoteForm(forms.ModelForm):
    """A note is of one benefit and one department from the beginning: fixed, but still judged together."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() & {"benefit", "department"}:
            field = self.fields[name]
            field.disabled = field.disabled or self.instance.pk is not None
            field.widget.can_add_related = field.widget.can_change_related = field.widget.can_view_related = False


@admin.register(BenefitNote)
class BenefitNoteAdmin(PolicyAdmin):
    form = BenefitNoteForm
    list_display = ["benefit", "department", "text_zh"]
    list_filter = ["benefit__measure", "department"]
    list_select_related = ["benefit", "department"]
    search_fields = ["benefit__title_zh", "department__name_zh", "text_zh", "text_en"]
    fieldsets = [
        (
            None,
            {
                "fields": ["benefit", "department", "text_zh", "text_en"],
                "description": _(
                    "写本区（本部门）另有的规定或做法，居民会在这项待遇下面看到。区政府的说明只给由它答复的居民看。"
                    "正式施行前不写“可以领取”“保证”这样的话；原文没有的，没有依据不写。"
                ),
            },
        ),
    ]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        return initial if request.user.is_publisher else {**initial, "department": request.user.department_id}

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        """An editor writes for the own department alone."""
        own = request.user.department_id
        if db_field.name == "benefit":
            benefits = _benefits(None if request.user.is_publisher else own)
            kwargs |= {"form_class": BenefitChoice, "queryset": benefits}
            if not benefits.exists():
                kwargs["help_text"] = _("没有一项有待遇的措施把本单位列为责任单位，所以没有可选的待遇。")
        elif not request.user.is_publisher:
            kwargs |= {"queryset": Department.objects.filter(pk=own), "initial": own, "disabled": True}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def own_note_url(user: Any, benefit: Benefit) -> str:
    """Where an editor writes or changes the own department's note on the benefit; empty where none is to be."""
    own = user.department_id
    if not (user.edits and benefit.measure.departments.filter(pk=own).exists()):
        return ""
    note = benefit.notes.filter(department=own).first()
    if note is None:
        return reverse("admin:benefits_benefitnote_add", query={"benefit": benefit.pk})
    return reverse("admin:benefits_benefitnote_change", args=[note.pk])


def _benefits(department_id: int | None) -> models.QuerySet[Benefit]:
    """Those to which the department may add; without one, all."""
    benefits = Benefit.objects.in_catalogue_order().select_related("measure")
    return benefits if department_id is None else benefits.filter(measure__departments=department_id)
