"""The forms of sign-in, in our words and drawn by our own template pack; and that of an account in the admin."""

from __future__ import annotations

import unicodedata
from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as code_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.contrib.auth import get_user_model, password_validation
from django.contrib.auth.forms import UsernameField
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import ROLES
from accounts.second_factor import TOTP, take_away_second_factor

CODE_WIDGET = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})


def password_field() -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
    return forms.CharField(label=_("密码"), strip=False, widget=widget)


class WithButton:
    """A form with its button, sent to the page's own address so that `next` stays."""

    button: Any

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.layout = Layout(*self.fields)
        helper.attrs = {"novalidate": True}
        helper.add_input(Submit("submit", self.button))
        return helper


class SignInForm(WithButton, LoginForm):
    button = _("登录")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})
        self.fields["login"] = forms.CharField(label=_("用户名"), max_length=150, widget=widget)
        self.fields["password"] = password_field()

    def clean_login(self) -> str:
        return get_user_model().normalize_username(super().clean_login())

    def clean(self) -> dict[str, Any]:
        """A refusal stands at the name, where the summary of errors can lead to."""
        try:
            return super().clean()
        except ValidationError as refusal:
            self.add_error("login", refusal)
            return self.cleaned_data


class PasswordForm(WithButton, ReauthenticateForm):
    button = _("继续")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = password_field()


class CodeField(forms.CharField):
    """A code as people type it: in full width, in groups."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("验证码"), max_length=100, widget=CODE_WIDGET, **kwargs)

    def to_python(self, value: Any) -> str:
        return "".join(unicodedata.normalize("NFKC", super().to_python(value)).split())


class CodeForm(WithButton, code_forms.BaseAuthenticateForm):
    """A code of the authenticator app, each good for one use, or a recovery code."""

    code = CodeField(help_text=_("验证器应用显示的6位数字。手机不在身边时，填一个恢复码。"))

    def clean_code(self) -> str:
        code = super().clean_code()
        # allauth remembers a used code for one period; with the neighbours allowed it is good for three.
        seconds = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        is_new = cache.add(f"accounts.used_code.{self.user.pk}.{code}", True, seconds)
        if self.authenticator.type == TOTP and not is_new:
            raise get_adapter().validation_error("incorrect_code")
        return code


class SignInCodeForm(CodeForm, code_forms.AuthenticateForm):
    button = _("登录")


class CodeAgainForm(CodeForm, code_forms.ReauthenticateForm):
    button = _("继续")


class SetUpForm(WithButton, ActivateTOTPForm):
    button = _("完成设置")
    code = CodeField(help_text=_("验证器应用里“无锡生育支持自测”下面的6位数字。"))

    @property
    def secret_in_groups(self) -> str:
        """The secret as it is easily typed from one screen into another."""
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))


class AccountForm(forms.ModelForm):
    """One account, with what an administrator does to it besides: set a password, take a lost second factor away."""

    new_password = forms.CharField(
        label=_("密码"),
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validation.password_validators_help_text_html(),
    )
    new_password_again = forms.CharField(
        label=_("再输入一次密码"),
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    forget_second_factor = forms.BooleanField(
        label=_("重置二次验证"),
        required=False,
        help_text=_("只在本人丢失手机和恢复码时使用，请先核实身份。原来的验证器和恢复码失效，下次登录重新设置。"),
    )

    class Meta:
        model = get_user_model()
        fields = ["username", "first_name", "department", "is_active", *ROLES]
        field_classes = {"username": UsernameField}
        help_texts = {"username": _("登录时填写。可用文字、数字和 @ . + - _")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        password, again = cleaned.get("new_password"), cleaned.get("new_password_again")
        if not self.instance.pk and not password:
            self.add_error("new_password", _("请设置密码。"))
        if password != again:
            self.add_error("new_password_again", _("两次输入的密码不同，请重新输入。"))
        return cleaned

    def _post_clean(self) -> None:
        """The password is judged beside the names that the form gave the account."""
        super()._post_clean()
        if password := self.cleaned_data.get("new_password"):
            try:
                password_validation.validate_password(password, self.instance)
            except ValidationError as error:
                self.add_error("new_password", error)

    def save(self, commit: bool = True) -> Any:
        reasons = []
        if password := self.cleaned_data.get("new_password"):
            self.instance.set_password(password)
            reasons.append(gettext("设置密码"))
        if self.cleaned_data.get("forget_second_factor"):
            take_away_second_factor(self.instance)
            reasons.append(gettext("重置二次验证"))
        self.instance._change_reason = gettext("；").join(reasons)
        return super().save(commit)
