"""Change sets: what editors submit, and what publishers make of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from benefits.models.releases import Release


class ChangeSetQuerySet(models.QuerySet):
    """Questions about change sets."""

    def open(self) -> ChangeSetQuerySet:
        """Those on their way: to be reviewed, or approved and not yet published."""
        return self.filter(state__in=[ChangeSet.State.SUBMITTED, ChangeSet.State.APPROVED])


class ChangeSet(models.Model):
    """Changed records on their way to residents: submitted by one person, approved by another, then published.

    The records are kept as they stood when they were submitted; what is edited afterwards is for the next change set.
    `content` is a whole release, of an import, which takes the place of everything.
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("等待审核")
        RETURNED = "returned", _("退回修改")
        APPROVED = "approved", _("已批准，待发布")
        PUBLISHED = "published", _("已发布")
        WITHDRAWN = "withdrawn", _("已撤回")

    note = models.CharField(_("说明"), max_length=300, help_text=_("改了什么，为什么改。"))
    state = models.CharField(_("状态"), max_length=20, choices=State.choices, default=State.SUBMITTED)
    base = models.ForeignKey(
        Release, on_delete=models.PROTECT, related_name="+", verbose_name=_("依据的版本"), null=True, blank=True
    )
    content = models.JSONField(_("整版内容"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("提交人")
    )
    submitted_at = models.DateTimeField(_("提交时间"))
    editors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("修改人"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("审核人"),
    )
    reviewed_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    remark = models.TextField(_("审核意见"), blank=True, max_length=2000)
    is_by_one_person = models.BooleanField(_("由修改人自己批准"), default=False)
    release = models.ForeignKey(
        Release,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="change_sets",
        verbose_name=_("发布于"),
    )

    objects = ChangeSetQuerySet.as_manager()
    # Each decision about it, with who took it and when, also where a later one took its place.
    history = HistoricalRecords(excluded_fields=["content"])

    class Meta:
        verbose_name = _("修改")
        verbose_name_plural = pgettext_lazy("plural", "修改")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(_("第%(number)s号修改：%(note)s") % {"number": self.pk, "note": self.note})

    @property
    def decisions(self) -> models.QuerySet:
        """Its approvals, returns and withdrawals, oldest first: the change set as each left it."""
        return self.history.filter(state__in=DECISIONS).select_related("history_user").order_by("history_date", "pk")


DECISIONS = (ChangeSet.State.APPROVED, ChangeSet.State.RETURNED, ChangeSet.State.WITHDRAWN)


class ChangedRecord(models.Model):
    """One record of a change set as it is to be released. `data` is None where the record is taken away.

    `after`, of one that is new or has moved: the keys that stood before it, nearest first, which tell its new place.
    """

    change_set = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="records", verbose_name=_("修改"))
    kind = models.CharField(_("种类"), max_length=40)
    key = models.CharField(_("标识"), max_length=125)
    title = models.CharField(_("名称"), max_length=300)
    data = models.JSONField(_("内容"), null=True, blank=True)
    after = models.JSONField(_("排在其后"), null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("singular", "修改的记录")
        verbose_name_plural = pgettext_lazy("plural", "修改的记录")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["change_set", "kind", "key"], name="changedrecord_once_a_change_set")
        ]

    def __str__(self) -> str:
        return self.title
