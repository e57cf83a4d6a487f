"""Benefits with their tiers, and each tier with its conditions and amounts."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from benefits.admin.base import PolicyAdmin, PolicyInline
from benefits.eligibility.facts import FactType, Scope
from benefits.models import Benefit, Condition, Tier, TierAmount, known_facts
from benefits.models.values import Fact


class TierInline(PolicyInline, admin.TabularInline):
    model = Tier
    fields = ["order", "conditions_and_amounts", "valid_from", "valid_until"]
    readonly_fields = ["conditions_and_amounts"]
    show_change_link = True
    extra = 0

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Tier]:
        return super().get_queryset(request).prefetch_related("conditions", "amounts")

    @admin.display(description=_("条件和标准"))
    def conditions_and_amounts(self, tier: Tier) -> str:
        if tier.pk is None:
            return _("先保存，再点“修改”填写。")
        conditions = "；".join(row.in_words(self._facts) for row in tier.conditions.all()) or _("没有条件")
        return f"{conditions} → {'；'.join(map(str, tier.amounts.all())) or _('还没有标准')}"

    @cached_property
    def _facts(self) -> dict[str, Fact]:
        # Django makes an inline anew for each request.
        return known_facts()


class BenefitForm(forms.ModelForm):
    def clean_per(self) -> str:
        """A benefit of the household keeps no condition on a child's fact."""
        per, facts = self.cleaned_data["per"], known_facts()
        used = Condition.objects.filter(tier__benefit=self.instance.pk).values_list("fact", flat=True)
        of_a_child = [facts[key].label for key in used if key in facts and facts[key].scope == Scope.CHILD]
        if per == Scope.HOUSEHOLD and of_a_child:
            raise forms.ValidationError(
                _("“%s”说的是每个孩子，按家庭计算不能用。请先改各档的条件。") % "、".join(dict.fromkeys(of_a_child))
            )
        return per


@admin.register(Benefit)
class BenefitAdmin(PolicyAdmin):
    form = BenefitForm
    list_display = ["title_zh", "key", "measure", "per", "audience", "firmness", "enquire_at"]
    list_filter = ["measure", "life_stage", "audience", "firmness", "per", "enquire_at"]
    list_select_related = ["measure", "enquire_at"]
    search_fields = ["title_zh", "title_en", "summary_zh", "key", "quotations"]
    autocomplete_fields = ["measure", "enquire_at"]
    fieldsets = [
        (None, {"fields": ["key", "measure", "title_zh", "life_stage", "order"]}),
        (_("规则"), {"fields": ["per", "audience", "firmness", "enquire_at", "routing", "needs_no_application"]}),
        (_("措辞"), {"fields": ["summary_zh", "for_whom_zh", "papers_zh", "how_to_claim_zh", "quotations"]}),
        (
            _("英文"),
            {
                "fields": ["title_en", "summary_en", "for_whom_en", "papers_en", "how_to_claim_en"],
                "classes": ["collapse"],
            },
        ),
    ]
    inlines = [TierInline]


class FactChoice:
    """For an inline with a column that names a fact: chosen from a list, judged by the model.

    The field itself stays free text, so that a fact that is gone is refused in the model's words.
    """

    fact_column = ""

    def may_choose(self, fact: Fact) -> bool:
        raise NotImplementedError

    def get_formset(self, request: HttpRequest, obj: Tier | None = None, **kwargs: Any) -> type[forms.BaseFormSet]:
        formset = super().get_formset(request, obj, **kwargs)
        facts = [(key, f"{fact.label}（{key}）") for key, fact in known_facts().items() if self.may_choose(fact)]
        kept = self.model.objects.filter(tier=obj).values_list(self.fact_column, flat=True) if obj else ()
        gone = sorted({(key, key) for key in kept if key} - {(key, key) for key, _label in facts})
        formset.form.base_fields[self.fact_column].widget = forms.Select(choices=[("", "---------"), *facts, *gone])
        return formset


class ConditionInline(FactChoice, PolicyInline, admin.TabularInline):
    model = Condition
    fields = ["order", "fact", "operator", "value", "parameter"]
    fact_column = "fact"
    extra = 0

    def may_choose(self, fact: Fact) -> bool:
        return bool(fact.operators)


class TierAmountFormSet(forms.BaseInlineFormSet):
    """The amounts of one tier: on any day at most one of them applies."""

    def clean(self) -> None:
        super().clean()
        kept = []
        for form in self.forms:
            if form.errors or (not form.has_changed() and form.instance.pk is None) or self._should_delete_form(form):
                continue
            if any(form.instance.period.overlaps(other) for other in kept):
                form.add_error("valid_from", _("与前面一个标准的有效日期重叠。同一天只能有一个标准。"))
            kept.append(form.instance.period)


class TierAmountInline(FactChoice, PolicyInline, admin.StackedInline):
    model = TierAmount
    formset = TierAmountFormSet
    fields = [("order", "kind"), ("yuan", "basis"), ("percent", "of"), ("valid_from", "valid_until")]
    fact_column = "of"
    extra = 0

    def may_choose(self, fact: Fact) -> bool:
        return fact.type is FactType.MONEY and fact.scope == Scope.HOUSEHOLD


@admin.register(Tier)
class TierAdmin(PolicyAdmin):
    """Reached from its benefit, where tiers are added and removed."""

    list_display = ["__str__", "benefit", "order", "valid_from", "valid_until"]
    list_filter = ["benefit__measure"]
    list_select_related = ["benefit"]
    ordering = ["benefit__measure__number", "benefit__order", "order"]
    search_fields = ["benefit__title_zh", "benefit__key"]
    fields = ["benefit", "order", "valid_from", "valid_until"]
    readonly_fields = ["benefit"]
    inlines = [ConditionInline, TierAmountInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
