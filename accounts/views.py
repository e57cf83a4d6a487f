"""Where our pages of sign-in differ from django-allauth's."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.second_factor import RECOVERY_CODES, TOTP, mark_passed
from config.views import no_sign_in

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponse]


def closed_without_database(view: View) -> View:
    """The page, never kept by a browser; while tries cannot be counted, nobody signs in and nothing breaks."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DatabaseError:
            logger.exception("no sign-in without the database")
            return no_sign_in(request)

    return never_cache(guarded)


class SetUpView(ActivateTOTPView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        # The code that proves the set-up is the first that this session passes.
        mark_passed(self.request, Authenticator.objects.get(user=self.request.user, type=TOTP))
        return response

    def get_success_url(self) -> str:
        return passthrough_next_redirect_url(self.request, super().get_success_url(), "next")


class RecoveryCodesView(ViewRecoveryCodesView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        onward = get_next_redirect_url(self.request) or reverse("admin:index")
        return super().get_context_data(**kwargs) | {"onward": onward}


class NewCodesView(GenerateRecoveryCodesView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        # Whoever came in with one of the old codes goes on with the new ones.
        mark_passed(self.request, Authenticator.objects.get(user=self.request.user, type=RECOVERY_CODES))
        return response


@require_POST
@login_required
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    request.user.end_sessions()
    request.user.save(update_fields=["sessions_ended_at"])
    logout(request)
    return redirect("account_login")
