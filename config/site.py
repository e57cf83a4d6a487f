"""The admin's site: open to staff whose account has a role."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class PortalAdminConfig(AdminConfig):
    default_site = "config.site.PortalAdminSite"


class PortalAdminSite(AdminSite):
    site_title = _("生育支持政策服务门户")
    site_header = _("生育支持政策服务门户 · 管理")
    index_title = _("记录")
