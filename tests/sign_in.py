"""Staff who have signed in, without the pages that lead there: those have tests of their own in tests/accounts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page


def signed_in(client: Client, user: Any) -> Client:
    """The client, signed in as `user` with everything that the user's roles ask for."""
    client.force_login(user)
    return client


def signed_in_page(page: Page, user: Any, address: str) -> Page:
    """The browser's page, signed in as `user` at the server's `address`."""
    session = signed_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": address}])
    return page
