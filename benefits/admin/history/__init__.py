"""Who changed what, when, before and after: one list over everything that keeps a history."""

from benefits.admin.history import views

__all__ = ["views"]
