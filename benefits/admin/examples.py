"""Example households beside each measure: what is expected of them and why, and how each stands on the working copy."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.core.validators import MinValueValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.admin.base import PolicyAdmin
from benefits.admin.expecting import ExpectationField, rows_of
from benefits.eligibility.household import InvalidHouseholdError, household_from
from benefits.models import Example, Measure
from benefits.models.history import LONGEST_REASON
from benefits.publishing.compile import Json, compile_sound
from benefits.publishing.examples import example_failures, expected_words, household_faults
from benefits.publishing.expectations import is_sum
from benefits.publishing.wording import AnswerLine, Wording

_SUM = {"max_digits": 12, "decimal_places": 2, "required": False, "validators": [MinValueValidator(0)]}


class Judged(NamedTuple):
    """An example and how it stands: every difference in words, none if it passes."""

    example: Example
    failures: tuple[str, ...]

    @property
    def standing(self) -> str:
        """Whether it passes, in a word."""
        return _("不通过") if self.failures else _("通过")


class WorkingCopy:
    """The working copy as it stands now, read once for all that a page says of examples."""

    @cached_property
    def _compiled(self) -> tuple[Json, bool]:
        content, findings = compile_sound()
        return content, not findings

    @cached_property
    def wording(self) -> Wording:
        """Its rules and words."""
        return Wording(self._compiled[0])

    def judged(self, examples: Iterable[Example]) -> list[Judged]:
        """Each of these examples with how it stands."""
        content, is_whole = self._compiled
        rows = list(examples)
        found = example_failures(content | {"examples": [row.data() for row in rows]})
        failures = {failure.key: failure.lines for failure in found}
        if not is_whole:
            note = _("有的待遇规则还没有写完，暂时不能评估。")
            failures = {key: (*lines, note) for key, lines in failures.items()}
        return [Judged(row, failures.get(row.key, ())) for row in rows]

    def answers(self, example: Example) -> tuple[AnswerLine, ...]:
        """The household in words."""
        return self.wording.household(example.household, example.on)

    def expected(self, example: Example) -> list[str]:
        """What is expected, in words."""
        return expected_words(self.wording, example.data())


class ExampleForm(forms.ModelForm):
    """The household is changed by answering the check in a trial; all else here."""

    total_one_off = forms.DecimalField(label=gettext_lazy("合计：一次性（元）"), **_SUM)
    total_monthly = forms.DecimalField(
        label=gettext_lazy("合计：每月（元）"), help_text=gettext_lazy("不核对合计，两项都留空。"), **_SUM
    )
    reason = forms.CharField(
        label=gettext_lazy("改动理由"),
        max_length=LONGEST_REASON,
        required=False,
        help_text=gettext_lazy("改了预期就要写：为什么现在应该是这个结果。审核的人会看到。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "expect" not in self.fields:
            return
        self.working_copy = WorkingCopy()
        example = self.instance
        self.fields["expect"] = ExpectationField(
            rows_of(self.working_copy.wording, example),
            example.expect,
            label=_("预期"),
            help_text=_("选“不核对”的，这个示例不管。改了结论，随它核对的细节（例如还需要回答什么）不再核对。"),
        )
        totals = example.totals or {}
        self.initial |= {f"total_{kind}": Decimal(yuan) for kind, yuan in totals.items() if is_sum(yuan)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._clean_totals(cleaned)
        expects_otherwise = {"expect", "total_one_off", "total_monthly"} & set(self.changed_data)
        if expects_otherwise and not cleaned.get("reason"):
            self.add_error("reason", _("预期与原来的不同。请写明改动理由。"))
        self._clean_day(cleaned)
        return cleaned

    def _clean_totals(self, cleaned: dict[str, Any]) -> None:
        sums = {"one_off": cleaned.get("total_one_off"), "monthly": cleaned.get("total_monthly")}
        given = {kind: f"{yuan:.2f}" for kind, yuan in sums.items() if isinstance(yuan, Decimal)}
        if len(given) == 1:
            self.add_error("total_monthly", _("合计的两项要么都填，要么都留空。没有的填0。"))
        elif {"total_one_off", "total_monthly"} & set(self.changed_data):
            self.instance.totals = given or None

    def _clean_day(self, cleaned: dict[str, Any]) -> None:
        """The household is one that there can be on the day."""
        if "on" not in self.changed_data or not cleaned.get("on"):
            return
        wording = self.working_copy.wording
        try:
            household_from(wording.rulebook, self.instance.household, cleaned["on"])
        except InvalidHouseholdError as error:
            self.add_error("on", household_faults(wording, error))


class ExampleList(ChangeList):
    """A list of examples, each with how it stands."""

    def get_results(self, request: HttpRequest) -> None:
        """Judge what the page shows, all at once."""
        super().get_results(request)
        judged = WorkingCopy().judged(self.result_list)
        for row in judged:
            row.example.judged = row
        self.result_list = [row.example for row in judged]


@admin.register(Example)
class ExampleAdmin(PolicyAdmin):
    form = ExampleForm
    list_display = ["name", "measure", "on", "standing"]
    list_filter = ["measure"]
    list_select_related = ["measure"]
    search_fields = ["name", "source", "key", "measure__title_zh"]
    readonly_fields = ["measure"]
    change_list_template = "staff/examples/list.html"
    change_form_template = "staff/examples/example.html"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ExampleList

    @admin.display(description=_("现在"))
    def standing(self, example: Example) -> str:
        judged: Judged = example.judged
        return _("：").join([judged.standing, *judged.failures[:1]])

    def get_fieldsets(
        self, request: HttpRequest, obj: Example | None = None
    ) -> list[tuple[str | None, dict[str, Any]]]:
        about = ["measure", "name", "source", "on", "policy_published_on"]
        if not self.has_change_permission(request, obj):
            return [(None, {"fields": about})]
        expecting = ["expect", "total_one_off", "total_monthly", "reason"]
        return [(None, {"fields": about}), (_("预期"), {"fields": expecting})]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """An example is made by answering the check: nobody writes data."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return redirect("check:trial")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Example | None = None, **kwargs: Any
    ) -> HttpResponse:
        # Of the row as it is kept, whatever has been typed.
        example = Example.objects.select_related("measure").get(pk=obj.pk)
        copy = WorkingCopy()
        context |= {
            "judged": copy.judged([example])[0],
            "answers": copy.answers(example),
            "expected": copy.expected(example),
            "show_save_and_add_another": False,
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request: HttpRequest, obj: Example, form: forms.ModelForm, change: bool) -> None:
        obj._change_reason = form.cleaned_data["reason"] or None
        super().save_model(request, obj, form, change)


def examples_of(measure: Measure) -> list[Judged]:
    """A measure's examples with how each stands, those that fail first."""
    return sorted(WorkingCopy().judged(measure.examples.select_related("measure")), key=lambda each: not each.failures)
