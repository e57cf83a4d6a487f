"""Releases, to look at: what was published is never changed."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from benefits.admin.base import PolicyAdmin
from benefits.models import Release


@admin.register(Release)
class ReleaseAdmin(PolicyAdmin):
    list_display = ["number", "published_at", "published_by", "note", "checksum"]
    list_select_related = ["published_by"]
    search_fields = ["note", "checksum"]
    fields = ["number", "published_at", "published_by", "note", "checksum"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Release]:
        # The whole policy is in there; nobody reads it on these pages.
        return super().get_queryset(request).defer("content")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        return False
