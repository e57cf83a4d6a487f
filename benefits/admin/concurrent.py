"""Two people on one record: the second to save sees what the first has changed, and keeps what they typed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any, NamedTuple

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from benefits.admin.history.entries import person_name
from benefits.models import Choice, Condition, Department, MeasureDepartment, Tier, TierAmount, known_facts
from benefits.publishing import records
from benefits.publishing.compile import TierRows, compile_content, compile_sound
from benefits.publishing.datafiles import LAYOUT
from benefits.publishing.examples import expected_words
from benefits.publishing.fields import Bilingual, Data, Facts, Field, Reference
from benefits.publishing.records import Kind, Part
from benefits.publishing.tier_words import TierWords
from benefits.publishing.wording import Wording

KIND_OF = {kind.model: kind for _pattern, _part, kind in LAYOUT}


class Save(NamedTuple):
    """Who saved the record in the admin, and when."""

    who: str
    at: datetime


class Line(NamedTuple):
    """One thing that was changed, in words."""

    label: str
    before: str
    now: str


@dataclass(frozen=True)
class Conflict:
    """What others made of the record since it was opened."""

    saves: list[Save]
    lines: list[Line]


@dataclass(frozen=True)
class Concurrent:
    """What the page carries so that nobody saves over another unknowing: a token of the record as it was opened."""

    token: str = ""
    conflict: Conflict | None = None


class ConcurrentEdits:
    """For a ModelAdmin: a save is refused once where the record is no longer what the page was made from.

    The refusing page shows what changed and is made from the record as it is now, so a second save goes through.
    """

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> models.Model | None:
        """The record; to be saved, it is held until whoever is saving it has done."""
        row = super().get_object(request, object_id, from_field)
        if row is None or request.method != "POST" or not transaction.get_connection().in_atomic_block:
            return row
        return type(row)._default_manager.select_for_update().filter(pk=row.pk).first()

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        # Here the record is still as the database has it: the form has not written into it yet.
        concurrent = self._concurrent(request, obj) if change else Concurrent()
        base = kwargs.pop("form", self.form)
        form = type(base.__name__, (_ConcurrentForm, base), {"concurrent": concurrent})
        return super().get_form(request, obj, change=change, form=form, **kwargs)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any):
        context["concurrent"] = context["adminform"].form.concurrent
        return super().render_change_form(request, context, *args, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            # Somebody has just saved a record with the same key: judged again, now that it can be seen.
            return super().changeform_view(request, *args, **kwargs)

    def _concurrent(self, request: HttpRequest, row: models.Model | None) -> Concurrent:
        kind = KIND_OF.get(self.model)
        if kind is None or row is None or not self.has_change_permission(request, row):
            return Concurrent()
        posted = request.POST.get("loaded", "")
        if self.keeps_typing(request):
            return Concurrent(posted)
        now, loaded = _data(kind, row), _loaded(posted, row)
        if loaded is None or loaded["data"] == now:
            return Concurrent(_token(row, now))
        conflict = Conflict(_saves_since(row, loaded["at"]), list(_lines(kind, loaded["data"], now)))
        return Concurrent(_token(row, now), conflict)

    def keeps_typing(self, request: HttpRequest) -> bool:
        """Whether the request only goes on typing and saves nothing."""
        return False


class _ConcurrentForm(forms.ModelForm):
    concurrent = Concurrent()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.concurrent.conflict is not None:
            self.add_error(None, _("您打开这一页以后，别人改了这条记录。您的内容还没有保存，请看上面的说明。"))
        return cleaned


def _data(kind: Kind, row: models.Model) -> Data:
    """The record as data, in JSON's own values."""
    models.prefetch_related_objects([row], *_paths(kind))
    return json.loads(json.dumps(kind.data(row), cls=DjangoJSONEncoder))


def _paths(kind: Kind) -> Iterator[str]:
    """What belongs to a record, and what that refers to."""
    for part in kind.parts:
        yield part.related
        yield from (f"{part.related}__{reference.name}" for reference in part.kind.references)
        yield from (f"{part.related}__{path}" for path in _paths(part.kind))


def _token(row: models.Model, data: Data) -> str:
    return signing.dumps({"at": timezone.now().isoformat(), "data": data}, salt=_salt(row), compress=True)


def _loaded(token: str, row: models.Model) -> dict[str, Any] | None:
    """What the token of a page says; None where there is none of this record."""
    try:
        return signing.loads(token, salt=_salt(row))
    except signing.BadSignature:
        return None


def _salt(row: models.Model) -> str:
    return f"loaded {row._meta.model_name} {row.pk}"


def _saves_since(row: models.Model, at: str) -> list[Save]:
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        action_time__gt=datetime.fromisoformat(at),
    ).select_related("user")
    return [Save(person_name(entry.user), entry.action_time) for entry in entries.order_by("action_time")]


def _lines(kind: Kind, before: Data, now: Data) -> Iterator[Line]:
    """What differs, field by field."""
    for field in kind.fields:
        old, new = before.get(field.name), now.get(field.name)
        if old == new:
            continue
        match field:
            case Part():
                yield from _part_lines(field, before, now)
            case Bilingual():
                yield from _language_lines(kind, field, old, new)
            case Facts():
                yield Line(_label(kind, field.name), _facts_words(field, before), _facts_words(field, now))
            case _:
                words = _reference_words if isinstance(field, Reference) else _value_words
                yield Line(_label(kind, field.name), words(kind, field, old), words(kind, field, new))


def _language_lines(kind: Kind, field: Field, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Line]:
    for language in ("zh", "en"):
        if old[language] != new[language]:
            label = _label(kind, f"{field.name}_{language}")
            yield Line(label, old[language] or _nothing(), new[language] or _nothing())


def _part_lines(part: Part, before: Data, now: Data) -> Iterator[Line]:
    say = _PART_WORDS[part.kind.model](before, now)
    name = part.kind.model._meta.verbose_name
    pairs = zip_longest(part.items(before), part.items(now))
    for number, (old, new) in enumerate(pairs, start=1):
        if old != new:
            label = _("%(name)s %(number)s") % {"name": name, "number": number}
            yield Line(label, _nothing() if old is None else say(old), _nothing() if new is None else say(new))


def _nothing() -> str:
    return _("（没有）")


def _label(kind: Kind, column: str) -> str:
    return str(kind.model._meta.get_field(column).verbose_name)


def _value_words(kind: Kind, field: Field, value: Any) -> str:
    match value:
        case None | "" | []:
            return _nothing()
        case bool():
            return _("是") if value else _("否")
        case list():
            return "\n".join(map(str, value))
        case _:
            return str(dict(kind.model._meta.get_field(field.name).flatchoices).get(value, value))


def _facts_words(field: Field, example: Data) -> str:
    """An example's household, or what is expected of it."""
    wording = Wording(compile_sound()[0])
    if field.name == "household":
        answers = wording.household(example["household"], datetime.fromisoformat(example["on"]).date())
        return "\n".join(_("：").join((line.label, line.answer)) for line in answers) or _nothing()
    alone = {"expect": {}, "totals": None} | {field.name: example.get(field.name)}
    return "\n".join(expected_words(wording, alone)) or _nothing()


def _reference_words(kind: Kind, field: Reference, key: Any) -> str:
    if key is None:
        return _nothing()
    return str(field.model._default_manager.filter(**{field.by: key}).first() or key)


def _tier_words(before: Data, now: Data):
    facts, content = known_facts(), compile_content()

    def say(tier: Data) -> str:
        conditions = [Condition(**records.CONDITION.columns(item)) for item in tier["conditions"]]
        amounts = [TierAmount(**_with_days(records.AMOUNT.columns(item))) for item in tier["amounts"]]
        rows = TierRows(Tier(**_with_days(records.TIER.columns(tier))), conditions, amounts)
        return TierWords(facts, content, now["per"]).sentence(rows)

    return say


def _with_days(columns: Data) -> Data:
    days = {"valid_from", "valid_until"}
    return {
        name: datetime.fromisoformat(value).date() if name in days and value else value
        for name, value in columns.items()
    }


def _choice_words(before: Data, now: Data):
    return lambda choice: choice["label"]["zh"]


def _department_words(before: Data, now: Data):
    names = dict(Department.objects.values_list("key", "name_zh"))
    return lambda listed: names.get(listed["department"], listed["department"])


# How the parts of a record are said.
_PART_WORDS = {Tier: _tier_words, Choice: _choice_words, MeasureDepartment: _department_words}
