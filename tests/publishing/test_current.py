"""The release a process holds: always one that was published, at most two seconds old, whatever the database does."""

from __future__ import annotations

import threading

import pytest
from django.db import InterfaceError, OperationalError

from benefits.models import Release
from benefits.publishing import current
from benefits.publishing.current import NoRelease, current_release
from benefits.publishing.publish import publish
from tests.publishing.next_release import publish_edit

pytestmark = pytest.mark.django_db


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(current, "time", clock)
    return clock


def test_nothing_published_is_said_in_words():
    with pytest.raises(NoRelease, match="还没有可用的版本"):
        current_release()


def test_the_first_release_is_taken_up_at_once(publishable):
    with pytest.raises(NoRelease):
        current_release()
    publish("首次发布")
    release = current_release()
    assert (release.number, release.rulebook.release) == (1, 1)
    assert release.checksum == Release.objects.get().checksum
    assert list(release.content.benefits) == [publishable.key]


def test_a_newer_release_is_taken_up_within_two_seconds(publishable, clock):
    publish("首次发布")
    current_release()
    publish_edit(publishable, title_zh="第二版")
    assert current_release().number == 1
    clock.now += 1
    assert current_release().number == 2


def test_within_a_second_no_query_is_made_and_after_it_one(publishable, clock, django_assert_num_queries):
    publish("首次发布")
    with django_assert_num_queries(1):
        current_release()
    with django_assert_num_queries(0):
        for _ in range(100):
            current_release()
    clock.now += 1
    with django_assert_num_queries(1):
        current_release()
        current_release()


def test_a_telephone_that_staff_published_is_in_the_release(publishable, clock):
    publish("首次发布")
    key = publishable.enquire_at.key
    assert current_release().content.departments[key].telephone == ""
    publish_edit(publishable.enquire_at, telephone="0510-81823276")
    clock.now += 1
    assert current_release().content.departments[key].telephone == "0510-81823276"


def test_an_edit_that_is_not_published_never_reaches_a_resident(publishable, clock):
    publish("首次发布")
    held = current_release()
    publishable.title_zh = "改了一半"
    publishable.save()
    publishable.tiers.all().delete()
    clock.now += 2
    assert current_release() is held
    current.reset()
    assert current_release().content == held.content


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_with_the_database_away_the_held_release_goes_on(publishable, clock, monkeypatch, error):
    publish("首次发布")
    held = current_release()
    with monkeypatch.context() as away:
        away.setattr(current, "_newer_than", _fails_with(error))
        clock.now += 2
        assert current_release() is held
    publish_edit(publishable, title_zh="第二版")
    assert current_release() is held, "the next look is a second after the last"
    clock.now += 1
    assert current_release().number == 2


def test_with_the_database_away_from_the_start_there_is_no_release(monkeypatch):
    monkeypatch.setattr(current, "_newer_than", _fails_with(OperationalError))
    with pytest.raises(NoRelease):
        current_release()


def test_while_one_thread_looks_the_others_go_on(publishable, clock, monkeypatch):
    publish("首次发布")
    held = current_release()
    looking, go_on = threading.Event(), threading.Event()

    def slow(_number):
        looking.set()
        assert go_on.wait(5)

    monkeypatch.setattr(current, "_newer_than", slow)
    clock.now += 2
    thread = threading.Thread(target=current_release)
    thread.start()
    assert looking.wait(5)
    assert current_release() is held
    go_on.set()
    thread.join()


def _fails_with(error):
    def fail(_number):
        raise error

    return fail
