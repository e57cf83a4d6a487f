"""What several kinds of record share: a key, a place in an order, and days of validity."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Max, Q
from django.utils.translation import gettext_lazy as _

from benefits.eligibility.rulebook import Period

is_fact_key = RegexValidator(
    r"^[a-z][a-z0-9_]*\Z", _("标识只能用小写英文字母、数字和下划线，并以字母开头，例如 permanent_resident。")
)
is_record_key = RegexValidator(
    r"^[a-z][a-z0-9-]*\Z", _("标识只能用小写英文字母、数字和连字符，并以字母开头，例如 childcare-subsidy。")
)


class Keyed(models.Model):
    """A record with a key that rules, data files and addresses use."""

    key = models.CharField(
        _("标识"),
        max_length=60,
        unique=True,
        validators=[is_record_key],
        help_text=_("网址和数据文件用它指代这条记录，发布后请不要再改。"),
    )

    class Meta:
        abstract = True


class Ordered(models.Model):
    """A record with a place among its siblings; one made without a place comes last."""

    order = models.PositiveSmallIntegerField(_("次序"), blank=True, help_text=_("小的在前。留空则排在最后。"))

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give a record without a place the last one."""
        if self.order is None:
            last = self.siblings().aggregate(last=Max("order"))["last"]
            self.order = 1 if last is None else last + 1
        super().save(*args, **kwargs)

    def siblings(self) -> models.QuerySet:
        """The records among which this one has its place."""
        return type(self)._default_manager.all()


class Dated(models.Model):
    """A record that applies on certain days only, both ends included."""

    valid_from = models.DateField(_("生效日"), null=True, blank=True, help_text=_("含当日。留空表示没有起始日。"))
    valid_until = models.DateField(_("截止日"), null=True, blank=True, help_text=_("含当日。留空表示没有截止日。"))

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="%(class)s_period_is_in_order",
                violation_error_message=_("截止日不能早于生效日。"),
            )
        ]

    @property
    def period(self) -> Period:
        """The days on which it applies."""
        return Period(self.valid_from, self.valid_until)


def quotation_lines(text: str) -> tuple[str, ...]:
    """The quotations of a text that has one a line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
