"""Releases and pages for tests of what residents read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from benefits.eligibility.assess import assess
from benefits.eligibility.household import household_from
from benefits.eligibility.rulebook import Audience, PolicyStatus
from benefits.models import Release
from benefits.publishing.current import PublishedRelease, loaded
from benefits.results.page import ResultsPage, results_page
from benefits.results.sheet import Sheet, sheet

ON = date(2026, 11, 23)

TWO_CHILDREN: dict[str, Any] = {
    "district": "liangxi",
    "permanent_resident": True,
    "household_category": "low_income",
    "pregnant": True,
    "medical_insurance": "employee",
    "insured_in_wuxi": True,
    "employment": "not_working",
    "children": [
        {"birth_date": "2025-05-24", "childcare": "inclusive_nursery"},
        {"birth_date": "2024-01-05", "childcare": "inclusive_kindergarten"},
    ],
}


def in_status(release: PublishedRelease, status: PolicyStatus, **parameters: date) -> PublishedRelease:
    """The release with its documents in a status, and any parameters set."""
    documents = tuple(
        replace(document, status=status, parameters={**document.parameters, **parameters})
        for document in release.rulebook.documents
    )
    return replace(release, rulebook=replace(release.rulebook, documents=documents))


@pytest.fixture
def release(published: Release) -> PublishedRelease:
    """The real thirteen measures."""
    return loaded(published)


@pytest.fixture
def page_of(sheet_of: Callable[..., Sheet]) -> Callable[..., ResultsPage]:
    """The results page of answers: `page_of({"pregnant": True}, status=..., declined=[...])`."""
    return lambda *args, **kwargs: sheet_of(*args, **kwargs).page


@pytest.fixture
def sheet_of(release: PublishedRelease) -> Callable[..., Sheet]:
    """The same page on paper."""

    def made(
        answers: dict[str, Any],
        audience: Audience = Audience.RESIDENT,
        status: PolicyStatus = PolicyStatus.CONSULTATION,
        declined: tuple[str, ...] = (),
        with_answers: bool = True,
        of: PublishedRelease = release,
    ) -> Sheet:
        its = in_status(of, status)
        household = household_from(its.rulebook, answers, ON)
        assessment = assess(its.rulebook, household, ON)
        page = results_page(
            its,
            assessment,
            household,
            audience,
            declined,
            change_url=lambda key: f"/change/{key}",
            made_at=datetime(2026, 11, 23, 9, 5, tzinfo=UTC),
            with_answers=with_answers,
        )
        return sheet(page, its, assessment)

    return made
