"""Staff who have signed in, without the pages that lead there: those have tests of their own in tests/accounts."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.test import Client
from playwright.sync_api import Page

from accounts.second_factor import TOTP, mark_passed


def signed_in(client: Client, user: Any) -> Client:
    """The client, signed in as `user` with everything that the user's roles ask for."""
    client.force_login(user)
    if user.must_use_second_factor:
        request = HttpRequest()
        request.session = client.session
        factor, _is_new = Authenticator.objects.get_or_create(user=user, type=TOTP, defaults={"data": {"secret": ""}})
        mark_passed(request, factor)
        request.session.save()
    return client


def signed_in_page(page: Page, user: Any, address: str) -> Page:
    """The browser's page, signed in as `user` at the server's `address`."""
    session = signed_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": address}])
    return page
