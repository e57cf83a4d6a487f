"""Why a change was made: kept with the history of every record that changes meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models
from django.dispatch import receiver
from simple_history.signals import pre_create_historical_record

LONGEST_REASON = 100
_reason: ContextVar[str] = ContextVar("reason", default="")


@contextmanager
def because(reason: str) -> Iterator[None]:
    """Keep the reason with every change made meanwhile; one longer than the history keeps is cut short."""
    token = _reason.set(reason[:LONGEST_REASON])
    try:
        yield
    finally:
        _reason.reset(token)


@receiver(pre_create_historical_record)
def _keep_the_reason(history_instance: models.Model, **_about: object) -> None:
    history_instance.history_change_reason = history_instance.history_change_reason or _reason.get() or None
