"""Who changed what, when, before and after: all of it is found, told in plain words, and cannot be taken back."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client):
    client.force_login(factories.UserFactory(auditor=True))
    return client


@pytest.fixture
def publisher():
    return factories.UserFactory(publisher=True, last_name="王", first_name="芳")


def words(page) -> str:
    return " ".join(strip_tags(page.content.decode()).split())


def found(client, **search) -> str:
    """The saves of the page, in words."""
    page = client.get(reverse("admin:history"), search)
    assert page.status_code == 200
    return words(page).split("导出为表格（CSV）")[-1]


def table(client, **search) -> list[list[str]]:
    page = client.get(reverse("admin:history_table"), search)
    text = b"".join(page.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:], newline="")))


def test_x(auditor):
    d = factories.DepartmentFactory(name_zh="市医保局")
    d.telephone = "0510-1"
    d.save()
    factories.ExampleFactory(
        household={"children": [{"birth_date": "2025-01-01"}], "pregnant": True},
        expect={"a": {"status": "eligible", "missing": []}},
    )
    c = factories.ConditionFactory()
    c.delete()
    print(found(auditor))
    print(found(auditor, text="0510"))
    print(found(auditor, text="市医保局"))
    for row in table(auditor):
        print(row)
