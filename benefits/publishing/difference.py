"""What differs between two releases' contents, record by record, in words: nobody need read data to review a change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple, TypeAlias

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.models.departments import Department
from benefits.models.vocabulary import (
    AUDIENCES,
    FACT_TYPES,
    FIRMNESSES,
    POLICY_STATUSES,
    SCOPES,
    Choices,
    District,
    LifeStage,
)
from benefits.publishing.content import Text
from benefits.publishing.examples import expected_words, is_day
from benefits.publishing.parts import Change, Record, changed, normal, records_of
from benefits.publishing.standing import day_words
from benefits.publishing.wording import Json, Wording
from benefits.publishing.words import NO, YES, article_prefix

Words: TypeAlias = Callable[[Wording, Json], str]
# Longer texts are shown side by side without marks: to mark them would take longer than to read them.
_LONGEST_MARKED = 4_000
_LEAST_IN_COMMON = 0.5


class Piece(NamedTuple):
    """A stretch of text, and whether the other side has something else in its place."""

    text: str
    is_changed: bool


class Side(NamedTuple):
    """What one of the two contents says, piece by piece. `name`: which of them, where both say something."""

    name: str
    is_after: bool
    pieces: tuple[Piece, ...]


class DifferenceLine(NamedTuple):
    """One thing that differs: its name, what it was and what it is. "" on a side that has no such record."""

    label: str
    before: str
    after: str

    @property
    def sides(self) -> tuple[Side, ...]:
        """The one that says something; or both, with what differs between them marked."""
        if not self.before or not self.after:
            return (Side("", bool(self.after), (Piece(self.before or self.after, False),)),)
        return tuple(
            Side(name, is_after, _pieces(self.before, self.after, of_after=is_after))
            for name, is_after in ((_("修改前"), False), (_("修改后"), True))
        )


@dataclass(frozen=True, slots=True)
class RecordDifference:
    """One record that is new, gone or differs: its kind and title in words, and line by line what differs."""

    kind: str
    kind_name: str
    key: str
    title: str
    is_new: bool
    is_gone: bool
    lines: tuple[DifferenceLine, ...]

    @property
    def what(self) -> str:
        """What has become of the record, in a word."""
        return _("新增") if self.is_new else _("取消") if self.is_gone else _("修改")


def difference(old: Json, new: Json) -> list[RecordDifference]:
    """What the new content changes, kind by kind in the new one's order."""
    old, new = normal(old), normal(new)
    before, after = _Side(old), _Side(new)
    return [_record_difference(before, after, change) for change in changed(old, new)]


def titles_of(old: Json, new: Json) -> dict[tuple[str, str], str]:
    """The names of the records that differ, by kind and key."""
    return {(item.kind, item.key): item.title for item in difference(old, new)}


class _Side:
    """One of the two contents: its words, and its records in their order."""

    def __init__(self, content: Json) -> None:
        self.wording = Wording(content)
        self._records = records_of(content)

    def title(self, kind: str, record: Record) -> str:
        """What a record is called."""
        return _TITLES[kind](self.wording, _flat(record))

    def said(self, kind: str, record: Record | None) -> dict[str, str]:
        """All that is said of a record, by the name of what it is; nothing of a record that is not there."""
        if record is None:
            return {}
        data = _flat(record)
        return {field.label(kind): field.words(self.wording, data) for field in _FIELDS[kind]}

    def tiers(self, key: str, record: Record | None) -> list[str]:
        """A benefit's tiers as sentences."""
        if record is None:
            return []
        benefit = self.wording.benefit_of[key]
        return [self.wording.tier(benefit, tier) for tier in benefit.tiers]

    def place(self, kind: str, key: str) -> str:
        """Where a record stands among those of its kind."""
        keys = list(self._records[kind])
        number = keys.index(key)
        if number == 0:
            return _("排在最前")
        return _("排在“%(title)s”之后") % {"title": self.title(kind, self._records[kind][keys[number - 1]])}


def _record_difference(before: _Side, after: _Side, change: Change) -> RecordDifference:
    kind, key = change.kind, change.key
    is_new, is_gone = change.before is None, change.after is None
    if is_new or is_gone:
        title = before.title(kind, change.before) if is_gone else after.title(kind, change.after)
        lines = list(_whole(before, after, change))
    else:
        title = after.title(kind, change.after)
        lines = list(_changes(before, after, change))
    name = str(apps.get_model("benefits", kind)._meta.verbose_name)
    return RecordDifference(kind, name, key, title, is_new, is_gone, tuple(lines))


def _whole(before: _Side, after: _Side, change: Change) -> Iterator[DifferenceLine]:
    """All that is said of a record that only one side has."""
    was, becomes = before.said(change.kind, change.before), after.said(change.kind, change.after)
    for label in was or becomes:
        if was.get(label) or becomes.get(label):
            yield DifferenceLine(label, was.get(label, ""), becomes.get(label, ""))
    if change.kind == "benefit":
        old, new = before.tiers(change.key, change.before), after.tiers(change.key, change.after)
        for number, (was_tier, tier) in enumerate(zip_longest(old, new, fillvalue=""), start=1):
            yield DifferenceLine(_tier_name(number), was_tier, tier)


def _changes(before: _Side, after: _Side, change: Change) -> Iterator[DifferenceLine]:
    """What differs of a record that both sides have."""
    lines: list[DifferenceLine] = []
    if change.kind == "benefit":
        lines += _tier_changes(before.tiers(change.key, change.before), after.tiers(change.key, change.after))
    was, becomes = before.said(change.kind, change.before), after.said(change.kind, change.after)
    lines += [
        DifferenceLine(label, was[label] or _nothing(), becomes[label] or _nothing())
        for label in becomes
        if was[label] != becomes[label]
    ]
    if change.follows is not None:
        places = before.place(change.kind, change.key), after.place(change.kind, change.key)
        lines.append(DifferenceLine(_("次序"), *places))
    # What no words show, such as the key of a choice whose label stays.
    yield from lines or [DifferenceLine(_("内部标识"), _("原来的标识"), _("新的标识，文字没有变"))]


def _tier_changes(before: list[str], after: list[str]) -> Iterator[DifferenceLine]:
    """Tiers that are new, gone or other than they were, and those that have changed places."""
    stretches = [
        (range(was, was_end), range(now, now_end))
        for tag, was, was_end, now, now_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    gone = {before[place]: place for old, _new in stretches for place in old}
    moved = {after[place]: place for _old, new in stretches for place in new if after[place] in gone}
    for sentence, place in moved.items():
        yield DifferenceLine(
            _("次序"), *(_("：").join((_tier_name(at + 1), sentence)) for at in (gone[sentence], place))
        )
    for old, new in stretches:
        left = [place for place in old if before[place] not in moved]
        come = [place for place in new if after[place] not in moved]
        for was, now in zip_longest(left, come):
            yield DifferenceLine(
                _tier_name((was if now is None else now) + 1),
                _("没有这一档") if was is None else before[was],
                _("没有这一档") if now is None else after[now],
            )


def _tier_name(number: int) -> str:
    return _("第%(number)s档") % {"number": number}


def _nothing() -> str:
    return _("（没有填写）")


def _flat(record: Record) -> Json:
    """What rules and words say of one record, together."""
    return {name: value for place in record.values() for name, value in place.items()}


class _Field(NamedTuple):
    """One thing that is said of a record. `column`: that of its model, from which it has its name."""

    column: str
    words: Words
    name: str | Promise = ""

    def label(self, kind: str) -> str:
        """Its name, as staff know it from the record's page."""
        if self.name:
            return str(self.name)
        return str(apps.get_model("benefits", kind)._meta.get_field(self.column).verbose_name)


def _plain(name: str) -> _Field:
    return _Field(name, lambda _side, data: str(data[name]))


def _both(name: str) -> tuple[_Field, _Field]:
    """The same words in Chinese and English."""
    return (
        _Field(f"{name}_zh", lambda _side, data: data[name]["zh"]),
        _Field(f"{name}_en", lambda _side, data: data[name]["en"]),
    )


def _chosen(name: str, choices: Choices) -> _Field:
    labels = dict(choices)
    return _Field(name, lambda _side, data: str(labels.get(data.get(name), data.get(name) or "")))


def _day(name: str) -> _Field:
    return _Field(
        name, lambda _side, data: str(day_words(date.fromisoformat(data[name]))) if is_day(data[name]) else ""
    )


def _flag(name: str) -> _Field:
    return _Field(name, lambda _side, data: str(YES if data[name] else NO))


def _limit(name: str) -> _Field:
    """A number that limits an answer; left out of the rules where there is none."""
    return _Field(name, lambda _side, data: f"{Decimal(data[name]).normalize():f}" if name in data else "")


def _lines(name: str) -> _Field:
    return _Field(name, lambda _side, data: "\n".join(data[name]))


def _choices(language: str, name: Promise) -> _Field:
    return _Field("", lambda _side, data: "\n".join(choice[language] for choice in data["choices"]), name)


def _household(side: Wording, data: Json) -> str:
    if not is_day(data["on"]) or not isinstance(data["household"], dict):
        return str(data["household"])
    answers = side.household(data["household"], date.fromisoformat(data["on"]))
    return "\n".join(_("：").join((line.label, line.answer)) for line in answers)


def _text(name: str) -> Words:
    return lambda _side, data: str(Text(**data[name]))


_FIELDS: dict[str, tuple[_Field, ...]] = {
    "policydocument": (
        *_both("title"),
        *_both("issuer"),
        _plain("number"),
        _chosen("status", POLICY_STATUSES),
        _day("consultation_since"),
        _day("consultation_until"),
        _day("published_on"),
        _day("effective_from"),
        _day("expires_on"),
        _day("checked_on"),
        _plain("citation"),
        _plain("preamble"),
        _plain("closing"),
    ),
    "department": (
        *_both("name"),
        *_both("short_name"),
        _chosen("kind", Department.Kind.choices),
        _chosen("district", District.choices),
        _plain("telephone"),
        *_both("address"),
        *_both("hours"),
        _plain("website"),
    ),
    "measure": (
        _Field("document", lambda side, data: side.document(data["document"])),
        *_both("part"),
        *_both("title"),
        _plain("text"),
        _plain("text_en"),
        _Field("departments", lambda side, data: _("、").join(map(side.department, data["departments"]))),
    ),
    "section": _both("title"),
    "question": (
        _Field("section", lambda side, data: side.section(data["section"])),
        _chosen("scope", SCOPES),
        _chosen("type", FACT_TYPES),
        *_both("wording"),
        *_both("label"),
        *_both("help"),
        *_both("why"),
        _flag("is_in_reach"),
        _choices("zh", gettext_lazy("选项")),
        _choices("en", gettext_lazy("选项（英文）")),
        _limit("minimum"),
        _limit("maximum"),
        _limit("earliest_days"),
        _limit("latest_days"),
    ),
    "term": (*_both("name"), *_both("explanation")),
    "benefit": (
        _Field("measure", lambda side, data: side.measure(data["measure"])),
        *_both("title"),
        *_both("summary"),
        *_both("for_whom"),
        *_both("papers"),
        *_both("how_to_claim"),
        _lines("quotations"),
        _chosen("life_stage", LifeStage.choices),
        _chosen("per", SCOPES),
        _chosen("audience", AUDIENCES),
        _chosen("firmness", FIRMNESSES),
        _Field("enquire_at", lambda side, data: side.department(data["enquire_at"])),
        _Field("routing", lambda side, data: side.fact(data["routing"])),
        _flag("needs_no_application"),
        _day("attested_on"),
    ),
    "benefitnote": _both("text"),
    "commitment": (
        _Field("measure", lambda side, data: side.measure(data["measure"])),
        *_both("title"),
        _lines("quotations"),
        _plain("figure"),
        *_both("unit"),
        _day("due_on"),
        *_both("progress"),
    ),
    "example": (
        _Field("measure", lambda side, data: side.measure(data["measure"])),
        _plain("name"),
        _plain("source"),
        _day("on"),
        _day("policy_published_on"),
        _Field("household", _household),
        _Field("expect", lambda side, data: "\n".join(expected_words(side, data))),
    ),
}
_TITLES: dict[str, Words] = {
    "policydocument": lambda _side, data: f"《{Text(**data['title'])}》",
    "department": _text("name"),
    "measure": lambda _side, data: f"{article_prefix(data['number'])}{Text(**data['title'])}",
    "section": _text("title"),
    "question": _text("label"),
    "term": _text("name"),
    "benefit": _text("title"),
    "benefitnote": lambda side, data: f"{side.benefit(data['benefit'])} – {side.department(data['department'])}",
    "commitment": _text("title"),
    "example": lambda _side, data: data["name"],
}


def _pieces(before: str, after: str, *, of_after: bool) -> tuple[Piece, ...]:
    """One of the two texts with what the other has otherwise marked; unmarked where they have little in common."""
    text = after if of_after else before
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if len(before) + len(after) > _LONGEST_MARKED or matcher.ratio() < _LEAST_IN_COMMON:
        return (Piece(text, False),)
    pieces: list[Piece] = []
    for tag, *places in matcher.get_opcodes():
        start, end = places[2:] if of_after else places[:2]
        # A single character in common between two changes only makes them harder to read.
        is_changed = tag != "equal" or (end - start == 1 and start > 0 and end < len(text))
        if pieces and pieces[-1].is_changed is is_changed:
            pieces[-1] = Piece(pieces[-1].text + text[start:end], is_changed)
        elif start < end:
            pieces.append(Piece(text[start:end], is_changed))
    return tuple(pieces)
