"""Attesting (核对): staff say that benefits agree with the text of the policy, and when to look again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from benefits.admin import rights
from benefits.admin.pages import page, rendered
from benefits.models import Benefit
from benefits.publishing.checks import DAYS_BEFORE_REVIEW

# What the page offers, and for how long the next look may be put off.
REVIEW_AFTER = timedelta(days=365)
LONGEST_REVIEW = timedelta(days=3 * 366)


def due_for_review(user: Any, on: date) -> models.QuerySet[Benefit]:
    """The benefits whose agreement with the text is to be confirmed, most pressing first: those the user may change.

    Auditors see all of them.
    """
    is_due = Q(review_by__isnull=True) | Q(review_by__lte=on + timedelta(days=DAYS_BEFORE_REVIEW))
    return (
        _attestable(user)
        .filter(is_due)
        .order_by(F("review_by").asc(nulls_first=True), "measure__number", "order", "pk")
    )


def _attestable(user: Any) -> models.QuerySet[Benefit]:
    benefits = Benefit.objects.select_related("measure__document", "enquire_at", "owner")
    if user.is_publisher or user.is_auditor:
        return benefits
    return benefits.owned_by(*[user.department_id] if user.edits else [])


class AttestForm(forms.Form):
    benefits = forms.TypedMultipleChoiceField(
        label=_("待遇"),
        coerce=int,
        error_messages={
            "required": _("请勾选已核对的待遇。"),
            "invalid_choice": _("有一项待遇不在列表里。请重新勾选。"),
        },
    )
    review_by = forms.DateField(
        label=_("下次核对期限"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("默认一年以后。政策可能很快变化的，请选近一些的日期。"),
        error_messages={"required": _("请填下次核对期限。"), "invalid": _("请填日期，例如 2027-01-31。")},
    )

    def __init__(self, data: Any, *, choices: Iterable[Benefit], chosen: Iterable[int], on: date) -> None:
        super().__init__(data, initial={"benefits": list(chosen), "review_by": (on + REVIEW_AFTER).isoformat()})
        self.fields["benefits"].choices = [(benefit.pk, str(benefit)) for benefit in choices]
        self._on = on

    def clean_review_by(self) -> date:
        review_by = self.cleaned_data["review_by"]
        if review_by <= self._on:
            raise forms.ValidationError(gettext("下次核对期限要晚于今天。"))
        if review_by > self._on + LONGEST_REVIEW:
            raise forms.ValidationError(gettext("下次核对期限最多三年以后。"))
        return review_by


@page("attest/", name="attest")
def attest(request: HttpRequest) -> HttpResponse:
    """What is due to the user, or the benefits that the address names; those ticked are attested."""
    on = timezone.localdate()
    named = _numbers(request.GET.getlist("benefit"))
    choices = _attestable(request.user).filter(pk__in=named) if named else due_for_review(request.user, on)
    if request.method == "POST" and not rights.may_submit(request.user):
        raise PermissionDenied
    form = AttestForm(request.POST or None, choices=choices, chosen=named, on=on)
    if form.is_valid():
        agreed = [benefit for benefit in choices if benefit.pk in form.cleaned_data["benefits"]]
        attest_all(agreed, on, form.cleaned_data["review_by"])
        message = gettext("已核对%s项待遇。提交修改并发布以后，居民才会看到新的核对日。") % len(agreed)
        messages.success(request, message)
        return HttpResponseRedirect(reverse("admin:index"))
    return rendered(
        request,
        "staff/waiting/attest.html",
        gettext("待核对"),
        form=form,
        benefits=[_line(benefit, on) for benefit in choices],
        chosen=set(map(str, form["benefits"].value() or [])),
        may_attest=rights.may_submit(request.user),
        is_of_named=bool(named),
    )


@transaction.atomic
def attest_all(benefits: Iterable[Benefit], on: date, review_by: date) -> None:
    """Put the two dates on each of the benefits, and nothing else."""
    for benefit in benefits:
        benefit.attested_on, benefit.review_by = on, review_by
        benefit._change_reason = gettext("已核对")
        benefit.save(update_fields=["attested_on", "review_by"])


def review_words(benefit: Benefit, on: date) -> str:
    """When the benefit is to be looked at, in words."""
    if benefit.review_by is None:
        return gettext("没有定下次核对期限")
    days = (benefit.review_by - on).days
    if days < 0:
        return gettext("已过期限%s天") % -days
    return gettext("今天到期") if days == 0 else gettext("还有%s天到期") % days


def _line(benefit: Benefit, on: date) -> dict[str, Any]:
    return {"benefit": benefit, "when": review_words(benefit, on), "is_past": (benefit.review_by or on) < on}


def _numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isdecimal() and len(text) < 19]
