"""Rows that were made once and are put back as they were, where making them anew would take each test seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models


@dataclass(frozen=True)
class Rows:
    """All rows of an app, its history among them, with their keys."""

    by_model: dict[type[models.Model], list[models.Model]]

    @classmethod
    def of(cls, app: str) -> Self:
        return cls({model: list(model._base_manager.all()) for model in apps.get_app_config(app).get_models()})

    def put_back(self) -> None:
        """Write them into the app's empty tables; what is made after them gets keys of its own."""
        for model, rows in self.by_model.items():
            model._base_manager.bulk_create(rows)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self.by_model)):
                cursor.execute(statement)
