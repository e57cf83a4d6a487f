"""The real measures, released once and held in memory."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import pytest
from django.core.management import call_command

from benefits.models import Release
from benefits.publishing import current
from benefits.publishing.current import PublishedRelease, loaded


@pytest.fixture
def release(db, monkeypatch) -> PublishedRelease:
    """The release that every page is made of."""
    release = _real_release()
    hold(monkeypatch, release)
    return release


@cache
def _real_release() -> PublishedRelease:
    """The thirteen measures as published. Made once: the rows go with the test that was first to ask."""
    call_command("load_policy", verbosity=0)
    call_command("publish", note="test", verbosity=0)
    return loaded(Release.objects.latest("number"))


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
