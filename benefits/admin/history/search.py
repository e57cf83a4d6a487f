"""Which entries a search finds: references to them in one union over all histories, newest first."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import NamedTuple, TypeAlias

from django.db import models
from django.db.models import BigIntegerField, CharField, F, Q, QuerySet, TextField, Value, Window
from django.db.models.functions import Cast, Lag
from django.utils import timezone

from benefits.admin.history.tracked import PARTS, RECORDS, TRACKED, Model, of_records, record_of
from benefits.eligibility.facts import DERIVED
from benefits.models import BenefitNote, ChangeSet, Choice, Condition, Question, Release, TierAmount
from benefits.models.changes import DECISIONS

# What happens to a change set and to a release, as kinds of record beside those of TRACKED.
CHANGE_SETS, RELEASES = "changeset", "release"
SUBMITTED, DECIDED, RELEASED = "submitted", "decided", "released"
# In place of a person: changes that no person made in the admin, but a command.
NOBODY = "command"
_FACT_COLUMNS = {Condition: "fact", TierAmount: "of"}
_WHOLE = re.compile(r"[0-9]{1,9}")
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")
_DAY = re.compile(r"([0-9]{4})[-年]([0-9]{1,2})[-月]([0-9]{1,2})日?")
# Whether the column of this name has the text.
Has: TypeAlias = Callable[[str], Q]


class Reference(NamedTuple):
    """Where an entry stands: in a table of TRACKED by name, or one of the events above; its id there; when it was."""

    source: str
    id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for. All of it must fit; what is empty leaves everything."""

    text: str = ""
    person: str = ""
    kind: str = ""
    record: int | None = None
    since: date | None = None
    until: date | None = None

    def references(self) -> QuerySet:
        """The entries found, newest first, as Reference's columns."""
        parts = [*self._histories(), *self._change_sets(), *self._releases()]
        if not parts:
            return Release.objects.none()
        return parts[0].union(*parts[1:], all=True).order_by("-entry_at", "-entry_source", "-entry_id")

    def _histories(self) -> Iterator[QuerySet]:
        for name, model in TRACKED.items():
            if self.kind in ("", record_of(model)._meta.model_name):
                entries = model.history.filter(self._when_and_who("history_date", "history_user"))
                if self.record is not None:
                    entries = entries.filter(of_records(model, [self.record]))
                if self.text:
                    entries = entries.filter(_about(model, self.text))
                yield _columns(entries, name, "history_id", "history_date")

    def _change_sets(self) -> Iterator[QuerySet]:
        if self.kind not in ("", CHANGE_SETS) and self.record is None:
            return
        change_sets = ChangeSet.objects.all()
        if self.record is not None:
            change_sets = change_sets.filter(pk__in=_change_sets_with(self.kind, self.record))
        if self.text:
            titled = ChangeSet.objects.filter(Q(records__title__icontains=self.text) | Q(records__key=self.text))
            remarked = ChangeSet.history.filter(remark__icontains=self.text)
            words = Q(note__icontains=self.text) | Q(pk__in=remarked.values("id")) | Q(pk__in=titled.values("pk"))
            change_sets = change_sets.filter(words)
        submitted = change_sets.filter(self._when_and_who("submitted_at", "submitted_by"))
        yield _columns(submitted, SUBMITTED, "pk", "submitted_at")
        decided = ChangeSet.history.filter(
            self._when_and_who("history_date", "history_user"), state__in=DECISIONS, id__in=change_sets.values("pk")
        )
        yield _columns(decided, DECIDED, "history_id", "history_date")

    def _releases(self) -> Iterator[QuerySet]:
        if self.kind not in ("", RELEASES) or self.record is not None:
            return
        releases = Release.objects.filter(self._when_and_who("published_at", "published_by"))
        if self.text:
            releases = releases.filter(Q(note__icontains=self.text) | Q(checksum=self.text))
        yield _columns(releases, RELEASED, "pk", "published_at")

    def _when_and_who(self, at: str, by: str) -> Q:
        fits = Q()
        if self.since is not None:
            fits &= Q(**{f"{at}__gte": _start_of(self.since)})
        if self.until is not None:
            fits &= Q(**{f"{at}__lt": _start_of(self.until + timedelta(days=1))})
        if self.person == NOBODY:
            fits &= Q(**{f"{by}__isnull": True})
        elif self.person:
            fits &= Q(**{by: self.person})
        return fits


def _columns(entries: QuerySet, source: str, key: str, at: str) -> QuerySet:
    # Cast, since the tables' keys are of two sizes and PostgreSQL joins columns of one type only.
    return (
        entries.order_by()
        .annotate(
            entry_source=Cast(Value(source), CharField(max_length=40)),
            entry_id=Cast(key, BigIntegerField()),
            entry_at=F(at),
        )
        .values_list("entry_source", "entry_id", "entry_at")
    )


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _change_sets_with(kind: str, record: int) -> QuerySet:
    """The change sets that took along a record; benefits' notes have a key of two parts and are left out."""
    model = TRACKED[kind]
    column = "number" if kind == "measure" else "key"
    if column not in {field.name for field in model._meta.fields}:
        return ChangeSet.objects.none().values("pk")
    keys = model.history.filter(id=record).order_by().annotate(as_text=Cast(column, CharField())).values("as_text")
    return ChangeSet.objects.filter(records__kind=kind, records__key__in=keys).values("pk")


# Text: in the name of the record, or in what an entry changes, before or after.


def _about(model: Model, text: str) -> Q:
    return of_records(model, _named(record_of(model), text)) | Q(history_id__in=_changing(model, text))


def _named(model: Model, text: str) -> QuerySet:
    """The ids of the records whose name or key, now or ever, has the text."""
    fits = Q(pk__in=[])
    if model is BenefitNote:
        for column in ("benefit", "department"):
            referred = model._meta.get_field(column).related_model
            fits |= Q(**{f"{column}_id__in": _named(referred, text)})
    for column in RECORDS[model]:
        fits |= Q(**{f"{column}__icontains": text})
    if model._meta.model_name == "measure" and text.isdecimal() and len(text) < 5:
        fits |= Q(number=int(text))
    return model.history.filter(fits).order_by().values_list("id", flat=True)


def _changing(model: Model, text: str) -> QuerySet:
    """The ids of the entries that put the text in, or take it out."""
    columns, finds = {}, Q(pk__in=[])
    for column, has in _searched(model, text):
        now, before = f"now_{column.attname}", f"before_{column.attname}"
        columns[now] = _comparable(column)
        columns[before] = Window(Lag(_comparable(column)), partition_by=[F("id")], order_by=F("history_id").asc())
        is_other = ~Q(**{now: F(before)})
        finds |= has(now) & (Q(history_type="-") | Q(**{f"{before}__isnull": True}) | is_other)
        finds |= has(before) & (Q(**{f"{now}__isnull": True}) | is_other)
    return model.history.order_by().alias(**columns).filter(finds).values("history_id")


def _comparable(column: models.Field) -> F | Cast:
    match column:
        case models.JSONField():
            return Cast(column.attname, TextField())
        case models.ForeignKey():
            return Cast(column.attname, BigIntegerField())
        case _:
            return F(column.attname)


def _searched(model: Model, text: str) -> Iterator[tuple[models.Field, Has]]:
    """The columns in whose words the text may stand, and when it does. They are told as words.py tells them."""
    for column in model._meta.concrete_fields:
        if not column.primary_key and column.name != PARTS.get(model):
            has = _has(model, column, text)
            if has is not None:
                yield column, has


def _has(model: Model, column: models.Field, text: str) -> Has | None:
    match column:
        case models.JSONField():
            # SQLite keeps JSON with its Chinese escaped, PostgreSQL in letters.
            escaped = json.dumps(text)[1:-1]
            return lambda name: Q(**{f"{name}__icontains": text}) | Q(**{f"{name}__icontains": escaped})
        case models.ForeignKey():
            # As a list: beside a window Django makes a subquery a column, and so a single value.
            named = list(_named(column.related_model, text).distinct())
            return lambda name: Q(**{f"{name}__in": named})
        case models.CharField() | models.TextField():
            return _has_words(model, column, text)
        case models.DateField():
            return _is_just(day_of(text))
        case models.DecimalField():
            return _is_just(Decimal(text) if _NUMBER.fullmatch(text) else None)
        case models.IntegerField():
            return _is_just(int(text) if _WHOLE.fullmatch(text) else None)
        case _:
            return None


def _is_just(value: date | Decimal | int | None) -> Has | None:
    return None if value is None else lambda name: Q(**{name: value})


def _has_words(model: Model, column: models.Field, text: str) -> Has:
    labels = dict(column.choices or ())
    if column.name == _FACT_COLUMNS.get(model):
        labels = {key: fact.label for key, fact in DERIVED.items()}
        labels |= dict(Question.objects.filter(label_zh__icontains=text).values_list("key", "label_zh"))
    keys = [key for key, label in labels.items() if text in str(label)]
    if labels:
        return lambda name: Q(**{f"{name}__in": keys}) | Q(**{name: text})
    if model is Condition:
        chosen = list(Choice.objects.filter(label_zh__icontains=text).values_list("key", flat=True)[:20])
        return lambda name: reduce(or_, (Q(**{f"{name}__icontains": part}) for part in [text, *chosen]))
    return lambda name: Q(**{f"{name}__icontains": text})


def day_of(text: str) -> date | None:
    """The day of 2026-11-23 or 2026年11月23日."""
    match = _DAY.fullmatch(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
