"""Every page that a resident may see says where the document stands, and no more than that allows, in each status."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from benefits.eligibility.rulebook import PolicyStatus
from benefits.models import Release
from benefits.publishing import tone
from benefits.publishing.current import PublishedRelease, current_release
from benefits.publishing.standing import STANDINGS
from tests.check.conversation import Resident
from tests.conftest import Policy
from tests.english import Reader, follow

TODAY = timezone.localdate
HOUSEHOLD: dict[str, Any] = {
    "district": "xinwu",
    "permanent_resident": True,
    "wuxi_hukou": True,
    "household_category": "low_income",
    "pregnant": True,
    "medical_insurance": "resident",
    "employment": "not_working",
    "bought_new_home": True,
    "home_purchase_date": "2026-01-02",
    "children": [
        {"birth_date": "2025-03-24", "childcare": "inclusive_nursery"},
        {"birth_date": "2024-05-31", "childcare": "none"},
    ],
}
PAGES = {
    "/",
    "/measures/9/",
    "/departments/xinwu/",
    "/check/",
    "/check/answers/",
    "/check/results/",
    "/check/results/print/",
    "/check/results/timeline/",
    "/check/what-if/",
    "/check/code/",
    "/check/open/",
    "/check/reopened/",
    "/check/reopened/again/",
    "/check/clear/",
}
AMOUNT = {
    "zh": r"(\w{0,3})(?:一次性给予|每月给予|最高支付)[0-9]",
    "en": r"([A-Z][a-z ]*: )?[0-9,]+ yuan(?:, once| a month)",
}


@pytest.fixture(params=PolicyStatus)
def release(request: pytest.FixtureRequest, db: None, real_policy: Policy) -> PublishedRelease:
    """The real thirteen measures, their document in one of the statuses, as staff would set it."""
    content, status = deepcopy(real_policy.content), request.param
    [document], [said] = content["rulebook"]["documents"], content["content"]["documents"]
    document["status"] = status
    if status is not PolicyStatus.CONSULTATION:
        said["title"] = {
            "zh": "无锡市关于建立完善生育支持政策体系的若干措施",
            "en": "Measures of Wuxi on Birth Support",
        }
        effective = TODAY() + timedelta(days=9 if status is PolicyStatus.PUBLISHED else -9)
        said |= {"published_on": "2026-11-01", "effective_from": effective.isoformat()}
        document["parameters"]["policy_published_on"] = "2026-11-01"
        # As staff are warned, the help of this question speaks of the draft.
        [purchase] = [each for each in content["content"]["questions"] if each["key"] == "home_purchase_date"]
        purchase["help"] = {"zh": "合同上的签订日期。", "en": "The day on which the contract was signed."}
    if status is PolicyStatus.EXPIRED:
        said["expires_on"] = (TODAY() - timedelta(days=1)).isoformat()
    Release.objects.create(number=1, content=content, published_at=timezone.now(), checksum="", note="")
    return current_release()


@pytest.fixture(params=["zh", "en"])
def reader(request: pytest.FixtureRequest, release: PublishedRelease) -> Iterator[Reader]:
    """A visitor who has opened every page."""
    reader = Reader()
    reader.cookies["language"] = "en" if request.param == "en" else "zh-hans"
    with translation.override("en" if request.param == "en" else "zh-hans"):
        walk(reader)
        yield reader


def walk(reader: Reader) -> None:
    Resident(reader).begin().walk()
    resident = Resident(reader).has(household=HOUSEHOLD)
    while resident.opens("/check/results/").asked:
        resident.walk()
    follow(reader, "/")
    reader.get("/check/results/print/?answers=0")
    resident.opens("/check/what-if/question/?change=children.1.childcare").answer(childcare="inclusive_nursery")
    resident.walk()
    follow(reader, "/check/what-if/", within="/check/")
