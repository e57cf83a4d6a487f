"""The admin does what the table of rights says: every address, every method, every role."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.template import engines

from tests.admin.rights_table import ROLES, TABLE
from tests.admin.rights_world import World, admin_addresses, body_of, new_world, path_of, send

_HEAD, *_LINES = (line.split() for line in TABLE.splitlines() if line)
EXPECTED = {(name, method): dict(zip(ROLES, outcomes, strict=True)) for name, method, *outcomes in _LINES}
NAMES = list(dict.fromkeys(name for name, _method in EXPECTED))


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One world for the whole table: every request is taken back."""
    # Other tests judge what a template does not define; here that look is half of the time.
    engine = engines["django"].engine
    strict, engine.string_if_invalid = engine.string_if_invalid, ""
    with django_db_blocker.unblock(), transaction.atomic():
        yield new_world()
        transaction.set_rollback(True)
    engine.string_if_invalid = strict


def test_every_address_of_the_admin_is_in_the_table():
    assert sorted(admin_addresses()) == sorted(NAMES)
    assert [(name, method) for name in NAMES for method in ("GET", "POST")] == list(EXPECTED)
    assert len(_LINES) == len(EXPECTED)


def test_the_head_names_the_roles():
    assert tuple(_HEAD[1:]) == ROLES


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_every_role_gets_what_the_table_says(world, name):
    path = path_of(world, name, admin_addresses()[name])
    data = {"GET": {}, "POST": body_of(world, name, path)}
    for method in ("GET", "POST"):
        expected = EXPECTED[name, method]
        assert {role: send(world, role, method, path, data[method]) for role in ROLES} == expected, method


@pytest.mark.django_db
def test_another_method_changes_nothing_even_for_who_has_all_rights(world):
    for name, route in admin_addresses().items():
        assert send(world, "publisher", "DELETE", path_of(world, name, route)) != "done", name
