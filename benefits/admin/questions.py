"""What the check asks: sections, questions with their choices, and explained terms."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from benefits.admin.base import PolicyAdmin, PolicyInline
from benefits.models import Choice, Question, Section, Term


@admin.register(Section)
class SectionAdmin(PolicyAdmin):
    list_display = ["title_zh", "key", "order"]
    search_fields = ["title_zh", "title_en", "key"]
    fields = ["key", "title_zh", "title_en", "order"]


class ChoiceInline(PolicyInline, admin.TabularInline):
    model = Choice
    fields = ["order", "key", "label_zh", "label_en"]
    extra = 0


@admin.register(Question)
class QuestionAdmin(PolicyAdmin):
    list_display = ["label_zh", "key", "wording_zh", "section", "scope", "type"]
    list_filter = ["section", "scope", "type"]
    list_select_related = ["section"]
    search_fields = ["label_zh", "wording_zh", "wording_en", "key"]
    autocomplete_fields = ["section"]
    fieldsets = [
        (None, {"fields": ["key", "section", "scope", "type", "order"]}),
        (_("措辞"), {"fields": ["wording_zh", "label_zh", "help_zh", "why_zh"]}),
        (_("限制"), {"fields": ["minimum", "maximum", "earliest_days", "latest_days"]}),
        (_("英文"), {"fields": ["wording_en", "label_en", "help_en", "why_en"], "classes": ["collapse"]}),
    ]
    inlines = [ChoiceInline]


@admin.register(Term)
class TermAdmin(PolicyAdmin):
    list_display = ["name_zh", "key", "explanation_zh"]
    search_fields = ["name_zh", "name_en", "explanation_zh", "key"]
    fieldsets = [
        (None, {"fields": ["key", "name_zh", "explanation_zh", "order"]}),
        (_("英文"), {"fields": ["name_en", "explanation_en"], "classes": ["collapse"]}),
    ]
