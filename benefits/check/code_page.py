"""The code of a result as residents get it: drawn as a QR code, and as an address to copy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from benefits.check.answers import keep
from benefits.check.code import DAYS, Snapshot, code_of
from benefits.check.gate import check_of, outside_trials, private
from benefits.check.progress import Check
from benefits.publishing.content import Text
from benefits.publishing.standing import day_words


@dataclass(frozen=True)
class ResultCode:
    """`sealed_address` makes the `address`; `until`: the last day on which it opens all day long."""

    sealed_address: Callable[[], str]
    until: Text

    @cached_property
    def address(self) -> str:
        """Opens the result again: what stands after its # is sealed, and is never sent by itself.

        Made when it is first shown: the results only lead to the page that shows it.
        """
        return self.sealed_address()

    @cached_property
    def drawing(self) -> SafeString:
        """The address as a QR code: an SVG that fills its box. Empty if there is more than a QR code can hold."""
        try:
            qr = segno.make_qr(self.address, error="m", boost_error=False)
        except segno.DataOverflowError:
            return SafeString()
        # The title is what a PDF calls it by.
        title = gettext("二维码，扫一扫打开这份结果")
        drawing = qr.svg_inline(title=title, omitsize=True, svgclass=None, lineclass=None, dark="#000", light="#fff")
        return mark_safe(drawing)  # noqa: S308 - numbers alone


def result_code(request: HttpRequest, check: Check) -> ResultCode | None:
    """The code of the check's results; None in a trial, whose rules nobody can look up later."""
    if check.answers.trial is not None:
        return None
    answers = check.answers
    snapshot = Snapshot(answers.audience, answers.release, check.on, answers.household, answers.declined)
    address = request.build_absolute_uri(reverse("check:open"))
    return ResultCode(lambda: f"{address}#{code_of(snapshot, check.release)}", day_words(last_day(check.on)))


def last_day(made_on: date) -> date:
    """Its own day is the first of a code's days."""
    return made_on + timedelta(days=DAYS - 1)


@private
@require_safe
@outside_trials
def code(request: HttpRequest) -> HttpResponse:
    check = check_of(request)
    if check.next or check.answers.dropped:
        return keep(redirect("check:review"), check.answers)
    return keep(render(request, "check/code.html", {"code": result_code(request, check)}), check.answers)
