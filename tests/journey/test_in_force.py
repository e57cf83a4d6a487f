"""The policy document is set in force: one change set, and all wording, banners, sums and conditions follow it."""

from __future__ import annotations

import re

import pytest

from benefits.eligibility.assess import assess
from benefits.eligibility.household import household_from
from benefits.models import PolicyDocument, Question
from benefits.publishing import current
from benefits.publishing.changes import approve, submit
from benefits.publishing.publish import publish
from tests.check.conversation import Resident
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
TWO_CHILDREN = [{"birth_date": "2017-03-01"}, {"birth_date": "2019-05-01"}]


@pytest.fixture
def in_force(policy):
    """The draft was released first; then two publishers set the final document in force."""
    publish("首次发布")
    document = PolicyDocument.objects.get()
    document.title_zh = "无锡市关于建立完善生育支持政策体系的若干措施"
    document.status, document.published_on, document.effective_from = "in_force", "2026-11-01", "2026-11-10"
    document.save()
    # The help of this question speaks of the draft, as the rule checks warn once it is none any more.
    question = Question.objects.get(key="home_purchase_date")
    question.help_zh = "合同上的签订日期。"
    question.save()
    places = {("policydocument", document.key), ("question", question.key)}
    approve(UserFactory(), submit(UserFactory(), places, "正式文件已施行").pk)
    return publish()


def results(client) -> Resident:
    resident = Resident(client).has(
        audience="resident",
        household={
            "wuxi_hukou": True,
            "bought_new_home": True,
            "has_property_certificate": True,
            "home_purchase_date": "2026-11-20",
            "home_district": "binhu",
            "district": "binhu",
            "children": TWO_CHILDREN,
        },
    )
    # Whatever else is asked is declined, page by page.
    while resident.opens("/check/results/").asked:
        resident.walk()
    return resident


def test_the_grant_for_a_home_bought_after_publication_is_no_longer_awaited(in_force):
    release = current.current_release()
    data = {"children": TWO_CHILDREN, "wuxi_hukou": True, "bought_new_home": True, "has_property_certificate": True}
    on = in_force.published_at.date()
    for bought, status in (("2026-10-31", "not_eligible"), ("2026-11-01", "eligible")):
        household = household_from(release.rulebook, {**data, "home_purchase_date": bought}, on)
        result = next(
            benefit
            for benefit in assess(release.rulebook, household, on).to_json()["benefits"]
            if benefit["key"] == "home-purchase-grant"
        )
        assert (result["status"], result["policy_status"], result["awaits"]) == (status, "in_force", ())


def test_sums_stand_under_the_new_status(in_force):
    release = current.current_release()
    on = in_force.published_at.date()
    data = {"pregnant": True, "household_category": "low_income"}
    totals = assess(release.rulebook, household_from(release.rulebook, data, on), on).to_json()["totals"]
    assert totals == {"in_force": {"one_off": "5000.00", "monthly": "0.00"}}


def test_no_page_calls_it_a_draft_any_more(in_force, client):
    page = results(client)
    assert "正在施行" in page.text
    assert "文件自2026年11月10日起施行。" in page.text
    assert "一次性给予30,000元" in page.text
    for address in ("/", "/measures/", "/measures/13/", "/check/results/", "/check/results/print/"):
        text = page.opens(address).text
        assert not re.search(r"拟(?:一次性|每月|最高|由|按)", text), address
        assert "尚未施行" not in text, address
        assert "征求意见稿" not in text, address
