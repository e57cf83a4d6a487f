"""The admin's site: open to staff whose account has a role and who have passed what that role asks for."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.http import urlencode
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

    def has_permission(self, request: HttpRequest) -> bool:
        """Asked anew for every page, so that a role given to somebody already signed in asks for its code at once."""
        from accounts.second_factor import step_before_admin

        return super().has_permission(request) and step_before_admin(request) is None

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Leads to the page that stands between this person and the admin: sign-in, or the second factor."""
        from allauth.account.utils import get_next_redirect_url

        from accounts.second_factor import step_before_admin

        goal = get_next_redirect_url(request) or reverse("admin:index")
        step = step_before_admin(request) if request.user.is_authenticated else "account_login"
        return redirect(f"{reverse(step)}?{urlencode({'next': goal})}" if step else goal)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Limited, so that a session left open is not used to guess the password."""
        from allauth.core.ratelimit import consume_or_429

        return consume_or_429(request, action="change_password") or super().password_change(request, extra_context)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        from allauth.account.views import logout

        return logout(request)
