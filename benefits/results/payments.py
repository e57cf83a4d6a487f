"""What is paid each month, for each child: the runs of equal months that a table lists and a picture draws.

The picture has no size of its own: across in percent of the page's width, down in em of its text, so that it fits the
smallest screen and grows with the largest text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benefits.eligibility.timeline import Payments, Timeline
from benefits.publishing.content import Text
from benefits.publishing.standing import STANDINGS, Standing
from benefits.publishing.words import money_words

# In em: the name of a subject, a bar with the sum above it, and the years below all.
_NAME_EM, _BAR_EM, _YEARS_EM = 2, 3, 2
# Of a bar's part of the picture, in percent: as high as the largest sum stands.
_HIGHEST = 52


class PaidRun(NamedTuple):
    """Months in a row that pay the same: a row of the table, and a part of the picture that begins `top` em down.

    Of its bar, all in percent of that part: where it begins, how long it is, and how high. The amount stands above it,
    from its beginning or, where that leaves too little room, up to the picture's end.
    """

    period: str
    amount: str
    total: str
    top: int
    left: str
    width: str
    height: int

    @property
    def is_late(self) -> bool:
        """Whether the bar begins in the picture's second half."""
        return Decimal(self.left) > 50

    @property
    def bar_top(self) -> int:
        """Where the bar begins from above."""
        return 100 - self.height


class PaidSubject(NamedTuple):
    """A child, or the household, with its runs. `label`: its name in the picture, which has little room."""

    name: str
    label: str
    top: int
    runs: tuple[PaidRun, ...]


class Year(NamedTuple):
    """Where a year begins in the picture, in percent, and how its number stands there: start, middle or end.

    `is_between`: its number gives way where text is large.
    """

    number: int
    left: str
    anchor: str
    is_between: bool


class PaidPicture(NamedTuple):
    """The monthly payments under one policy status. `years_top` and `height` are in em."""

    title: str
    standing: Text
    summary: str
    years_top: int
    height: int
    years: tuple[Year, ...]
    subjects: tuple[PaidSubject, ...]


ChildName = Callable[[int], str]


def paid_pictures(timeline: Timeline, name: ChildName, label: ChildName) -> tuple[PaidPicture, ...]:
    """A picture of each policy status that pays anything monthly; `name` and `label` call a child."""
    return tuple(
        _picture(timeline, STANDINGS[status], list(lines), name, label)
        for status, lines in groupby(timeline.payments, key=lambda line: line.policy_status)
    )


def month_words(month: date) -> Text:
    """A month in words: 2026年11月."""
    return Text(f"{month.year}年{month.month}月", f"{month:%B %Y}")


def _picture(
    timeline: Timeline, standing: Standing, lines: list[Payments], name: ChildName, label: ChildName
) -> PaidPicture:
    highest = max(yuan for line in lines for yuan in line.yuan)
    subjects = []
    top = 0
    for line in lines:
        runs = tuple(_runs(timeline.months, line.yuan, highest, top + _NAME_EM))
        subjects.append(PaidSubject(_called(line, name), _called(line, label), top, runs))
        top += _NAME_EM + len(runs) * _BAR_EM
    return PaidPicture(
        title=_("%(verb)s每月给予的金额") % {"verb": standing.verb},
        standing=standing.name,
        summary=_summary(subjects),
        years_top=top,
        height=top + _YEARS_EM,
        years=tuple(_years(timeline.months)),
        subjects=tuple(subjects),
    )


def _called(line: Payments, name: ChildName) -> str:
    return _("整个家庭") if line.child is None else name(line.child)


def _runs(months: tuple[date, ...], yuan: Iterable[Decimal], highest: Decimal, top: int) -> Iterator[PaidRun]:
    start = 0
    for each, same in groupby(yuan):
        count = len(list(same))
        if each:
            yield PaidRun(
                period=_period(months[start], months[start + count - 1], count),
                amount=str(money_words(each)),
                total=str(money_words(each * count)),
                top=top,
                left=_percent(start, len(months)),
                width=_percent(count, len(months)),
                height=int(_HIGHEST * each / highest),
            )
            top += _BAR_EM
        start += count


def _period(first: date, last: date, count: int) -> str:
    words = {"first": month_words(first), "last": month_words(last), "count": count}
    if count == 1:
        return _("%(first)s（1个月）") % words
    return ngettext("%(first)s至%(last)s（%(count)d个月）", "%(first)s至%(last)s（%(count)d个月）", count) % words


def _percent(part: int, whole: int) -> str:
    return f"{Decimal(100 * part) / whole:.2f}"


def _years(months: tuple[date, ...]) -> Iterator[Year]:
    begins = [(place, month.year) for place, month in enumerate(months) if month.month == 1]
    for number, (place, year) in enumerate(begins):
        # At an edge, half of a number would be cut off.
        anchor = "start" if place < 4 else "end" if place > len(months) - 4 else "middle"
        yield Year(year, _percent(place, len(months)), anchor, is_between=0 < number < len(begins) - 1)


def _summary(subjects: list[PaidSubject]) -> str:
    """The picture in words, for whoever does not see it."""
    return _("；").join(
        _("%(name)s：%(runs)s")
        % {
            "name": subject.name,
            "runs": _("，").join(
                _("%(period)s每月%(amount)s") % {"period": run.period, "amount": run.amount} for run in subject.runs
            ),
        }
        for subject in subjects
    )
