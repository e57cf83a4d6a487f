"""Where a trial is opened and ended: what to try, on which day, and the household to open it with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.check import spelling
from benefits.check.answers import TRIAL_COOKIE, Answers, Trial, forget, keep
from benefits.check.gate import get_or_post, private
from benefits.check.progress import replayed
from benefits.check.trial import OpenTrial, may_try, trial_of
from benefits.eligibility.facts import FactType
from benefits.publishing.compile import NotCompilable
from benefits.publishing.current import PublishedRelease
from benefits.publishing.unpublished import change_sets, unpublished

WORKING_COPY = "rows"
CHANGES, EXAMPLE = "changes", "example"


class Opening(NamedTuple):
    """A household that a trial may be opened with: its name, its answers, and the day that goes with them."""

    name: str
    household: Mapping[str, Any]
    on: date | None = None
    published_on: date | None = None
    example: str = ""


class DayField(forms.CharField):
    """A day as people write it: 2027年1月1日, 2027-1-1, 20270101."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs = {"autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        return date_format(value, "Y年n月j日") if isinstance(value, date) else value

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return date.fromisoformat(str(spelling.read(FactType.DATE, text)))
        except ValueError as error:
            raise ValidationError(_("请写日历上有的年月日，例如 2027年1月1日 或 2027-1-1。")) from error


class TrialForm(forms.Form):
    """What is tried, and when. `keeps` says what becomes of the answers of the trial that is open."""

    use_required_attribute = False
    changes = forms.ChoiceField(
        label=gettext_lazy("试哪份内容？"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("请选择试哪份内容。"),
            "invalid_choice": gettext_lazy("这份内容已经不在列表里，请重新选择。"),
        },
    )
    on = DayField(
        label=gettext_lazy("试算日期"),
        help_text=gettext_lazy("按这一天的规则和孩子的月龄计算，过去、将来都可以。例如 2027年1月1日。"),
        error_messages={"required": gettext_lazy("请填写试算日期，例如 2027年1月1日。")},
    )
    published_on = DayField(
        label=gettext_lazy("假定政策在这一天正式公布"),
        help_text=gettext_lazy("一般留空。要试与公布日期有关的条件，才填写。"),
        required=False,
    )
    keeps = forms.BooleanField(label=gettext_lazy("沿用这次试算已经填好的回答"), required=False)

    def __init__(self, trial: OpenTrial | None, opening: Opening | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["changes"].choices = [
            (WORKING_COPY, _("工作稿：所有人正在修改的内容")),
            *((str(number), name) for number, name in change_sets()),
        ]
        if trial is None or opening is not None:
            del self.fields["keeps"]
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.fields)
        self.helper.attrs = {"novalidate": True}
        self.helper.add_input(Submit("begin", _("用这个家庭试算") if opening else _("开始试算")))

    def clean_changes(self) -> int | None:
        changes = self.cleaned_data["changes"]
        return None if changes == WORKING_COPY else int(changes)


@private
@get_or_post
def trial(request: HttpRequest) -> HttpResponse:
    if not may_try(request):
        return _refused(request)
    now, opening, findings = trial_of(request), household_to_open_with(request), ()
    if request.method == "POST":
        form = TrialForm(now, opening, data=request.POST)
        if form.is_valid():
            try:
                return _opened(form.cleaned_data, now, opening)
            except NotCompilable as error:
                findings = error.findings
    else:
        form = TrialForm(now, opening, initial=_initial(request, now, opening))
    return render(request, "check/trial.html", {"form": form, "opening": opening, "findings": findings})


@private
@get_or_post
def trial_end(request: HttpRequest) -> HttpResponse:
    """The way out: the answers of the trial go with it."""
    response = redirect("check:trial")
    return forget(response, TRIAL_COOKIE) if request.method == "POST" else response


def household_to_open_with(request: HttpRequest) -> Opening | None:
    """The household that the address names, if it names one. Raises Http404 where there is none of that name."""
    if EXAMPLE not in request.GET:
        return None
    examples = unpublished(None).content["examples"]
    example = next((item for item in examples if item["key"] == request.GET[EXAMPLE]), None)
    if example is None:
        raise Http404
    supposed = example["policy_published_on"]
    return Opening(
        name=example["name"],
        household=example["household"],
        on=date.fromisoformat(example["on"]),
        published_on=supposed and date.fromisoformat(supposed),
        example=example["key"],
    )


def _refused(request: HttpRequest) -> HttpResponse:
    """Whoever is not signed in signs in; whoever has no role that reads the policy has no business here."""
    if request.user.is_authenticated and not request.user.has_policy_role:
        raise PermissionDenied
    return redirect_to_login(request.get_full_path(), reverse("admin:login"))


def _initial(request: HttpRequest, now: OpenTrial | None, opening: Opening | None) -> dict[str, Any]:
    """What the address asks for, else as the trial that is open."""
    trial = now.trial if now else Trial(timezone.localdate())
    return {
        "changes": request.GET.get(CHANGES) or trial.changes or WORKING_COPY,
        "on": (opening and opening.on) or trial.on,
        "published_on": opening.published_on if opening else trial.published_on,
        "keeps": True,
    }


def _opened(asked: dict[str, Any], now: OpenTrial | None, opening: Opening | None) -> HttpResponse:
    """Into the trial: to the consent, or with a household to its results. Raises NotCompilable."""
    trial = Trial(asked["on"], asked["changes"], asked["published_on"], opening.example if opening else "")
    release = unpublished(trial.changes, trial.published_on).release
    if opening is not None:
        return keep(redirect("check:results"), _as_given(opening.household, trial, release))
    if now is not None and asked["keeps"]:
        trial = replace(trial, example=now.trial.example)
        return keep(redirect("check:results"), replace(now.answers, trial=trial))
    return keep(redirect("check:start"), Answers(trial=trial))


def _as_given(household: Mapping[str, Any], trial: Trial, release: PublishedRelease) -> Answers:
    """The household's answers, and nothing more to ask: what is not given stays unknown."""
    check = replayed(Answers(has_consented=True, household=dict(household), trial=trial), release, trial.on)
    return replace(check.answers, declined=check.open)
