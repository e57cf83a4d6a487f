"""The admin's site: open to staff whose account has a role."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PortalAdminConfig(AdminConfig):
    default_site = "config.site.PortalAdminSite"


class PortalAdminSite(AdminSite):
    site_title = _("生育支持政策服务门户")
    site_header = _("生育支持政策服务门户 · 管理")
    index_title = _("首页")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The records' pages, and those registered beside them."""
        # Only now: the site is made before the models that the pages speak of.
        from benefits.admin.pages import PAGES

        own = [path(page.address, self.admin_view(page.view), name=page.name) for page in PAGES]
        return own + super().get_urls()

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """What waits for the person, and then the records."""
        from benefits.admin.waiting import what_waits

        waiting = what_waits(request.user, timezone.localdate())
        return super().index(request, {**(extra_context or {}), "waiting": waiting})
