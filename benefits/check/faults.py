"""The engine's faults as sentences for residents: which field, what to do, nobody blamed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from benefits.eligibility.household import Fault

_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def sentence(fault: Fault, label: str, value: Any) -> str:
    """What a resident is told about the value of the question with this label."""
    words = {"label": label} | {name: _said(detail) for name, detail in fault.detail.items()}
    match fault.code:
        case "not_date":
            return _not_a_date(label, str(value))
        case "too_early":
            return _("“%(label)s”不能早于%(limit)s，请核对。") % words
        case "too_late":
            return _("“%(label)s”不能晚于%(limit)s，请核对。") % words
        case "not_integer":
            return _("“%(label)s”请填整数，例如 1。") % words
        case "out_of_range":
            return _("“%(label)s”请填 %(minimum)s 到 %(maximum)s 之间的数。") % words
        case "not_money":
            return _("“%(label)s”请填金额，例如 1200 或 1,200.50。") % words
        case "too_many_decimals":
            return _("“%(label)s”最多写两位小数，例如 1200.50。") % words
        case _:
            return _("“%(label)s”的答案不在选项中，请重新选择。") % words


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


def _said(detail: object) -> str:
    if isinstance(detail, date):
        return date_format(detail, "Y年n月j日")
    if isinstance(detail, str):
        return detail
    if isinstance(detail, Decimal) and detail == detail.to_integral_value():
        detail = int(detail)
    # Groups of three, as money is written in China too; Django's format for Chinese has groups of four.
    return f"{detail:,}"
