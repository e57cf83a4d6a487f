"""The timeline page: what changes by day, what is paid each month, and what all of it rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.eligibility.assess import Assessment, BenefitAssessment, Status
from benefits.eligibility.facts import BIRTH_DATE, CHILDREN, DUE_DATE, PREGNANT, Answer
from benefits.eligibility.household import Household
from benefits.eligibility.relevance import fact_of
from benefits.eligibility.rulebook import AmountKind, Audience
from benefits.eligibility.timeline import PREGNANCY_MONTHS, Timeline, timeline
from benefits.publishing.content import Text
from benefits.publishing.current import PublishedRelease
from benefits.publishing.standing import STANDINGS, day_words
from benefits.publishing.words import money_words
from benefits.results.calendar import KeyDate
from benefits.results.payments import PaidPicture, paid_pictures
from benefits.results.reasons import ChangeUrl, Narrator
from benefits.results.timeline_days import Teller, TimelineDay

_KINDS = {
    AmountKind.ONE_OFF: gettext_lazy("%(verb)s一次性给予"),
    AmountKind.MONTHLY: gettext_lazy("%(verb)s按月给予"),
}


class SumLine(NamedTuple):
    """What all these months pay of one kind, under one policy status."""

    kind: str
    standing: Text
    amount: str


class UnknownLine(NamedTuple):
    """What is not known and so not on the timeline; `label` is the question's, `url` where to answer it."""

    words: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """What residents see of their timeline. All wording, order and sums are made here; a template decides nothing.

    `due_date_url` leads to the due date that was given, "" where none was. `dates` are for a calendar.
    """

    made_on: Text
    until: Text
    days: tuple[TimelineDay, ...]
    pictures: tuple[PaidPicture, ...]
    sums: tuple[SumLine, ...]
    unchanged: tuple[str, ...]
    unknown: tuple[UnknownLine, ...]
    undetermined: int
    cautions: tuple[Text, ...]
    due_date_url: str
    dates: tuple[KeyDate, ...]


def timeline_page(
    release: PublishedRelease,
    assessment: Assessment,
    household: Household,
    audience: Audience,
    declined: Collection[str] = (),
    *,
    change_url: ChangeUrl,
) -> TimelinePage:
    """The page of the time after an assessment. `change_url` leads from a missing key to the question."""
    narrator = Narrator(release, household, declined, change_url)
    teller = Teller(narrator, audience)
    found = timeline(release.rulebook, household, assessment.on)
    own = [result for result in assessment.benefits if result.benefit.audience is audience]
    cautions = tuple(dict.fromkeys(STANDINGS[document.status].caution for document in release.rulebook.documents))
    # What is paid each month, and the sums, are the residents' own.
    is_of_resident = audience is Audience.RESIDENT
    return TimelinePage(
        made_on=day_words(found.on),
        until=day_words(found.until),
        days=tuple(teller.days(found)),
        pictures=paid_pictures(found, teller.child_name, teller.child_number) if is_of_resident else (),
        sums=tuple(_sums(found)) if is_of_resident else (),
        unchanged=tuple(_unchanged(release, household, found)),
        unknown=tuple(_unknown(narrator, own)),
        undetermined=sum(result.status is Status.UNDETERMINED for result in own),
        cautions=cautions,
        due_date_url=narrator.change_url(DUE_DATE) if _due_date(household) else "",
        dates=tuple(teller.key_dates(found, "".join(map(str, cautions)))),
    )


def is_due_date_wanted(release: PublishedRelease, household: Household) -> bool:
    """Whether a due date would say more: somebody is pregnant, has given none, and the release asks for it."""
    is_pregnant = household.answers.get(PREGNANT) is True
    return is_pregnant and DUE_DATE not in household.answers and DUE_DATE in release.rulebook.question_of


def _due_date(household: Household) -> Answer:
    """The due date of a pregnancy that is known."""
    return household.answers.get(DUE_DATE) if household.answers.get(PREGNANT) is True else None


def _sums(found: Timeline) -> Iterator[SumLine]:
    """Each kind and each policy status by itself."""
    for status, sums in found.sums.items():
        standing = STANDINGS[status]
        for kind, words in _KINDS.items():
            if sums[kind]:
                amount = _("合计%(yuan)s") % {"yuan": money_words(sums[kind])}
                yield SumLine(str(words) % {"verb": standing.verb}, standing.name, amount)


def _unchanged(release: PublishedRelease, household: Household, found: Timeline) -> Iterator[str]:
    """What the timeline takes as it is today, and by which conventions it counts."""
    yield _("除了孩子的年龄，其他回答都当作不变，例如入托、工作和住处。")
    if release.number:
        yield _("措施按今天的第%(number)s版推算，以后可能修改或取消。") % {"number": release.number}
    else:
        yield _("措施按未发布的数据推算。")
    due = _due_date(household)
    if due is not None:
        yield _("从预产期%(day)s起，按孩子已经出生推算。") % {"day": day_words(due)}
    elif household.answers.get(PREGNANT) is True:
        yield _("没有填预产期，怀孕最多列%(months)s个月。") % {"months": PREGNANCY_MONTHS}
    yield _("月龄按日历计算。例如31日出生的孩子，在没有31日的月份按最后一天算。")
    if found.payments:
        yield _("每月金额按当月1日的情况列出，这个月按今天的情况。")


def _unknown(narrator: Narrator, own: list[BenefitAssessment]) -> Iterator[UnknownLine]:
    """The answers that time would move, had they been given."""
    words = {
        PREGNANT: _("没有回答是否怀孕，怀孕和出生的变化没有列出。"),
        CHILDREN: _("没有回答孩子的情况，孩子的变化没有列出。"),
        BIRTH_DATE: _("不知道%(child)s的出生日期，随年龄的变化没有列出。"),
    }
    for key in dict.fromkeys(key for result in own for key in result.missing):
        fact = fact_of(key)
        if fact in words:
            child = narrator.child_name(int(key.split(".")[1])) if fact == BIRTH_DATE else ""
            yield UnknownLine(words[fact] % {"child": child}, narrator.phrases.labels[fact], narrator.change_url(key))
