"""The form that takes a code: scanned, and sent by a script; or pasted, with or without the address before it."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.check.code import DAYS, MAX_LENGTH, CodeError, snapshot_of


class CodeForm(forms.Form):
    """Once valid, `snapshot` is what the code holds."""

    use_required_attribute = False
    code = forms.CharField(
        label=gettext_lazy("扫码得到的网址"),
        help_text=gettext_lazy("请整段粘贴。只粘贴“#”后面的也可以。"),
        widget=forms.Textarea({"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("请粘贴扫码得到的网址。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("code")
        self.helper.form_action = "check:open"
        self.helper.form_id = "open"
        self.helper.attrs = {"novalidate": True}
        self.helper.add_input(Submit("open", _("打开")))

    def clean_code(self) -> str:
        text = self.cleaned_data["code"]
        if len(text) > 2 * MAX_LENGTH:
            # Nobody reads so much again to find what is wrong with it.
            self.data = {}
        try:
            self.snapshot = snapshot_of(text)
        except CodeError as error:
            raise ValidationError(_too_old() if error.is_too_old else _not_ours()) from error
        return text


def _too_old() -> str:
    return _("这个二维码已超过%(days)s天，不能再打开。请重新自测。") % {"days": DAYS}


def _not_ours() -> str:
    return _("没有认出这段内容，它可能不完整，或不是本站的。请重新扫码，或整段粘贴一次。")
