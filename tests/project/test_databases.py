"""Each database engine gets what it needs."""

import dj_database_url

from config.databases import with_options


def test_sqlite_writers_queue_and_readers_do_not_wait():
    options = with_options(dj_database_url.parse("sqlite:////tmp/portal.sqlite3"))["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
    assert options["timeout"] >= 5


def test_postgresql_that_does_not_answer_is_given_up_soon():
    options = with_options(dj_database_url.parse("postgres://u@h/d"))["OPTIONS"]
    assert options["connect_timeout"] <= 5


def test_an_option_in_the_address_wins():
    options = with_options(dj_database_url.parse("postgres://u@h/d?connect_timeout=9"))["OPTIONS"]
    assert options["connect_timeout"] == 9
