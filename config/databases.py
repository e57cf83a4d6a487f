"""What each database engine needs besides its address."""

from typing import Any

SQLITE = {
    # Readers never wait for a writer; writers queue instead of failing half-way through a transaction.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
}
POSTGRESQL = {"connect_timeout": 3}


def with_options(database: dict[str, Any]) -> dict[str, Any]:
    """The parsed DATABASE_URL with the options of its engine; options in the address win."""
    is_sqlite = database["ENGINE"] == "django.db.backends.sqlite3"
    options = (SQLITE if is_sqlite else POSTGRESQL) | database.get("OPTIONS", {})
    # A connection is kept a minute and tried before use, so that a restarted database server costs no request.
    return database | {"OPTIONS": options, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
