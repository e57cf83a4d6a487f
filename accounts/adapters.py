"""What we do differently from django-allauth: limits, proofs of identity, secrets at rest, and our own words."""

from __future__ import annotations

import logging
import time
import unicodedata
from base64 import urlsafe_b64encode
from ipaddress import ip_address
from typing import Any

import qrcode
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathImage

from accounts.second_factor import has_second_factor

logger = logging.getLogger(__name__)

ACCOUNT_AS_OF_PASSWORD = "account_as_of_password"  # noqa: S105 - a session's key
LIMITS_REACHED = {"too_many_login_attempts", "rate_limited"}


class SignInAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("用户名或密码不正确。"),
        "incorrect_password": _("密码不正确。"),
    }

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """A limit is no mistake in a field: it gets a page of its own."""
        if code in LIMITS_REACHED:
            raise ImmediateHttpResponse(respond_429(self.request))
        return super().validation_error(code, *args)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What tries are counted by: the name in all its spellings, and not the Host header, which may be varied."""
        return unicodedata.normalize("NFKC", credentials["username"]).casefold()

    def get_client_ip(self, request: HttpRequest) -> str:
        """The visitor's address; the connection's own where X-Forwarded-For is not what our proxies write."""
        try:
            address = ip_address(super().get_client_ip(request))
        except (ImproperlyConfigured, PermissionDenied):
            return request.META.get("REMOTE_ADDR") or "unknown"
        # Written as IPv6, every address of IPv4 would be in one network, which is counted as one visitor.
        return str(getattr(address, "ipv4_mapped", None) or address)

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        request.session[ACCOUNT_AS_OF_PASSWORD] = user.get_session_auth_hash()
        return super().pre_login(request, user, **kwargs)

    def login(self, request: HttpRequest, user: Any) -> None:
        """Refuses where the account was disabled or its password or factor changed since the password was given."""
        as_of_password = request.session.pop(ACCOUNT_AS_OF_PASSWORD, "")
        if not (user.may_sign_in and constant_time_compare(as_of_password, user.get_session_auth_hash())):
            clear_login(request)
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether the last proof is some minutes old; of whoever has a second factor only that one counts."""
        user = self.request.user
        proofs = get_authentication_records(self.request, user)
        if has_second_factor(user):
            proofs = [proof for proof in proofs if proof["method"] == "mfa"]
        return not any(time.time() - proof["at"] < app_settings.REAUTHENTICATION_TIMEOUT for proof in proofs)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The second factor alone, where there is one: a password must not be enough to take it away."""
        methods = super().get_reauthentication_methods(user)
        with_code = [method for method in methods if method["id"] == "mfa_reauthenticate"]
        return with_code or methods

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say themselves what was done."""


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("验证码不正确，或者已经用过。请等待新的验证码再输入。"),
        "cannot_generate_recovery_codes": _("请先设置二次验证，再生成恢复码。"),
    }

    def encrypt(self, text: str) -> str:
        return _sealer().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; one that no code fits where the key that sealed it is gone, so that nobody gets in by that."""
        try:
            return _sealer().decrypt(encrypted_text).decode()
        except InvalidToken:
            logger.error("a second factor was sealed with a SECRET_KEY that is neither current nor a fall-back")
            return generate_totp_secret()

    def build_totp_svg(self, url: str) -> SafeString:
        """To stand in the page itself: our Content-Security-Policy allows no image in an address."""
        return mark_safe(qrcode.make(url, image_factory=SvgPathImage).to_string(encoding="unicode"))  # noqa: S308 - drawn here


def _sealer() -> MultiFernet:
    """Seals with a key made of SECRET_KEY; opens with those made of the fall-backs too."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = (salted_hmac("accounts.second_factor", "", secret=secret, algorithm="sha256").digest() for secret in secrets)
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])
