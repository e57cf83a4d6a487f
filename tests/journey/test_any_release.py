"""Whatever a release holds that the checks let through, as an import may bring it, every page of residents is made."""

from __future__ import annotations

import math

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benefits.models import Release
from benefits.publishing import current
from benefits.publishing.checks import release_findings
from benefits.publishing.current import loaded
from benefits.publishing.parts import normal
from tests.check.conversation import Resident
from tests.publishing.any_content import broken_somewhere, few_records

pytestmark = pytest.mark.django_db
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, ArithmeticError)
HOUSEHOLD = {"children": [{"birth_date": "2025-03-24"}, {}], "pregnant": True}


@pytest.fixture
def few(real_content):
    return few_records(real_content)


def passed(content):
    """The content as publishing would take it; None where it is refused."""
    try:
        content = normal(content)
    except UNREADABLE:
        return None
    is_refused = any(finding.is_error for finding in release_findings(content, timezone.localdate()))
    return None if is_refused else content


def addresses(release):
    yield from ("/", "/measures/", "/departments/", "/sitemap/")
    yield from (f"/measures/{number}/" for number in release.content.measures)
    yield from (f"/departments/{key}/" for key in list(release.content.departments)[:2])


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 1_000_000))
def test_every_page_is_made_of_it(few, client, monkeypatch, seed):
    content = passed(broken_somewhere(few, seed))
    if content is None:
        return
    release = loaded(Release(number=1, content=content, checksum="", published_at=timezone.now(), note=""))
    monkeypatch.setattr(current._holder, "_held", release)
    monkeypatch.setattr(current._holder, "_look_after", math.inf)
    for address in addresses(release):
        assert client.get(address).status_code == 200, address
    resident = Resident(client).has(household=HOUSEHOLD)
    while resident.opens("/check/results/").asked:
        resident.walk()
    assert resident.response.status_code == 200
    assert resident.opens("/check/results/print/").response.status_code == 200
