"""What the check asks: sections, questions with their choices, and explained terms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from benefits.admin.base import PolicyAdmin, PolicyInline
from benefits.admin.keys import free_key
from benefits.eligibility.facts import FactType
from benefits.models import Choice, Question, Section, Term


@admin.register(Section)
class SectionAdmin(PolicyAdmin):
    list_display = ["title_zh", "key", "order"]
    search_fields = ["title_zh", "title_en", "key"]
    fields = ["key", "title_zh", "title_en", "order"]


class QuestionForm(forms.ModelForm):
    """A question; one that rules use stays the question it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields and self.instance.pk is None:
            self.fields["key"].required = False
            self.fields["key"].help_text = _("条件用它指代这个问题，发布后请不要再改。可以留空，保存时自动取一个。")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk is not None:
            typed = {name: self.cleaned_data[name] for name in ("key", "scope", "type") if name in self.cleaned_data}
            self.instance.check_change(**typed)
        elif self.cleaned_data.get("key") == "" and self.cleaned_data.get("section"):
            taken = set(Question.objects.values_list("key", flat=True))
            self.cleaned_data["key"] = free_key(f"{self.cleaned_data['section'].key}_", taken)
        return cleaned


class ChoiceFormSet(forms.BaseInlineFormSet):
    """The choices of a question: those that rules name stay, and only a question with choices has them."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["key"].required = False

    def clean(self) -> None:
        super().clean()
        filled = [form for form in self.forms if form.instance.pk is not None or form.has_changed()]
        kept = [form for form in filled if not self._should_delete_form(form)]
        self._check_number(len(kept))
        for form in filled:
            if form.instance.pk is not None and form not in kept:
                self._check_removal(form.instance)
        for form in kept:
            if not form.errors:
                self._settle_key(form, kept)

    def _check_number(self, number: int) -> None:
        if self.instance.type == FactType.CHOICE and number < 2:
            raise ValidationError(_("回答类型是“选项”时，至少要有两个选项。"))
        if self.instance.type != FactType.CHOICE and number:
            raise ValidationError(_("只有回答类型是“选项”时才有选项。请删除这些选项，或改回答类型。"))

    def _check_removal(self, choice: Choice) -> None:
        reason = choice.why_it_stays()
        if reason:
            raise ValidationError(_("%s不能删除这个选项。请先改这些待遇。") % reason)

    def _settle_key(self, form: forms.ModelForm, kept: list[forms.ModelForm]) -> None:
        """A choice in use keeps its key; one without a key gets one."""
        before = form.initial.get("key", "")
        if not form.cleaned_data["key"]:
            taken = {other.instance.key for other in kept}
            form.instance.key = form.cleaned_data["key"] = before or free_key("choice_", taken)
        elif before and form.cleaned_data["key"] != before:
            reason = Choice.objects.get(pk=form.instance.pk).why_it_stays()
            if reason:
                form.add_error("key", _("%s不能改标识。文字可以改。") % reason)


class ChoiceInline(PolicyInline, admin.TabularInline):
    model = Choice
    formset = ChoiceFormSet
    fields = ["order", "label_zh", "label_en", "key"]
    # Three of the admin's wide fields would not fit beside one another.
    formfield_overrides = {models.CharField: {"widget": forms.TextInput(attrs={"size": 18})}}
    extra = 0


@admin.register(Question)
class QuestionAdmin(PolicyAdmin):
    form = QuestionForm
    publishers_only = ["owner"]
    list_display = ["label_zh", "key", "wording_zh", "section", "scope", "type"]
    list_filter = ["section", "scope", "type"]
    list_select_related = ["section"]
    ordering = ["section__order", "order"]
    search_fields = ["label_zh", "wording_zh", "wording_en", "key"]
    readonly_fields = ["used_by"]
    fieldsets = [
        (None, {"fields": ["wording_zh", "label_zh", "section", "scope", "type", "key", "order"]}),
        (_("说明"), {"fields": ["help_zh", "why_zh", "is_in_reach"]}),
        (_("限制"), {"fields": ["minimum", "maximum", "earliest_days", "latest_days"]}),
        (_("英文"), {"fields": ["wording_en", "label_en", "help_en", "why_en"], "classes": ["collapse"]}),
        (_("维护"), {"fields": ["owner", "used_by"]}),
    ]
    inlines = [ChoiceInline]

    @admin.display(description=_("用到它的待遇"))
    def used_by(self, question: Question) -> str:
        """The benefits that the question decides, each with its page."""
        if question.pk is None:
            return gettext("还没有。")
        links = (
            (reverse("admin:benefits_benefit_change", args=[benefit.pk]), benefit.title_zh)
            for benefit in question.benefits_that_ask()
        )
        titles = format_html_join(gettext("、"), '<a href="{}">{}</a>', links)
        return titles or gettext("还没有。没有待遇用到的问题不会问居民。")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list, dict, set, list]:
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, lacking, [*protected, *filter(None, (question.why_it_stays() for question in objs))]


@admin.register(Term)
class TermAdmin(PolicyAdmin):
    list_display = ["name_zh", "key", "explanation_zh"]
    search_fields = ["name_zh", "name_en", "explanation_zh", "key"]
    fieldsets = [
        (None, {"fields": ["key", "name_zh", "explanation_zh", "order"]}),
        (_("英文"), {"fields": ["name_en", "explanation_en"], "classes": ["collapse"]}),
    ]
