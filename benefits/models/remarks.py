"""Remarks: what staff who may not change a record say to those who keep it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RemarkQuerySet(models.QuerySet):
    """Questions about remarks."""

    def open(self) -> RemarkQuerySet:
        """Those that nobody has dealt with yet."""
        return self.filter(dealt_with_at__isnull=True)

    def on(self, kind: str, key: str) -> RemarkQuerySet:
        """Those on one record."""
        return self.filter(kind=kind, key=key)


class Remark(models.Model):
    """A remark on a record, which is named by its kind (the model's name) and key, so that it outlives the record."""

    kind = models.CharField(_("种类"), max_length=40)
    key = models.CharField(_("标识"), max_length=125)
    title = models.CharField(_("记录"), max_length=300)
    text = models.TextField(_("留言"), max_length=2000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("留言人")
    )
    made_at = models.DateTimeField(_("留言时间"), default=timezone.now)
    dealt_with_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("处理人"),
    )
    dealt_with_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    answer = models.TextField(
        _("答复"), max_length=2000, blank=True, help_text=_("改了什么，或者为什么不改。留言人会看到。可以不填。")
    )

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("留言")
        verbose_name_plural = pgettext_lazy("plural", "留言")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.title
