"""Reading many rows as they stood at one moment, and deciding one after another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_view_of_the_rows() -> Iterator[None]:
    """One transaction in which no edit of another shows half done. SQLite gives that by itself."""
    if connection.in_atomic_block:
        # Whoever began the transaction has chosen what it sees.
        yield
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


# Any number will do, as long as nothing else in this database locks by it.
_DECIDING = 20250116


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """One transaction, alone among those that decide about change sets and releases: each sees what the last one did.

    SQLite gives that by itself. Not within a view of the rows, which would be from before the wait.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_DECIDING])
        yield
