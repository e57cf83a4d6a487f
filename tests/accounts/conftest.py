"""Accounts with a password that the tests know, and time that passes when they say so."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.urls import reverse

from tests import factories

PASSWORD = "correct horse battery staple"


@pytest.fixture
def account(db) -> Callable[..., object]:
    """Makes an account: `account(editor=True)`."""

    def make(**traits):
        user = factories.UserFactory(**traits)
        user.set_password(PASSWORD)
        user.save()
        return user

    return make


@pytest.fixture
def sign_in(client):
    """Types a name and a password into the sign-in page."""

    def type_in(name, password=PASSWORD, at=client, next="", **headers):
        address = reverse("account_login") + (f"?next={next}" if next else "")
        return at.post(address, {"login": name, "password": password}, **headers)

    return type_in


@pytest.fixture
def pass_time(monkeypatch):
    """Moves the clock forward by that many seconds."""
    now = time.time
    passed = [0.0]
    monkeypatch.setattr(time, "time", lambda: now() + passed[0])

    def forward(seconds: float) -> None:
        passed[0] += seconds

    return forward
