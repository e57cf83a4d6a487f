"""The real measures, released once and held in memory."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from django.utils import timezone

from benefits.models import Release
from benefits.publishing import current
from benefits.publishing.current import PublishedRelease, loaded
from tests.conftest import Policy


@pytest.fixture(scope="session")
def real_release(real_policy: Policy) -> PublishedRelease:
    """The thirteen measures as published."""
    content, checksum = real_policy.content, real_policy.checksum
    return loaded(Release(number=1, content=content, checksum=checksum, published_at=timezone.now()))


@pytest.fixture
def release(db, monkeypatch, real_release) -> PublishedRelease:
    """The release that every page is made of."""
    hold(monkeypatch, real_release)
    return real_release


def hold(monkeypatch: pytest.MonkeyPatch, release: PublishedRelease) -> None:
    """Let this process hold the release and look for no other."""
    monkeypatch.setattr(current._holder, "_held", release)
    monkeypatch.setattr(current._holder, "_look_after", math.inf)


def without_question(release: PublishedRelease, key: str) -> PublishedRelease:
    """The next release, in which this question is gone and no benefit asks for it."""
    rulebook = release.rulebook
    return replace(
        release,
        number=release.number + 1,
        rulebook=replace(
            rulebook,
            release=release.number + 1,
            questions=tuple(question for question in rulebook.questions if question.key != key),
            benefits=tuple(benefit for benefit in rulebook.benefits if key not in str(benefit)),
        ),
        content=replace(
            release.content,
            questions={own: question for own, question in release.content.questions.items() if own != key},
        ),
    )
