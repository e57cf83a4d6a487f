"""Releases: what each brought and by whom; written out, read in, rolled back to. What was published stays as it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.admin import rights
from benefits.admin.base import MadeElsewhere
from benefits.admin.pages import rendered, seen_release
from benefits.models import Release
from benefits.publishing.changes import ChangeRefused, newest_release, submit_import
from benefits.publishing.difference import difference
from benefits.publishing.parts import normal
from benefits.publishing.publish import PublishRefused, roll_back
from benefits.publishing.transfer import content_of_file, release_file
from config.uploads import SmallFileField, takes_file


class ImportForm(forms.Form):
    """A file that a release was written out to."""

    file = SmallFileField(
        endings=(".json",),
        label=gettext_lazy("版本文件"),
        help_text=gettext_lazy("从“版本”页导出的 JSON 文件，最大5 MB。"),
    )
    note = forms.CharField(
        label=gettext_lazy("说明：为什么导入"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class RollBackForm(forms.Form):
    """Why an earlier release is to be the current one again."""

    note = forms.CharField(
        label=gettext_lazy("为什么回到这一版"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


@admin.register(Release)
class ReleaseAdmin(MadeElsewhere):
    list_display = ["number", "published_at", "published_by", "note", "rolled_back_to"]
    list_select_related = ["published_by", "rolled_back_to"]
    search_fields = ["note", "checksum"]
    change_list_template = "staff/releases/list.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Release]:
        # The whole policy is in there; a list has no use for it.
        return super().get_queryset(request).defer("content", "rolled_back_to__content")

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("import/", self.import_view, name="benefits_release_import"),
            path("<int:number>/export/", self.export_view, name="benefits_release_export"),
            path("<int:number>/roll-back/", self.roll_back_view, name="benefits_release_roll_back"),
        ]
        for pattern in own:
            pattern.callback = self.admin_site.admin_view(pattern.callback)
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        extra = {"may_import": rights.may_review(request.user)}
        return super().changelist_view(request, {**(extra_context or {}), **extra})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What the release brought: its difference to the one before, who edited and who approved."""
        release = self.get_object(request, object_id)
        if release is None:
            raise Http404
        if not self.has_view_permission(request, release) or request.method == "POST":
            raise PermissionDenied
        before = Release.objects.filter(number__lt=release.number).newest_first().first()
        context = {
            "release": release,
            "before": before,
            "differences": difference(normal(before.content), normal(release.content)) if before else [],
            "change_sets": release.change_sets.select_related("submitted_by", "reviewed_by").prefetch_related(
                "editors"
            ),
            "may_roll_back": rights.may_review(request.user) and release != newest_release(),
        }
        return rendered(request, "staff/releases/release.html", str(release), opts=self.opts, **context)

    def export_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """The release as a file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        release = _numbered(number)
        response = HttpResponse(release_file(release), content_type="application/json")
        response["Content-Disposition"] = f'attachment; filename="release-{release.number}.json"'
        return response

    def roll_back_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Asks for the reason, and publishes the content of this release once more."""
        if not rights.may_review(request.user):
            raise PermissionDenied
        to = _numbered(number)
        form = RollBackForm(request.POST or None)
        if form.is_valid():
            try:
                release = roll_back(to, form.cleaned_data["note"], request.user, seen_release(request))
            except (ChangeRefused, PublishRefused) as refusal:
                _refuse(form, refusal)
            else:
                messages.success(
                    request, _("已发布第%(new)s版，内容与第%(old)s版相同。") % {"new": release.number, "old": to.number}
                )
                return redirect("admin:benefits_release_change", release.pk)
        current = newest_release()
        context = {
            "form": form,
            "release": to,
            "current": current,
            "seen": current.number,
            "differences": difference(normal(current.content), normal(to.content)),
        }
        return rendered(
            request, "staff/releases/roll_back.html", _("回到第%s版") % to.number, opts=self.opts, **context
        )

    @takes_file
    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Takes a release's file, which then waits for review like any change."""
        if not rights.may_review(request.user):
            raise PermissionDenied
        form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
        if form.is_valid():
            try:
                content = content_of_file(form.cleaned_data["file"].content)
                change_set = submit_import(request.user, content, form.cleaned_data["note"])
            except ChangeRefused as refusal:
                _refuse(form, refusal)
            else:
                messages.success(request, _("已导入，等待另一位发布人员审核。"))
                return redirect("admin:benefits_changeset_change", change_set.pk)
        return rendered(request, "staff/releases/import.html", _("导入版本"), opts=self.opts, form=form)


def _numbered(number: int) -> Release:
    release = Release.objects.filter(number=number).first()
    if release is None:
        raise Http404
    return release


def _refuse(form: forms.Form, refusal: ChangeRefused | PublishRefused) -> None:
    for finding in refusal.findings:
        form.add_error(None, _("：").join((finding.where, finding.message)))
