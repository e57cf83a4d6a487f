"""Attesting: two dates and nothing else, for those who keep the benefit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from benefits.admin.attesting import due_for_review
from benefits.models import Benefit
from tests import factories
from tests.sign_in import signed_in

pytestmark = pytest.mark.django_db

ATTEST = "/admin/attest/"
TODAY = date(2026, 11, 24)


@pytest.fixture
def benefit():
    return factories.BenefitFactory(title_zh="托育补贴")


@pytest.fixture
def keeper(benefit):
    return factories.UserFactory(is_editor=True, department=benefit.enquire_at)


@pytest.fixture
def staff(client, keeper):
    return signed_in(client, keeper)


def next_year():
    return timezone.localdate() + timedelta(days=365)


def attest(client, *benefits, review_by=None, named=None):
    fields = {"benefits": [benefit.pk for benefit in benefits], "review_by": review_by or next_year().isoformat()}
    return client.post(ATTEST + (f"?benefit={named.pk}" if named else ""), fields)


def columns(benefit):
    values = Benefit.objects.filter(pk=benefit.pk).values().get()
    return {name: value for name, value in values.items() if name not in ("attested_on", "review_by")}


def test_several_benefits_are_attested_at_once_and_nothing_else_changes(staff, keeper, benefit):
    other = factories.BenefitFactory(enquire_at=keeper.department)
    third = factories.BenefitFactory(enquire_at=keeper.department)
    before = [columns(row) for row in (benefit, other, third)]
    assert attest(staff, benefit, other).url == "/admin/"
    for row in (benefit, other):
        row.refresh_from_db()
        assert (row.attested_on, row.review_by) == (timezone.localdate(), next_year())
    third.refresh_from_db()
    assert third.attested_on is None
    assert [columns(row) for row in (benefit, other, third)] == before


def test_the_history_says_who_attested(staff, keeper, benefit):
    attest(staff, benefit)
    entry = benefit.history.first()
    assert (entry.history_user, entry.history_change_reason) == (keeper, "已核对")


def test_the_page_says_that_residents_see_it_only_after_publishing(staff, benefit):
    page = staff.get(ATTEST).content.decode()
    assert "发布以后居民才会看到" in page
    assert f'value="{next_year().isoformat()}"' in page
    assert "没有定下次核对期限" in page


def test_the_benefit_s_page_leads_there_for_who_keeps_it(client, staff, benefit):
    address = f"/admin/benefits/benefit/{benefit.pk}/change/"
    assert f"{ATTEST}?benefit={benefit.pk}" in staff.get(address).content.decode()
    signed_in(client, factories.UserFactory(auditor=True))
    assert ATTEST not in client.get(address).content.decode()


def test_the_page_of_one_benefit_has_it_ticked_even_if_it_is_not_due(staff, keeper, benefit):
    attest(staff, benefit)
    assert "托育补贴" not in staff.get(ATTEST).content.decode()
    page = staff.get(ATTEST, {"benefit": benefit.pk})
    assert page.context["chosen"] == {str(benefit.pk)}
    assert attest(staff, benefit, named=benefit).status_code == 302


def test_the_benefits_of_others_are_neither_offered_nor_taken(staff, benefit):
    stranger = factories.BenefitFactory(title_zh="别的待遇")
    assert "别的待遇" not in staff.get(ATTEST).content.decode()
    assert "别的待遇" not in staff.get(ATTEST, {"benefit": stranger.pk}).content.decode()
    for named in (None, stranger):
        assert attest(staff, benefit, stranger, named=named).status_code == 200
    assert not Benefit.objects.exclude(attested_on=None).exists()


def test_a_publisher_attests_every_department_s(client, benefit):
    signed_in(client, factories.UserFactory(publisher=True))
    stranger = factories.BenefitFactory()
    attest(client, benefit, stranger)
    assert Benefit.objects.exclude(attested_on=None).count() == 2


def test_an_auditor_sees_what_is_due_and_attests_nothing(client, benefit):
    signed_in(client, factories.UserFactory(auditor=True))
    page = client.get(ATTEST).content.decode()
    assert "托育补贴" in page
    assert 'type="checkbox"' not in page
    assert attest(client, benefit).status_code == 403
    assert Benefit.objects.get().attested_on is None


def test_an_administrator_has_no_part_in_it(client, benefit):
    signed_in(client, factories.UserFactory(administrator=True))
    assert client.get(ATTEST).status_code == 403
    assert attest(client, benefit).status_code == 403


@pytest.mark.parametrize(
    ("days", "message"),
    [(0, "下次核对期限要晚于今天。"), (1, ""), (3 * 366, ""), (3 * 366 + 1, "下次核对期限最多三年以后。")],
)
def test_the_next_date_is_ahead_and_not_too_far(staff, benefit, days, message):
    review_by = (timezone.localdate() + timedelta(days=days)).isoformat()
    answer = attest(staff, benefit, review_by=review_by)
    assert answer.status_code == (200 if message else 302)
    assert message in answer.content.decode()
    assert (Benefit.objects.get().attested_on is None) is bool(message)


@pytest.mark.parametrize("review_by", ["", "明年", "2027-02-30", "\x00"])
def test_a_date_that_is_none_is_refused_and_what_was_ticked_stays_ticked(staff, benefit, review_by):
    page = staff.post(ATTEST, {"benefits": [benefit.pk], "review_by": review_by})
    assert list(page.context["form"].errors) == ["review_by"]
    assert page.context["chosen"] == {str(benefit.pk)}


@pytest.mark.parametrize("chosen", [[], ["x"], ["0"], ["9" * 30]])
def test_nothing_or_nonsense_ticked_is_refused_in_words(staff, benefit, chosen):
    page = staff.post(ATTEST, {"benefits": chosen, "review_by": next_year().isoformat()})
    assert list(page.context["form"].errors) == ["benefits"]


@pytest.mark.parametrize("number", ["x", "9" * 30, "-1", "\x00"])
def test_a_benefit_that_is_none_in_the_address_does_no_harm(staff, number):
    assert staff.get(ATTEST, {"benefit": number}).status_code == 200


@pytest.mark.parametrize(
    ("dates", "is_due"),
    [
        ({}, True),
        ({"attested_on": TODAY, "review_by": None}, True),
        ({"attested_on": TODAY, "review_by": TODAY - timedelta(days=1)}, True),
        ({"attested_on": TODAY, "review_by": TODAY + timedelta(days=30)}, True),
        ({"attested_on": TODAY, "review_by": TODAY + timedelta(days=31)}, False),
    ],
)
def test_what_is_due_has_no_date_or_one_that_is_past_or_near(dates, is_due):
    factories.BenefitFactory(**dates)
    assert due_for_review(factories.UserFactory(publisher=True), TODAY).exists() is is_due
