"""The days of a timeline in words: why something changes, and what opens, changes and closes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from benefits.eligibility.assess import Status
from benefits.eligibility.facts import AGE_MONTHS, Scope
from benefits.eligibility.rulebook import AmountKind, Audience
from benefits.eligibility.timeline import Cause, CauseKind, Change, ChangeKind, Timeline
from benefits.publishing.content import Text
from benefits.publishing.standing import STANDINGS, day_words
from benefits.results.calendar import KeyDate
from benefits.results.reasons import Narrator

_UNSURE = "unsure"
# What becomes of a benefit, in the order in which a day tells it; the verb of the document's status stands before.
_GROUPS: dict[str, str | Promise] = {
    ChangeKind.OPENS: gettext_lazy("%(verb)s开始"),
    ChangeKind.CHANGES: gettext_lazy("%(verb)s变化"),
    ChangeKind.CLOSES: gettext_lazy("%(verb)s结束"),
    _UNSURE: gettext_lazy("以后不能确定"),
}
_WITHOUT_FIGURE = {AmountKind.IN_KIND, AmountKind.AS_REGULATED}
ChildName = Callable[[int], str]


class ChangeLine(NamedTuple):
    """What becomes of one benefit: for whom, "" of the household, and what it then gives, "" if that is no figure.

    `is_open`: it is not settled whether they meet it, or did until then.
    """

    title: str
    whom: str
    amount: str
    is_open: bool


class ChangeGroup(NamedTuple):
    """The benefits of which the same becomes on a day; `key` is opens, changes, closes or unsure."""

    key: str
    name: str
    lines: tuple[ChangeLine, ...]


class TimelineDay(NamedTuple):
    """A day on which something changes, and why."""

    on: date
    day: Text
    causes: str
    groups: tuple[ChangeGroup, ...]


class Teller:
    """Tells one household's timeline to an audience, of its own benefits only."""

    def __init__(self, narrator: Narrator, audience: Audience) -> None:
        self.narrator = narrator
        self.audience = audience

    def child_name(self, child: int) -> str:
        """A child as residents know it, with the month of its birth."""
        return _("将出生的孩子") if self._is_to_be_born(child) else self.narrator.child_name(child)

    def child_number(self, child: int) -> str:
        """A child by nothing but its number."""
        return _("将出生的孩子") if self._is_to_be_born(child) else self.narrator.phrases.child % {"number": child + 1}

    def days(self, timeline: Timeline) -> Iterator[TimelineDay]:
        """The days that change something, the next first."""
        for event in timeline.events:
            groups = tuple(self._groups(self._own(event.changes), self.child_name))
            if groups:
                causes = _("、").join(dict.fromkeys(map(self._cause, event.causes)))
                yield TimelineDay(event.on, day_words(event.on), causes, groups)

    def key_dates(self, timeline: Timeline, caution: str) -> Iterator[KeyDate]:
        """The same days for a calendar, where others may look: children by number, and no word of age or birth."""
        seen: Counter[str] = Counter()
        for event in timeline.events:
            own = self._own(event.changes)
            if own:
                keys = [f"{change.course.benefit.key}/{change.course.child}/{change.kind}" for change in own]
                seen.update(keys)
                lines = [
                    _as_sentence(group, line) for group in self._groups(own, self.child_number) for line in group.lines
                ]
                yield KeyDate(
                    event.on,
                    " ".join(f"{key}/{seen[key]}" for key in keys),
                    _in_short(lines),
                    "\n".join([*lines, caution]),
                )

    def _is_to_be_born(self, child: int) -> bool:
        return child == len(self.narrator.household.children or ())

    def _own(self, changes: tuple[Change, ...]) -> list[Change]:
        return [change for change in changes if change.course.benefit.audience is self.audience]

    def _cause(self, cause: Cause) -> str:
        match cause.kind:
            case CauseKind.AGE:
                age = self.narrator.phrases.answer(AGE_MONTHS, cause.months)
                return _("%(child)s满%(age)s") % {"child": self.child_name(cause.child or 0), "age": age}
            case CauseKind.BIRTH:
                return _("预产期")
            case CauseKind.PREGNANCY:
                return _("没有填预产期，怀孕只列到这里")
            case CauseKind.DATES:
                return _("标准从这天起有变化")

    def _groups(self, changes: list[Change], name: ChildName) -> Iterator[ChangeGroup]:
        """The changes by what becomes of the benefits; children for whom it is the same share a line."""
        found: dict[tuple[str, str], dict[ChangeLine, list[str]]] = {}
        for change in sorted(changes, key=lambda change: list(_GROUPS).index(_group_of(change))):
            key = _group_of(change)
            words = str(_GROUPS[key]) % {"verb": STANDINGS[change.course.policy_status].verb}
            title = self.narrator.phrases.leaflets[change.course.benefit.key].title
            line = ChangeLine(title, "", self._amount(change), _is_open(change))
            found.setdefault((key, words), {}).setdefault(line, []).append(self._whom(change, name))
        for (key, words), lines in found.items():
            yield ChangeGroup(key, words, tuple(self._for(line, whom) for line, whom in lines.items()))

    def _for(self, line: ChangeLine, whom: list[str]) -> ChangeLine:
        return line._replace(whom=self.narrator.phrases.comma.join(filter(None, whom)))

    def _whom(self, change: Change, name: ChildName) -> str:
        if change.course.benefit.per is Scope.HOUSEHOLD:
            return ""
        child = change.course.child
        return self.narrator.phrases.each_child if child is None else name(child)

    def _amount(self, change: Change) -> str:
        phrases, subject = self.narrator.phrases, change.after
        amounts = subject.candidates if subject.amount is None else (subject.amount,)
        is_told = _group_of(change) in (ChangeKind.OPENS, ChangeKind.CHANGES)
        if not is_told or {each.amount.kind for each in amounts} <= _WITHOUT_FIGURE:
            return ""
        words = phrases.or_else.join(self.narrator.amount(each, change.course.policy_status) for each in amounts)
        return words if subject.status is Status.ELIGIBLE else phrases.if_so % {"amounts": words}


def _group_of(change: Change) -> str:
    """What was met and is not settled any more is known of no longer; it may not have changed at all."""
    was_met = change.before is not None and change.before.status is Status.ELIGIBLE
    return _UNSURE if was_met and change.after.status is Status.UNDETERMINED else change.kind


def _is_open(change: Change) -> bool:
    """Whether it is not settled that they meet it, or did until then. Of what is unsure the group itself says so."""
    subject = change.after if change.kind is not ChangeKind.CLOSES and _group_of(change) != _UNSURE else change.before
    return subject is not None and subject.status is Status.UNDETERMINED


def _as_sentence(group: ChangeGroup, line: ChangeLine) -> str:
    words = {"what": group.name, "title": line.title, "whom": line.whom}
    said = (_("%(what)s：%(title)s（%(whom)s）") if line.whom else _("%(what)s：%(title)s")) % words
    if line.amount:
        said = _("%(said)s，%(amount)s") % {"said": said, "amount": line.amount}
    return _("%(said)s（还需要确认）") % {"said": said} if line.is_open else said


def _in_short(lines: list[str]) -> str:
    if len(lines) == 1:
        return lines[0]
    return ngettext("%(first)s，等%(count)d项", "%(first)s，等%(count)d项", len(lines)) % {
        "first": lines[0],
        "count": len(lines),
    }
