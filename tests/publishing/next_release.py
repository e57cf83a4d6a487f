"""A next release, by the way that every change takes: edited, submitted, approved by another, published."""

from __future__ import annotations

from typing import Any

from django.db import models

from benefits.models import Release
from benefits.publishing.changes import approve, submit
from benefits.publishing.publish import publish
from tests.factories import UserFactory


def publish_edit(row: models.Model, note: str = "改动", **columns: Any) -> Release:
    """The release in which the row has these columns, and nothing else has changed."""
    for column, value in columns.items():
        setattr(row, column, value)
    row.save()
    approve(UserFactory(), submit(UserFactory(), {(row._meta.model_name, str(row.key))}, note).pk)
    return publish()
