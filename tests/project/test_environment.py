"""Production names every setting that is missing and does not start without them."""

import os
import subprocess
import sys

import pytest

from config.env import Environment, MissingSettings

COMPLETE = {
    "SECRET_KEY": "x" * 60,
    "ANSWERS_KEYS": "bm90LWEtc2VjcmV0LW5vdC1hLXNlY3JldC1ub3QtYS0=",
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "sqlite://:memory:",
    "PORTAL_ORGANISER": "-",
    "PORTAL_CONTACT": "-",
    "PORTAL_SITE_CODE": "-",
    "PORTAL_ICP_NUMBER": "-",
    "PORTAL_POLICE_NUMBER": "-",
    "PORTAL_ERROR_REPORT_URL": "https://portal.example/",
}


def check_production(variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.base"} | variables
    return subprocess.run(
        [sys.executable, "manage.py", "check"], env=environment, capture_output=True, text=True, check=False
    )


def test_production_starts_with_every_setting():
    assert check_production(COMPLETE).returncode == 0


def test_production_names_every_missing_setting_in_one_message():
    result = check_production({})
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    for name in COMPLETE:
        assert name in result.stderr


@pytest.mark.parametrize("name", COMPLETE)
def test_a_blank_setting_is_missing(name):
    environment = Environment(COMPLETE | {name: " "})
    for each in COMPLETE:
        environment.listing(each, "meaning")
    with pytest.raises(MissingSettings) as refusal:
        environment.refuse_if_missing()
    assert refusal.value.names == (name,)


def test_a_list_of_commas_is_missing():
    environment = Environment({"ALLOWED_HOSTS": " , "})
    assert environment.listing("ALLOWED_HOSTS", "hosts") == []
    with pytest.raises(MissingSettings):
        environment.refuse_if_missing()


def test_the_environment_wins_over_a_fall_back():
    environment = Environment({"ALLOWED_HOSTS": "a, b"})
    environment.fall_back_on(ALLOWED_HOSTS="c", SECRET_KEY="s")
    assert environment.listing("ALLOWED_HOSTS", "hosts") == ["a", "b"]
    assert environment.text("SECRET_KEY", "key") == "s"
    environment.refuse_if_missing()


@pytest.mark.parametrize("keys", ["short", "not base64!", f"{COMPLETE['ANSWERS_KEYS']},short"])
def test_a_key_that_is_none_is_refused_at_the_start(keys):
    environment = Environment({"ANSWERS_KEYS": keys})
    environment.fernet_keys("ANSWERS_KEYS", "keys")
    with pytest.raises(MissingSettings):
        environment.refuse_if_missing()


def test_a_number_that_is_not_set_is_the_usual_one():
    environment = Environment({"TRIES": " "})
    assert environment.number("TRIES", 5, "tries") == 5
    environment.refuse_if_missing()


@pytest.mark.parametrize(("text", "number"), [("1", 1), (" 20 ", 20)])
def test_a_number_is_read_as_one(text, number):
    assert Environment({"TRIES": text}).number("TRIES", 5, "tries") == number


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "five"])
def test_a_number_under_its_least_or_none_at_all_stops_the_start(text):
    environment = Environment({"TRIES": text})
    environment.number("TRIES", 5, "tries")
    with pytest.raises(MissingSettings, match="TRIES"):
        environment.refuse_if_missing()


def test_a_list_that_may_be_empty_is():
    environment = Environment({"OLD_KEYS": "a, b,"})
    assert environment.optional_listing("OLD_KEYS") == ["a", "b"]
    assert environment.optional_listing("OTHERS") == []
    environment.refuse_if_missing()
