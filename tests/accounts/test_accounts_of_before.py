"""Accounts made before there were roles keep what they could do, in roles."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection

pytestmark = pytest.mark.django_db
User = get_user_model()


@pytest.fixture
def migrate():
    """Runs the migration's step on today's tables, in which the columns of before are still there."""
    step = import_module("accounts.migrations.0002_roles_and_sign_in").give_roles_to_accounts_of_before
    return lambda: step(apps, connection.schema_editor())


def as_before(name, **columns):
    User.objects.create(username=name)
    User.objects.filter(username=name).update(**columns)


def test_a_superuser_publishes_and_keeps_accounts(migrate):
    as_before("wang", is_superuser=True, is_staff=True)
    migrate()
    user = User.objects.get()
    assert (user.roles, user.may_sign_in, user.is_superuser) == ("发布、账号管理", True, False)


def test_somebody_without_a_role_waits_for_one(migrate):
    as_before("wang", is_staff=True)
    migrate()
    assert not User.objects.get().may_sign_in


def test_an_account_with_roles_stays_as_it_is(migrate):
    User.objects.create(username="wang", is_auditor=True)
    migrate()
    assert (User.objects.get().roles, User.objects.get().may_sign_in) == ("审计", True)
