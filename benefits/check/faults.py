"""The engine's faults as sentences for residents: which field, what to do, nobody blamed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.eligibility.household import Fault
from benefits.publishing.standing import day_words

_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


_SENTENCES = {
    "too_early": gettext_lazy("“%(label)s”不能早于%(limit)s，请核对。"),
    "too_late": gettext_lazy("“%(label)s”不能晚于%(limit)s，请核对。"),
    "not_integer": gettext_lazy("“%(label)s”请填整数，例如 1。"),
    "not_money": gettext_lazy("“%(label)s”请填金额，例如 1200 或 1,200.50。"),
    "too_many_decimals": gettext_lazy("“%(label)s”最多写两位小数，例如 1200.50。"),
    "out_of_range": gettext_lazy("“%(label)s”请填 %(minimum)s 到 %(maximum)s 之间的数。"),
}


def sentence(fault: Fault, label: str, value: Any) -> str:
    """What a resident is told about the value that was typed for the question with this label."""
    if fault.code == "not_date":
        return _not_a_date(label, str(value))
    words = {"label": label} | {name: _said(detail) for name, detail in fault.detail.items()}
    return _SENTENCES[fault.code] % words


def _not_a_date(label: str, text: str) -> str:
    """Whether it was no date at all, or one that the calendar lacks."""
    match = _ISO_DATE.fullmatch(text)
    if match is None:
        return _("“%(label)s”请写全年月日，例如 2024年2月29日 或 2024-2-29。") % {"label": label}
    year, month, day = map(int, match.groups())
    return _("日历上没有%(year)s年%(month)s月%(day)s日，请核对“%(label)s”。") % {
        "label": label,
        "year": year,
        "month": month,
        "day": day,
    }


def _said(limit: date | Decimal) -> str:
    if isinstance(limit, date):
        return str(day_words(limit))
    # Groups of three, as sums are written in China too; Django's format for Chinese has groups of four.
    return f"{int(limit) if limit == limit.to_integral_value() else limit:,}"
