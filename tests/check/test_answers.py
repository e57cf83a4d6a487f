"""The cookie: sealed, small, gone after an hour; what is not ours is as good as none."""

from __future__ import annotations

import random
import zlib

import pytest
from cryptography.fernet import Fernet
from django.http import HttpResponse
from django.test import RequestFactory

from benefits.check import answers as cookie
from benefits.check import sealing
from benefits.check.answers import (
    IDLE_SECONDS,
    MAX_BYTES,
    Answers,
    AnswersTooLarge,
    NoAnswers,
    Refused,
    answers_of,
    forget,
    keep,
    seal,
    unseal,
)

ANSWERS = Answers(
    audience="employer",
    has_consented=True,
    release=7,
    household={"district": "binhu", "children": [{"birth_date": "2024-02-29"}, {}]},
    declined=("pregnant", "children.1.birth_date"),
    dropped=("renting",),
    refused=Refused("/check/step/home/", {"district": ["?"]}, ("due_date",)),
)


def test_what_is_sealed_comes_out_again():
    assert unseal(seal(ANSWERS)) == ANSWERS


def test_nobody_can_read_an_answer_in_the_cookie():
    assert "binhu" not in seal(ANSWERS)


def test_a_request_without_cookie_has_no_answers(rf: RequestFactory):
    assert answers_of(rf.get("/")) is NoAnswers.NONE


def test_a_cookie_that_was_changed_is_none():
    sealed = seal(ANSWERS)
    for place in (0, 5, len(sealed) // 2, len(sealed) - 10):
        other = "A" if sealed[place] != "A" else "B"
        assert unseal(sealed[:place] + other + sealed[place + 1 :]) is NoAnswers.NONE


STRANGER = Fernet(Fernet.generate_key()).encrypt(b"{}").decode()


@pytest.mark.parametrize(
    "sealed", ["", "x", "gAAAA", "答案", "\x00", "=" * 50, pytest.param(STRANGER, id="of another key")]
)
def test_a_cookie_that_is_not_ours_is_none(sealed):
    assert unseal(sealed) is NoAnswers.NONE


@pytest.mark.parametrize(
    "json",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"{}",
        b'{"format":2}',
        b'{"format":1}',
        b'{"format":1,"audience":"resident","has_consented":true,"release":"x","household":{},"declined":[],"dropped":[],"refused":null}',
        b'{"format":1,"audience":"resident","has_consented":true,"release":1,"household":3,"declined":[],"dropped":[],"refused":null}',
        b'{"format":1,"audience":"resident","has_consented":true,"release":1,"household":{},"declined":null,"dropped":[],"refused":null}',
        b'{"format":1,"audience":"resident","has_consented":true,"release":1,"household":{},"declined":[],"dropped":[],"refused":[1]}',
        b"[" * 20_000,
        b"\xff",
    ],
)
def test_what_we_sealed_in_another_form_is_none(json):
    assert unseal(sealing.sealed(zlib.compress(json))) is NoAnswers.NONE


def test_what_was_not_compressed_is_none():
    assert unseal(sealing.sealed(b"not compressed")) is NoAnswers.NONE


def test_a_cookie_that_would_unpack_to_megabytes_is_none():
    assert unseal(sealing.sealed(zlib.compress(b"0" * 5_000_000, 9))) is NoAnswers.NONE


def test_a_cookie_over_the_limit_is_not_even_opened(rf: RequestFactory):
    request = rf.get("/")
    request.COOKIES[cookie.COOKIE] = seal(ANSWERS) + "A" * MAX_BYTES
    assert answers_of(request) is NoAnswers.NONE


def test_after_an_hour_unused_the_answers_have_expired(monkeypatch):
    now = 1_700_000_000
    monkeypatch.setattr("time.time", lambda: now)
    sealed = seal(ANSWERS)
    monkeypatch.setattr("time.time", lambda: now + IDLE_SECONDS)
    assert unseal(sealed) == ANSWERS
    monkeypatch.setattr("time.time", lambda: now + IDLE_SECONDS + 1)
    assert unseal(sealed) is NoAnswers.EXPIRED


def test_keys_rotate_without_a_lost_answer(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.ANSWERS_KEYS = [old]
    sealed = seal(ANSWERS)
    settings.ANSWERS_KEYS = [new, old]
    assert unseal(sealed) == ANSWERS
    resealed = seal(ANSWERS)
    settings.ANSWERS_KEYS = [new]
    assert unseal(resealed) == ANSWERS
    assert unseal(sealed) is NoAnswers.NONE


def test_a_refused_post_gives_way_before_the_answers_do():
    chosen = random.Random(1)
    text = {name: ["".join(chr(chosen.randrange(0x4E00, 0x9FFF)) for _ in range(200))] for name in "abcdefgh"}
    text["short"] = ["12"]
    opened = unseal(seal(Answers(household=ANSWERS.household, refused=Refused("/", text))))
    assert opened.household == ANSWERS.household
    assert opened.refused.typed["short"] == ["12"]
    assert set(opened.refused.typed) | set(opened.refused.too_long) == set(text)
    assert opened.refused.too_long


def test_ten_children_and_every_question_fit(release):
    household = {
        question.key: "2024-02-29" if question.type == "date" else (question.values or ("100000000.00",))[-1]
        for question in release.rulebook.questions
        if question.scope == "household" and question.key != "children"
    }
    child = {
        question.key: "inclusive_kindergarten" for question in release.rulebook.questions if question.scope == "child"
    }
    children = [child | {"birth_date": f"20{number:02}-{number + 1:02}-1{number}"} for number in range(10)]
    typed = {f"field{number}": ["一" * 50] for number in range(5)}
    answers = Answers(household=household | {"children": children}, refused=Refused("/check/step/home/", typed))
    assert len(seal(answers)) <= MAX_BYTES
    assert unseal(seal(answers)) == answers


def test_answers_that_can_never_fit_are_refused_as_such():
    chosen = random.Random(1)
    household = {"".join(chr(chosen.randrange(0x4E00, 0x9FFF)) for _ in range(20)): "x" for _ in range(200)}
    with pytest.raises(AnswersTooLarge):
        seal(Answers(household=household, refused=Refused("/", {})))


@pytest.mark.parametrize("is_secure", [True, False])
def test_the_cookie_is_kept_from_scripts_and_other_sites(settings, is_secure):
    settings.SESSION_COOKIE_SECURE = is_secure
    morsel = keep(HttpResponse(), ANSWERS).cookies[cookie.COOKIE]
    assert morsel["httponly"]
    assert morsel["samesite"] == "Lax"
    assert bool(morsel["secure"]) is is_secure
    assert morsel["max-age"] == IDLE_SECONDS == 3600
    assert morsel["path"] == "/check/"
    assert unseal(morsel.value) == ANSWERS


def test_forgetting_takes_the_cookie_away():
    morsel = forget(HttpResponse()).cookies[cookie.COOKIE]
    assert morsel.value == ""
    assert morsel["max-age"] == 0
    assert morsel["path"] == "/check/"
