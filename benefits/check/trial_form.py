"""The form that opens a trial: what is tried, and on which day."""

from __future__ import annotations

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.check import spelling
from benefits.eligibility.facts import FactType
from benefits.publishing.unpublished import change_sets

WORKING_COPY = "rows"


class DayField(forms.CharField):
    """A day as people write it: 2027年1月1日, 2027-1-1, 20270101."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs = {"autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        return date_format(value, _("Y年n月j日")) if isinstance(value, date) else value

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return date.fromisoformat(str(spelling.read(FactType.DATE, text)))
        except ValueError as error:
            sentence = _("“%(label)s”请写日历上有的年月日，例如 2027年1月1日 或 2027-1-1。")
            raise ValidationError(sentence % {"label": self.label}) from error


class TrialForm(forms.Form):
    """What is tried, and when; and whether the answers of the trial that is open are kept."""

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

    def __init__(self, *, has_answers: bool, **kwargs: Any) -> None:
        """`has_answers`: whether a trial is open whose answers may be kept."""
        super().__init__(**kwargs)
        self.fields["changes"].choices = [
            (WORKING_COPY, _("工作稿：所有人正在修改的内容")),
            *((str(number), name) for number, name in change_sets()),
        ]
        if not has_answers:
            del self.fields["keeps"]
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.fields)
        self.helper.attrs = {"novalidate": True}
        self.helper.add_input(Submit("begin", _("开始试算")))

    def clean_changes(self) -> int | None:
        changes = self.cleaned_data["changes"]
        return None if changes == WORKING_COPY else int(changes)
