"""The second factor: who needs one, and whether this session has passed it."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

TOTP = Authenticator.Type.TOTP
RECOVERY_CODES = Authenticator.Type.RECOVERY_CODES


def step_before_admin(request: HttpRequest) -> str | None:
    """The name of the page that this session has to pass before the admin opens; None where nothing is missing."""
    factors = dict(Authenticator.objects.filter(user=request.user).values_list("type", "id"))
    if TOTP not in factors:
        return "mfa_activate_totp" if request.user.must_use_second_factor else None
    # By the factor's id, so that a session that passed a factor of before does not pass the present one.
    passed = {record["id"] for record in get_authentication_records(request, request.user) if "id" in record}
    return None if passed.intersection(factors.values()) else "mfa_reauthenticate"


def mark_passed(request: HttpRequest, factor: Authenticator) -> None:
    """Note in the session that whoever sits there has this factor in hand."""
    record_authentication(request, factor.user, "mfa", id=factor.pk, type=factor.type)


def has_second_factor(user: Any) -> bool:
    return Authenticator.objects.filter(user=user, type=TOTP).exists()


def take_away_second_factor(user: Any) -> None:
    """For somebody who lost telephone and recovery codes: the next sign-in sets up a new one."""
    Authenticator.objects.filter(user=user).delete()
    user.end_sessions()
