"""Whatever is sent to a benefit's page, it answers, and another benefit stays as it is."""

from __future__ import annotations

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests import factories
from tests.admin.pages import EditedPage
from tests.sign_in import signed_in

pytestmark = pytest.mark.django_db

NASTY = st.sampled_from(
    [
        *("", " ", "-1", "0", "1e99", "NaN", "Infinity", "９９", "9" * 30, "9" * 4000, "1.005", "0.01", "999999999"),
        *("true", "false", "maybe", "employee", "flexible, employee", "one_of", "is_not", "between", "before", "is"),
        *("0001-01-01", "9999-12-31", "2024-02-30", "10000-01-01", "2026年1月1日", "1 至", "至 1", "1-2-3", "、", "，"),
        *("<script>alert(1)</script>", "{{ 1 }}{% if %}", "\x00", "%s%(x)d", "policy_published_on", "../.."),
        *(
            "children",
            "due_date",
            "age_months",
            "employment",
            "order",
            "paid",
            "bought",
            "household",
            "child",
            "percent",
        ),
        *(
            "monthly",
            "ceiling",
            "in_kind",
            "add-tier",
            "remove-tier:0",
            "copy-tier:0",
            "remove-column:0",
            "follow",
            ":::",
        ),
    ]
)
NAMES = st.sampled_from(
    [
        *("c0-fact", "c0-was", "c1-fact", "c1-was", "c999-fact", "c-1-fact", "t0-id", "t1-id", "t7-id", "table-end"),
        *(
            "t0-c0-operator",
            "t0-c0-value",
            "t0-c0-parameter",
            "t1-c1-operator",
            "t1-c1-value",
            "t0-a0-kind",
            "t0-a0-id",
        ),
        *("t0-a0-yuan", "t0-a0-percent", "t0-a0-of", "t0-a0-basis", "t0-a1-kind", "t0-a0-valid_from", "t0-valid_from"),
        *("t0-valid_until", "t0-a0-valid_until", "table-do", "new-column", "per", "measure", "routing", "enquire_at"),
        *("key", "order", "title_zh", "quotations", "loaded", "owner", "attested_on", "life_stage", "audience"),
    ]
)


@pytest.fixture
def page(client):
    signed_in(client, factories.UserFactory(publisher=True))
    factories.QuestionFactory(key="employment", choices=["employee", "flexible"])
    factories.QuestionFactory(key="order", integer=True)
    factories.QuestionFactory(key="paid", money=True)
    factories.QuestionFactory(key="bought", date=True)
    factories.QuestionFactory(children=True)
    factories.QuestionFactory(birth_date=True)
    benefit = factories.BenefitFactory(per_child=True)
    for fact, operator, value in (("bought", "before", "2026-01-01"), ("order", "between", "1-2")):
        factories.ConditionFactory(
            tier=factories.TierFactory(benefit=benefit), fact=fact, operator=operator, value=value
        )
    return EditedPage(client, reverse("admin:benefits_benefit_change", args=[benefit.pk]))


@hypothesis_settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.dictionaries(NAMES, st.lists(NASTY, max_size=3), max_size=6))
def test_the_page_answers_whatever_is_sent(client, page, typed):
    for address in (page.address, f"{page.address.removesuffix('change/')}table/"):
        assert client.post(address, page.fields | typed).status_code in (200, 302)
    assert client.get(page.address).status_code == 200
