"""An authenticator app, as RFC 6238 describes it: nothing of the code under test."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret: str = SECRET, periods: int = 0) -> str:
    """The six digits that the app shows now, or that many half minutes later."""
    counter = int(time.time()) // 30 + periods
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def wrong_code(secret: str = SECRET) -> str:
    """Six digits that the app shows at no time near now."""
    near = {code_of(secret, periods) for periods in range(-2, 3)}
    return next(code for code in ("000000", "111111", "222222", "333333", "444444", "555555") if code not in near)


def with_second_factor(user: Any) -> list[str]:
    """Sets up the app of SECRET for `user` and returns the recovery codes."""
    TOTP.activate(user, SECRET)
    return RecoveryCodes.activate(user).generate_codes()


def has_app(user: Any) -> bool:
    return Authenticator.objects.filter(user=user, type="totp").exists()
