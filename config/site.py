"""The admin's site: open to staff whose account has a role."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _


class PortalAdminConfig(AdminConfig):
    default_site = "config.site.PortalAdminSite"


class PortalAdminSite(AdminSite):
    site_title = _("生育支持政策服务门户")
    site_header = _("生育支持政策服务门户 · 管理")
    index_title = _("记录")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The records' pages, and those registered beside them."""
        # Only now: the site is made before the models that the pages speak of.
        from benefits.admin.pages import PAGES

        own = [path(page.address, self.admin_view(page.view), name=page.name) for page in PAGES]
        return own + super().get_urls()
