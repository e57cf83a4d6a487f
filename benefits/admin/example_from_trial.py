"""A trial's result made an example household: what came out is recorded as what is expected from now on."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.admin import rights
from benefits.admin.pages import page, rendered
from benefits.admin.places import placed
from benefits.admin.tried import NotTried, Tried, TriedForm, tried
from benefits.models import Example, Measure
from benefits.models.history import LONGEST_REASON
from benefits.publishing.compile import Json

NEW, UPDATE = "new", "update"


class ExampleForm(forms.Form):
    """A new example of a measure, or the one that the trial was opened with brought up to date."""

    saves = forms.ChoiceField(label=gettext_lazy("怎样保存"), widget=forms.RadioSelect, initial=UPDATE)
    name = forms.CharField(
        label=gettext_lazy("名称"),
        max_length=200,
        help_text=gettext_lazy("用一句话说明这个家庭和预期，例如：满19个月，每月300元。"),
    )
    source = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=300,
        help_text=gettext_lazy("为什么应该是这个结果：原文的哪一条、哪一句。"),
    )
    benefits = forms.MultipleChoiceField(
        label=gettext_lazy("这个示例核对哪些待遇"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("勾选的待遇，以后都要得到下面写的结果。"),
        error_messages={"required": gettext_lazy("请至少勾选一项待遇。")},
    )
    reason = forms.CharField(
        label=gettext_lazy("改动理由"),
        max_length=LONGEST_REASON,
        required=False,
        help_text=gettext_lazy("更新原来的示例时，预期有变就要写：为什么现在应该是这个结果。"),
    )

    def __init__(self, result: Tried, measure: Measure, existing: Example | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.result, self.measure, self.existing = result, measure, existing
        keys = result.results(measure.number)
        self.fields["benefits"].choices = [
            (key, _("：").join((result.wording.benefit(key), result.words(key)))) for key in keys
        ]
        if existing is None:
            del self.fields["saves"], self.fields["reason"]
            return
        self.fields["saves"].choices = [
            (UPDATE, _("更新“%(name)s”") % {"name": existing.name}),
            (NEW, _("另存为新的示例")),
        ]
        self.initial = {
            "saves": UPDATE,
            "name": existing.name,
            "source": existing.source,
            "benefits": [key for key in existing.expect if key in keys],
        }

    def clean(self) -> dict[str, Any]:
        asked = super().clean()
        if not self.errors:
            self.example = self._example()
            try:
                self.example.full_clean()
            except ValidationError as error:
                self.add_error(None, [message for messages in error.message_dict.values() for message in messages])
        return asked

    def save(self) -> Example:
        """The example, recorded with the reason for what changed."""
        self.example._change_reason = self.cleaned_data.get("reason") or None
        self.example.save()
        return self.example

    def _example(self) -> Example:
        asked = self.cleaned_data
        if asked.get("saves") == UPDATE:
            return self._updated(self.existing)
        example = Example(key=f"measure-{self.measure.number}-{secrets.token_hex(3)}", measure=self.measure)
        return self._filled(example, {key: self.result.expected(key) for key in asked["benefits"]})

    def _updated(self, example: Example) -> Example:
        """What came out as expected before keeps its words; the rest is expected as it came out now."""
        before = example.expect, example.totals
        expect = {}
        for key in self.cleaned_data["benefits"]:
            is_same = key in example.expect and self.result.holds(key, example.expect[key])
            expect[key] = example.expect[key] if is_same else self.result.expected(key)
        if example.totals is not None and not self.result.adds_up_to(self.measure.number, example.totals):
            example.totals = self.result.totals(self.measure.number)
        if (expect, example.totals) != before and not self.cleaned_data["reason"]:
            self.add_error("reason", _("预期与原来的不同。请写明改动理由。"))
        return self._filled(example, expect)

    def _filled(self, example: Example, expect: Json) -> Example:
        example.name, example.source = self.cleaned_data["name"], self.cleaned_data["source"]
        example.household, example.expect = self.result.household, expect
        example.on = self.result.on
        example.policy_published_on = self.result.published_on(self.measure.number)
        return example


@page("benefits/example/from-trial/", "benefits_example_from_trial", lambda user: rights.may_add(user, Example))
def example_from_trial(request: HttpRequest) -> HttpResponse:
    """Which measure it is about, then what is expected of which benefit, then the example."""
    if request.method != "POST":
        return redirect("check:trial")
    handed = TriedForm(request.POST)
    try:
        result = tried(handed)
    except NotTried as refusal:
        return _page(request, {"findings": placed(refusal.findings)})
    context = {"handed": handed, "household": result.wording.household(result.household, result.on), "result": result}
    existing = _existing(request.user, handed.cleaned_data["example"])
    measures = {measure.number: measure for measure in _measures(request.user, result)}
    measure = measures.get(_number(request, existing))
    if measure is None:
        choices = [(measure, result.outcome(number)) for number, measure in measures.items()]
        return _page(request, context | {"measures": choices})
    same = existing if existing and existing.measure_id == measure.pk else None
    form = ExampleForm(result, measure, same, data=request.POST if "save" in request.POST else None)
    if form.is_bound and form.is_valid():
        example = form.save()
        messages.success(request, _("示例家庭“%(name)s”已保存。提交修改后由发布人员审核。") % {"name": example.name})
        return redirect("admin:benefits_example_change", example.pk)
    return _page(request, context | {"form": form, "measure": measure})


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    empty = {"findings": (), "measures": (), "form": None}
    return rendered(request, "staff/examples/from_trial.html", _("存为示例家庭"), **(empty | context))


def _existing(user: Any, key: str) -> Example | None:
    """The example that the trial was opened with, if the user may change it."""
    example = Example.objects.filter(key=key).first() if key else None
    return example if example and rights.may_change(user, example) else None


def _measures(user: Any, result: Tried) -> list[Measure]:
    """The measures whose examples the user keeps, and of which something was tried."""
    tried_measures = {benefit.measure for benefit in result.rulebook.benefits}
    return [
        measure
        for measure in Measure.objects.filter(number__in=tried_measures)
        if rights.may_change(user, Example(measure=measure))
    ]


def _number(request: HttpRequest, existing: Example | None) -> int | None:
    """The measure that was chosen, else that of the example that was opened."""
    chosen = request.POST.get("measure", "")
    if chosen.isdecimal():
        return int(chosen[:6])
    return existing.measure.number if existing and "choose" not in request.POST else None
