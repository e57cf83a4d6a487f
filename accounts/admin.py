"""Accounts in the admin: administrators keep them, auditors read them, nobody deletes one."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from accounts.forms import AccountForm
from accounts.history import history_of
from accounts.models import ROLES, User
from accounts.second_factor import TOTP

# What the apps we use bring along: rights are roles, nobody has an e-mail address here, and secrets are not shown.
for model in (Group, EmailAddress, Authenticator):
    admin.site.unregister(model)


class RoleFilter(admin.SimpleListFilter):
    title = _("角色")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [(role, User._meta.get_field(role).verbose_name) for role in ROLES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        return queryset.filter(**{self.value(): True}) if self.value() in ROLES else queryset


@admin.register(User)
class AccountAdmin(admin.ModelAdmin):
    form = AccountForm
    actions = None
    list_display = ["username", "first_name", "department", "roles", "second_factor", "last_login", "in_use"]
    list_filter = [RoleFilter, "is_active", ("department", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["department"]
    search_fields = ["username", "first_name", "department__name_zh"]
    search_help_text = _("按用户名、姓名或者单位查找")
    ordering = ["username"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        totp = Authenticator.objects.filter(user=OuterRef("pk"), type=TOTP)
        return super().get_queryset(request).annotate(has_second_factor=Exists(totp))

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> list[tuple[Any, dict[str, Any]]]:
        """Secrets are set for others only, and by those who may change accounts: one's own have their own pages."""
        person = (None, {"fields": ["username", "first_name", "department", "is_active"]})
        roles = (_("角色"), {"fields": list(ROLES)})
        state = (_("登录"), {"fields": ["second_factor", "last_login", "date_joined"]})
        if obj is None:
            return [person, roles, (_("密码"), {"fields": ["new_password", "new_password_again"]})]
        if obj == request.user or not self.has_change_permission(request):
            return [person, roles, state]
        secrets = {
            "fields": ["new_password", "new_password_again"] + ["forget_second_factor"] * obj.has_second_factor,
            "description": _("忘记密码时，在这里设置新的。留空则不改。设置后，本人在所有设备上退出登录。"),
        }
        return [person, roles, state, (_("重新设置"), secrets)]

    def get_form(self, request: HttpRequest, obj: User | None = None, **kwargs: Any) -> type[AccountForm]:
        """The form of the fields that are shown: what is not offered is not taken either."""
        form = super().get_form(request, obj, **kwargs)
        shown = flatten_fieldsets(self.get_fieldsets(request, obj))
        form.base_fields = {name: field for name, field in form.base_fields.items() if name in shown}
        return form

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """No asking the list for passwords, letter by letter."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Nobody raises, moves or locks out themselves: another administrator has to."""
        state = ["second_factor", "last_login", "date_joined"]
        return [*state, "is_active", "department", *ROLES] if obj == request.user else state

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        account = self.get_object(request, object_id)
        if account is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, account):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("账号的变更记录"),
            "subtitle": account.username,
            "account": account,
            "opts": self.opts,
            "entries": history_of(account),
        }
        return TemplateResponse(request, "admin/accounts/user/history.html", context)

    @admin.display(description=_("角色"))
    def roles(self, account: User) -> str:
        return account.roles

    @admin.display(description=_("二次验证"))
    def second_factor(self, account: User) -> str:
        return _("已设置") if account.has_second_factor else _("未设置")

    @admin.display(description=_("状态"), ordering="is_active")
    def in_use(self, account: User) -> str:
        return _("启用") if account.is_active else _("停用")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return request.user.is_administrator or request.user.is_auditor

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return request.user.is_administrator

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False
