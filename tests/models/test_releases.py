"""A release is made once and never changed."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from benefits.models import Release, ReleaseIsFinal
from tests.factories import ReleaseFactory

pytestmark = pytest.mark.django_db


def test_a_release_cannot_be_saved_again():
    release = ReleaseFactory()
    release.note = "改过"
    with pytest.raises(ReleaseIsFinal, match="不能修改或删除"):
        release.save()
    assert Release.objects.get().note == "首次发布"


def test_a_release_cannot_be_deleted():
    release = ReleaseFactory()
    with pytest.raises(ReleaseIsFinal):
        release.delete()
    assert Release.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda releases: releases.update(note="改过"),
        lambda releases: releases.delete(),
        lambda releases: releases.bulk_update([], ["note"]),
        lambda releases: releases.update_or_create(number=1, defaults={"note": "改过"}),
    ],
)
def test_releases_cannot_be_changed_many_at_once(change):
    ReleaseFactory(number=1)
    with pytest.raises(ReleaseIsFinal):
        change(Release.objects.all())
    assert Release.objects.get().note == "首次发布"


def test_a_number_is_given_once():
    ReleaseFactory(number=1)
    with pytest.raises(IntegrityError):
        ReleaseFactory(number=1)


def test_releases_are_numbered_from_one():
    with pytest.raises(IntegrityError):
        ReleaseFactory(number=0)
