"""When a session ends, and that it stays ended."""

from __future__ import annotations

import pytest
from django.contrib.auth import SESSION_KEY, get_user_model
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.accounts.authenticator import code_of, with_second_factor
from tests.accounts.conftest import PASSWORD
from tests.sign_in import signed_in

pytestmark = pytest.mark.django_db
ADMIN = "/admin/"


def opens(client) -> bool:
    return client.get(ADMIN).status_code == 200


@pytest.fixture
def user(account):
    return account(editor=True)


@pytest.fixture
def devices(user):
    """Two browsers in which the same person has signed in."""
    clients = [signed_in(Client(), user) for _ in range(2)]
    assert all(map(opens, clients))
    return clients


def change(user, **values):
    for name, value in values.items():
        setattr(user, name, value)
    user.save()


def test_whoever_is_disabled_is_out_everywhere_and_stays_out_when_enabled_again(user, devices):
    change(user, is_active=False)
    assert not any(map(opens, devices))
    change(user, is_active=True)
    assert not any(map(opens, devices))
    assert opens(signed_in(Client(), user))


def test_a_session_not_used_in_between_does_not_come_back_to_life(user, devices):
    change(user, is_active=False)
    change(user, is_active=True)
    assert not any(map(opens, devices))


def test_saving_only_whether_one_is_active_ends_sessions_too(user, devices):
    user.is_active = False
    user.save(update_fields=["is_active"])
    user.is_active = True
    user.save(update_fields=["is_active"])
    assert not any(map(opens, devices))


def test_without_a_role_there_is_no_session(user, devices):
    change(user, is_editor=False)
    assert not any(map(opens, devices))
    change(user, is_editor=True)
    assert not any(map(opens, devices))


def test_a_new_password_ends_the_sessions_of_the_old_one(user, devices):
    user.set_password("another long enough password")
    user.save()
    assert not any(map(opens, devices))


def test_changing_one_s_own_password_ends_the_other_sessions_and_not_one_s_own(account, sign_in, user, devices, client):
    sign_in(user.username)
    new = "another long enough password"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/admin/password_change/", fields).status_code == 302
    assert opens(client)
    assert not any(map(opens, devices))


def test_one_signs_oneself_out_everywhere(user, devices):
    one, other = devices
    assert one.post(reverse("account_logout_everywhere"))["Location"] == reverse("account_login")
    assert not any(map(opens, devices))
    assert other.get(reverse("account_logout_everywhere")).status_code == 405


def test_what_else_changes_signs_nobody_out(user, devices):
    change(user, first_name="王芳", department=factories.DepartmentFactory(), is_auditor=True)
    assert all(map(opens, devices))


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda user: change(user, is_active=False),
        lambda user: (change(user, is_active=False), change(user, is_active=True)),
        lambda user: (user.set_password("another long enough password"), user.save()),
        lambda user: (user.end_sessions(), user.save()),
    ],
    ids=["disabled", "disabled and enabled", "new password", "signed out everywhere"],
)
def test_a_sign_in_half_done_comes_to_nothing_when_the_account_changes_meanwhile(client, user, sign_in, meanwhile):
    with_second_factor(user)
    sign_in(user.username)
    meanwhile(get_user_model().objects.get(pk=user.pk))
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of()})
    assert answer["Location"] == reverse("account_login")
    change(get_user_model().objects.get(pk=user.pk), is_active=True)
    assert SESSION_KEY not in client.session
    assert not opens(client)
