"""Departments that answer for measures: those of the city, and the governments of its districts."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from benefits.models.common import Keyed, Ordered
from benefits.models.vocabulary import District


class Department(Keyed, Ordered):
    """A responsible department (责任单位). What the source does not say about it stays empty."""

    class Kind(models.TextChoices):
        CITY = "city", _("市级部门")
        GOVERNMENT = "government", _("区（市）政府或管委会")

    name_zh = models.CharField(_("名称"), max_length=100, unique=True, help_text=_("与文件所列名称一致。"))
    name_en = models.CharField(_("名称（英文）"), max_length=200, blank=True)
    short_name_zh = models.CharField(_("简称"), max_length=50)
    short_name_en = models.CharField(_("简称（英文）"), max_length=100, blank=True)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind.choices, default=Kind.CITY)
    district = models.CharField(
        _("管辖区"),
        max_length=20,
        choices=District.choices,
        blank=True,
        help_text=_("只有区（市）政府或管委会填写。结果页按居民所在区显示对应的政府。"),
    )
    telephone = models.CharField(
        _("电话"), max_length=60, blank=True, help_text=_("没有核实的电话请留空，页面会请居民拨打12345。")
    )
    address_zh = models.CharField(_("地址"), max_length=200, blank=True)
    address_en = models.CharField(_("地址（英文）"), max_length=300, blank=True)
    hours_zh = models.CharField(_("办公时间"), max_length=200, blank=True)
    hours_en = models.CharField(_("办公时间（英文）"), max_length=300, blank=True)
    website = models.CharField(
        _("网址"),
        max_length=200,
        blank=True,
        validators=[
            URLValidator(["https"], message=_("请填以 https:// 开头的完整网址，例如 https://wjw.wuxi.gov.cn/。"))
        ],
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = pgettext_lazy("singular", "责任单位")
        verbose_name_plural = pgettext_lazy("plural", "责任单位")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="city") & Q(district="")) | (Q(kind="government") & ~Q(district="")),
                name="department_district_fits_kind",
                violation_error_message=_("区（市）政府要填管辖区，市级部门不填。"),
            ),
            models.UniqueConstraint(
                fields=["district"],
                condition=~Q(district=""),
                name="department_one_government_a_district",
                violation_error_message=_("这个区已经有一个政府或管委会。一个区只能有一个。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name_zh

    def clean(self) -> None:
        """A government has its district, and only a government has one."""
        if self.kind == self.Kind.GOVERNMENT and not self.district:
            raise ValidationError({"district": _("区（市）政府或管委会要填管辖区。")})
        if self.kind == self.Kind.CITY and self.district:
            raise ValidationError({"district": _("市级部门不填管辖区。请清空，或把类别改为区（市）政府或管委会。")})
