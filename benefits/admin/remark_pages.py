"""The pages of remarks: leaving one, answering one, and the list of all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from benefits.admin import rights
from benefits.admin.base import PolicyAdmin
from benefits.admin.places import address, place_of, row_at
from benefits.admin.remarks import may_answer, remarks_to
from benefits.models import Department, Remark

REMARKS_A_DAY = 50


class RemarkForm(forms.ModelForm):
    """A new remark. Its target and author are set by the page."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.instance.pk is None and (fault := self._fault(data.get("text", ""))):
            raise forms.ValidationError(fault)
        return data

    def _fault(self, text: str) -> str:
        own = Remark.objects.filter(author=self.instance.author_id)
        if own.open().on(self.instance.kind, self.instance.key).filter(text=text).exists():
            return gettext("您已经留过同样的话，正在等对方处理。")
        if own.filter(made_at__gt=timezone.now() - timedelta(days=1)).count() >= REMARKS_A_DAY:
            return gettext("一天最多留言%s条。请明天再留，或直接打电话联系维护单位。") % REMARKS_A_DAY
        return ""


class WhichRemarks(admin.SimpleListFilter):
    title = _("范围")
    parameter_name = "which"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("mine", _("等我处理")), ("open", _("等处理")), ("done", _("已处理")), ("by_me", _("我留的"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Remark]) -> models.QuerySet[Remark]:
        match self.value():
            case "mine":
                return queryset.filter(pk__in=[remark.pk for remark in remarks_to(request.user)])
            case "open":
                return queryset.open()
            case "done":
                return queryset.exclude(pk__in=Remark.objects.open())
            case "by_me":
                return queryset.filter(author=request.user)
        return queryset


@admin.register(Remark)
class RemarkAdmin(PolicyAdmin):
    form = RemarkForm
    list_display = ["title", "text", "author", "made_at", "dealt_with_at"]
    list_filter = [WhichRemarks]
    list_select_related = ["author"]
    search_fields = ["title", "text", "answer"]
    readonly_fields = ["record", "text", "said_by", "made_at", "answered_by", "dealt_with_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        target = self._target(request)
        return target is not None and rights.may_remark(request.user, target)

    def has_change_permission(self, request: HttpRequest, obj: Remark | None = None) -> bool:
        if obj is None:
            return rights.may_submit(request.user)
        return obj.dealt_with_at is None and may_answer(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Remark | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Remark | None = None) -> list[str]:
        return super().get_readonly_fields(request, obj) if obj else []

    def get_fieldsets(self, request: HttpRequest, obj: Remark | None = None) -> list[tuple[str | None, dict[str, Any]]]:
        if obj is None:
            return [(None, {"fields": ["text"], "description": _to_whom(self._target(request))})]
        dealt_with = ["answered_by", "dealt_with_at"] if obj.dealt_with_at else []
        return [(None, {"fields": ["record", "text", "said_by", "made_at", "answer", *dealt_with]})]

    def get_form(
        self, request: HttpRequest, obj: Remark | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        if change:
            return form
        target, author = self._target(request), request.user

        class FormOfTarget(form):
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, **kwargs)
                self.instance.kind, self.instance.key = place_of(target)
                self.instance.title = str(target)[:300]
                self.instance.author = author

        return FormOfTarget

    @admin.display(description=_("记录"))
    def record(self, remark: Remark) -> str:
        row = row_at(remark.kind, remark.key)
        return remark.title if row is None else format_html('<a href="{}">{}</a>', address(row), remark.title)

    # A field would lead to the account, which is not for everybody to open.
    @admin.display(description=_("留言人"))
    def said_by(self, remark: Remark) -> str:
        author, department = remark.author, remark.author.department
        return gettext("%(name)s（%(more)s）") % {"name": author, "more": department} if department else str(author)

    @admin.display(description=_("处理人"))
    def answered_by(self, remark: Remark) -> str:
        return str(remark.dealt_with_by)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().add_view(request, form_url, {**(extra_context or {}), "title": _("给维护单位留言")})

    def save_model(self, request: HttpRequest, obj: Remark, form: forms.ModelForm, change: bool) -> None:
        """A remark that is marked is dealt with, whether anything was answered or not."""
        if change:
            obj.dealt_with_by, obj.dealt_with_at = request.user, timezone.now()
        obj.save()

    def response_add(self, request: HttpRequest, obj: Remark, post_url_continue: str | None = None) -> HttpResponse:
        """Back to the record."""
        self.message_user(request, gettext("留言已送出。维护单位下次登录会在首页看到。"), messages.SUCCESS)
        return HttpResponseRedirect(address(self._target(request)))

    def response_change(self, request: HttpRequest, obj: Remark) -> HttpResponse:
        """Back to what else waits."""
        self.message_user(request, gettext("已标为处理完毕，留言人会看到。"), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:index"))

    def _target(self, request: HttpRequest) -> models.Model | None:
        """The record that a new remark is on, as the address names it."""
        kind, key = request.GET.get("kind", ""), request.GET.get("key", "")
        return row_at(kind, key) if key.isprintable() else None


def _to_whom(row: models.Model) -> str:
    keepers = Department.objects.filter(pk__in=rights.keepers_of(row))
    names = _("、").join(map(str, keepers)) or gettext("发布人员")
    return format_html(
        gettext("关于{}“{}”。留给维护它的{}，不给居民看。请不要写居民的个人信息。"), row._meta.verbose_name, row, names
    )
