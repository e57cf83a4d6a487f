"""Releases: what residents are assessed by, made once and never changed."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReleaseIsFinal(TypeError):
    """An attempt to change or delete a release."""

    def __init__(self) -> None:
        super().__init__(str(_("版本发布后不能修改或删除。要改内容，请修改记录后发布新的版本。")))


class ReleaseQuerySet(models.QuerySet):
    """Releases can be read and added to, nothing else."""

    def newest_first(self) -> ReleaseQuerySet:
        """From the current release back."""
        return self.order_by("-number")

    def update(self, **_columns: Any) -> NoReturn:
        raise ReleaseIsFinal

    def bulk_update(self, *_args: Any, **_options: Any) -> NoReturn:
        raise ReleaseIsFinal

    def delete(self) -> NoReturn:
        raise ReleaseIsFinal


class Release(models.Model):
    """A numbered release of rules and wording, with the checksum of its content."""

    number = models.PositiveIntegerField(_("版本号"), unique=True)
    content = models.JSONField(_("内容"))
    checksum = models.CharField(_("校验值"), max_length=64)
    published_at = models.DateTimeField(_("发布时间"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("发布人"),
    )
    note = models.CharField(_("说明"), max_length=300)
    rolled_back_to = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("回到的版本"),
    )

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("版本")
        verbose_name_plural = pgettext_lazy("plural", "版本")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="release_number_from_one"),
        ]

    def __str__(self) -> str:
        return str(_("第%s版") % self.number)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the release. Raises ReleaseIsFinal if it is there already."""
        if not self._state.adding:
            raise ReleaseIsFinal
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        raise ReleaseIsFinal
