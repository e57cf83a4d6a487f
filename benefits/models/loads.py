"""What the data files brought last time, so that a later load leaves alone what staff have edited or deleted since."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LoadedRecord(models.Model):
    """One record as it was last loaded: its kind (the model), its key, and the checksum of its data."""

    kind = models.CharField(_("种类"), max_length=40)
    key = models.CharField(_("标识"), max_length=125)
    checksum = models.CharField(_("校验值"), max_length=64)

    class Meta:
        verbose_name = pgettext_lazy("singular", "已加载的记录")
        verbose_name_plural = pgettext_lazy("plural", "已加载的记录")
        ordering = ["kind", "key"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="loadedrecord_once_a_key")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
