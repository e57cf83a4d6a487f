"""Example households: what an invented household is expected to get, and why. Every set of rules is tried on them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from benefits.models.common import Keyed
from benefits.models.policy import Measure


class Example(Keyed):
    """An invented household beside a measure, and what is expected of it on a day.

    `household` is in the keys of the facts. `expect` names benefits by key and, of each, the parts of the assessment
    that the example is about (see benefits/publishing/expectations.py).
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="examples", verbose_name=_("措施"))
    name = models.CharField(
        _("名称"), max_length=200, help_text=_("用一句话说明这个家庭和预期，例如：满19个月，每月300元。")
    )
    source = models.CharField(_("依据"), max_length=300, help_text=_("为什么预期如此：原文的哪一条、哪一句。"))
    on = models.DateField(_("评估日期"))
    household = models.JSONField(_("家庭"), default=dict, blank=True)
    expect = models.JSONField(_("预期"), default=dict)
    totals = models.JSONField(_("预期合计"), null=True, blank=True)
    policy_published_on = models.DateField(
        _("假定的公布日"), null=True, blank=True, help_text=_("假定政策在这一天正式公布。留空表示尚未公布。")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("示例家庭")
        verbose_name_plural = pgettext_lazy("plural", "示例家庭")
        ordering = ["measure__number", "pk"]

    def __str__(self) -> str:
        return self.name

    def data(self) -> dict[str, Any]:
        """The example as a release holds it: JSON values."""
        return {
            "key": self.key,
            "measure": self.measure.number,
            "name": self.name,
            "source": self.source,
            "on": _iso(self.on),
            "household": self.household,
            "expect": self.expect,
            "totals": self.totals,
            "policy_published_on": _iso(self.policy_published_on),
        }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
