"""Change sets in the admin: choosing what to submit, and reviewing it with its difference and effect."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from benefits.admin import rights
from benefits.admin.base import MadeElsewhere
from benefits.admin.pages import rendered, seen_release
from benefits.admin.places import placed
from benefits.admin.reviewing import review_page
from benefits.admin.submitting import SubmitForm, submit_page
from benefits.models import ChangeSet
from benefits.publishing.changes import ChangeRefused, approve, give_back, submit, withdraw
from benefits.publishing.publish import PublishRefused, publish

_ACTIONS = ("approve", "approve_and_publish", "publish", "give_back", "withdraw")


@admin.register(ChangeSet)
class ChangeSetAdmin(MadeElsewhere):
    list_display = ["number", "note", "state", "submitted_by", "submitted_at", "reviewed_by", "release"]
    list_display_links = ["number", "note"]
    list_filter = ["state"]
    list_select_related = ["submitted_by", "reviewed_by", "release"]
    search_fields = ["note", "records__title"]
    change_list_template = "staff/changes/list.html"

    @admin.display(description=_("编号"), ordering="pk")
    def number(self, change_set: ChangeSet) -> int:
        return change_set.pk

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        extra = {"may_submit": rights.may_submit(request.user)}
        return super().changelist_view(request, {**(extra_context or {}), **extra})

    def get_urls(self) -> list[URLPattern]:
        submitting = path("submit/", self.admin_site.admin_view(self.submit_view), name="benefits_changeset_submit")
        return [submitting, *super().get_urls()]

    def submit_view(self, request: HttpRequest) -> HttpResponse:
        """What may be submitted; with some of it chosen, its difference and effect; and the submission itself."""
        if not rights.may_submit(request.user):
            raise PermissionDenied
        form = SubmitForm(request.POST) if request.method == "POST" else SubmitForm()
        if request.method == "POST" and "submit" in request.POST:
            try:
                change_set = submit(request.user, form.allowed_places(request.user), form.note, form.reasons)
            except ChangeRefused as refusal:
                form.refusals = placed(refusal.findings)
            else:
                messages.success(request, _("第%(number)s号修改已提交，等待发布人员审核。") % {"number": change_set.pk})
                return redirect("admin:benefits_changeset_change", change_set.pk)
        page = submit_page(request.user, form)
        return rendered(request, "staff/changes/submit.html", _("提交修改"), opts=self.opts, page=page)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The review of one change set."""
        change_set = self.get_object(request, object_id)
        if change_set is None:
            raise Http404
        if not self.has_view_permission(request, change_set):
            raise PermissionDenied
        refusals: tuple[Any, ...] = ()
        if request.method == "POST":
            try:
                messages.success(request, self._act(request, change_set))
            except (ChangeRefused, PublishRefused) as refusal:
                refusals = refusal.findings
            else:
                return redirect(request.path)
            change_set.refresh_from_db()
        page = review_page(request.user, change_set, refusals, remark=request.POST.get("remark", ""))
        return rendered(request, "staff/changes/review.html", str(change_set), opts=self.opts, page=page)

    def _act(self, request: HttpRequest, change_set: ChangeSet) -> str:
        """What the pressed button asks for, and what to say of it. Raises ChangeRefused or PublishRefused."""
        action = next((name for name in _ACTIONS if name in request.POST), "")
        if action == "withdraw":
            withdraw(request.user, change_set.pk)
            return _("修改已撤回。")
        if not rights.may_review(request.user):
            raise PermissionDenied
        remark, seen = request.POST.get("remark", ""), seen_release(request)
        match action:
            case "give_back":
                give_back(request.user, change_set.pk, remark)
                return _("修改已退回，修改人会在首页看到理由。")
            case "approve":
                approve(request.user, change_set.pk, remark, seen)
                return _("修改已批准，等待发布。")
            case "approve_and_publish":
                # Approved for good even if publishing is refused: the page then says why, and offers to publish again.
                approve(request.user, change_set.pk, remark, seen)
                return self._published(request)
            case "publish":
                return self._published(request)
            case _:
                raise PermissionDenied

    def _published(self, request: HttpRequest) -> str:
        release = publish(author=request.user, seen=seen_release(request))
        return _("已发布第%(number)s版，居民下一次打开页面就会看到。") % {"number": release.number}
