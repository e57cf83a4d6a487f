"""Entries as they are read: what happened, of references that a search found. The number of queries does not grow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db import models
from django.db.models import OuterRef, Prefetch, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from benefits.admin.history.search import CHANGE_SETS, DECIDED, RELEASED, RELEASES, SUBMITTED, Reference
from benefits.admin.history.tracked import PARTS, RECORDS, TRACKED, Model, latest, record_of
from benefits.admin.history.words import Line, Names, lines
from benefits.models import (
    Benefit,
    BenefitNote,
    ChangedRecord,
    ChangeSet,
    Choice,
    Department,
    MeasureDepartment,
    Release,
    Tier,
    known_facts,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that somebody did to one record, or to a part of it.

    `url`: the record's page, while it has one. `history_url`: the history of this record alone.
    """

    at: datetime
    person: str
    kind: str
    kind_name: str
    record: int
    title: str
    key: str
    part: str
    action: str
    reason: str
    note: str
    lines: tuple[Line, ...]
    has_before: bool
    has_after: bool
    url: str
    history_url: str

    @property
    def is_long(self) -> bool:
        """Whether it tells all of a record, which only some will want to read."""
        return self.has_before != self.has_after and len(self.lines) > _SHORT


def entries(references: Iterable[Reference]) -> list[Entry]:
    """The entries of these references, in their order."""
    references = list(references)
    ids: dict[str, set[int]] = defaultdict(set)
    for reference in references:
        ids[reference.source].add(reference.id)
    made = dict(_of_records(ids)) | dict(_of_change_sets(ids)) | dict(_of_releases(ids))
    return [made[reference.source, reference.id] for reference in references]


def record_history(model: Model, pk: Any) -> str:
    """The address of one record's history, that of its parts included; of what keeps none, that of all of its kind."""
    which = {"record": pk} if model in RECORDS else {}
    return f"{reverse('admin:history')}?{urlencode({'kind': model._meta.model_name, **which})}"


def person_name(user: Any) -> str:
    """Who it was, by the account, also when that is disabled; without one a command."""
    if user is None:
        return _("命令行")
    return str(user) if user.is_active else _("%s（已停用）") % user


Place = tuple[str, int]
_SHORT = 4


@dataclass(frozen=True, slots=True)
class _Step:
    """A row of a history, with the one before it."""

    model: Model
    row: models.Model
    before: models.Model | None


def _of_records(ids: dict[str, set[int]]) -> Iterator[tuple[Place, Entry]]:
    steps = [step for name, model in TRACKED.items() if ids[name] for step in _steps(model, ids[name])]
    if not steps:
        return
    tiers = latest(Tier, {step.row.tier_id for step in steps if PARTS.get(step.model) == "tier"})
    names = _names(steps, tiers)
    for step in steps:
        yield (step.model._meta.model_name, step.row.history_id), _entry(step, tiers, names)


def _steps(model: Model, ids: set[int]) -> list[_Step]:
    earlier = model.history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    rows = list(
        model.history.filter(history_id__in=ids)
        .select_related("history_user")
        .annotate(before_id=Subquery(earlier.values("history_id")[:1]))
    )
    before = model.history.in_bulk([row.before_id for row in rows if row.before_id])
    return [_Step(model, row, before.get(row.before_id)) for row in rows]


def _names(steps: list[_Step], tiers: dict[int, models.Model]) -> Names:
    """All names that the steps speak of."""
    ids: dict[Model, set[int]] = defaultdict(set)
    for step in steps:
        ids[record_of(step.model)].add(_record_id(step, tiers))
        for row in filter(None, (step.row, step.before)):
            for column, model in _references(step.model):
                ids[model].add(getattr(row, column))
    records = {model: latest(model, some - {None}) for model, some in ids.items()}
    notes = records.get(BenefitNote, {}).values()
    for model, column in ((Benefit, "benefit_id"), (Department, "department_id")):
        missing = {getattr(note, column) for note in notes} - records.get(model, {}).keys()
        records[model] = records.get(model, {}) | latest(model, missing)
    return Names(known_facts(), dict(Benefit.objects.values_list("key", "title_zh")), records)


def _references(model: Model) -> list[tuple[str, Model]]:
    columns = (column for column in model._meta.concrete_fields if column.name != PARTS.get(model))
    return [(column.attname, column.related_model) for column in columns if isinstance(column, models.ForeignKey)]


def _record_id(step: _Step, tiers: dict[int, models.Model]) -> int:
    """The id of the record that the row is, or belongs to."""
    if step.model not in PARTS:
        return step.row.id
    parent = getattr(step.row, f"{PARTS[step.model]}_id")
    return tiers[parent].benefit_id if PARTS[step.model] == "tier" else parent


_ACTIONS = {"+": lambda: _("新增"), "~": lambda: _("修改"), "-": lambda: _("删除")}


def _entry(step: _Step, tiers: dict[int, models.Model], names: Names) -> Entry:
    model, row = record_of(step.model), step.row
    record = _record_id(step, tiers)
    after = None if row.history_type == "-" else row
    before = row if row.history_type == "-" else step.before if row.history_type == "~" else None
    told = tuple(lines(step.model, before, after, names))
    return Entry(
        at=row.history_date,
        person=person_name(row.history_user),
        kind=model._meta.model_name,
        kind_name=str(model._meta.verbose_name),
        record=record,
        title=names.of(model, record),
        key=names.key(model, record),
        part=_part(step, tiers),
        action=_ACTIONS[row.history_type](),
        reason=row.history_change_reason or "",
        note=_note(step, told),
        lines=told,
        has_before=before is not None,
        has_after=after is not None,
        url=_address(model, record) if names.is_there(model, record) else "",
        history_url=record_history(model, record),
    )


def _note(step: _Step, told: tuple[Line, ...]) -> str:
    if step.row.history_type != "~":
        return ""
    if step.before is None:
        return _("此前的内容没有记录，下面是改后的全部内容。")
    return "" if told else _("保存过，内容没有变化。")


def _part(step: _Step, tiers: dict[int, models.Model]) -> str:
    """Which part of the record it is; nothing where it is the record itself."""
    if step.model is Tier:
        return _("第%s档") % step.row.order
    if step.model is Choice:
        return _("选项“%s”") % step.row.label_zh
    if step.model is MeasureDepartment:
        return str(MeasureDepartment._meta.get_field("department").verbose_name)
    if step.model in PARTS:
        return _("第%(number)s档的%(part)s") % {
            "number": tiers[step.row.tier_id].order,
            "part": step.model._meta.verbose_name,
        }
    return ""


def _address(model: Model, pk: int) -> str:
    if not admin.site.is_registered(model):
        return ""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk])


# What happens to change sets and releases.


def _of_change_sets(ids: dict[str, set[int]]) -> Iterator[tuple[Place, Entry]]:
    change_sets = (
        ChangeSet.objects.defer("content")
        .select_related("submitted_by")
        .prefetch_related(Prefetch("records", ChangedRecord.objects.defer("data", "after")))
    )
    if ids[SUBMITTED]:
        for row in change_sets.filter(pk__in=ids[SUBMITTED]):
            yield (SUBMITTED, row.pk), _submitted(row)
    if ids[DECIDED]:
        for row in ChangeSet.history.filter(history_id__in=ids[DECIDED]).select_related("history_user"):
            yield (DECIDED, row.history_id), _decided(row)


def _submitted(row: ChangeSet) -> Entry:
    records = row.records.all()
    told = [
        (_("说明"), row.note),
        (_("涉及的记录"), _("、").join(record.title for record in records)),
        (_("理由"), _("；").join(_("：").join((record.title, record.reason)) for record in records if record.reason)),
        (_("现在的状态"), row.get_state_display()),
    ]
    return _event(row, CHANGE_SETS, row.submitted_at, row.submitted_by, _("提交"), told)


def _decided(row: Any) -> Entry:
    """What became of the change set: `row` is its history's, as the decision left it."""
    actions = {ChangeSet.State.RETURNED: _("退回"), ChangeSet.State.WITHDRAWN: _("撤回")}
    told = [
        (_("说明"), row.note),
        (_("审核意见"), row.remark),
        (_("由修改人自己批准"), _("是") if row.is_by_one_person else ""),
    ]
    action = actions.get(row.state, _("批准"))
    return _event(row.instance, CHANGE_SETS, row.history_date, row.history_user, action, told)


def _of_releases(ids: dict[str, set[int]]) -> Iterator[tuple[Place, Entry]]:
    if not ids[RELEASED]:
        return
    releases = Release.objects.defer("content").select_related("published_by")
    earlier = Prefetch("rolled_back_to", Release.objects.defer("content"))
    for row in releases.prefetch_related(earlier).filter(pk__in=ids[RELEASED]):
        action = _("发布") if row.rolled_back_to is None else _("回到%s") % row.rolled_back_to
        told = [(_("说明"), row.note), (_("校验值"), row.checksum)]
        yield (RELEASED, row.pk), _event(row, RELEASES, row.published_at, row.published_by, action, told)


def _event(
    row: ChangeSet | Release, kind: str, at: datetime, by: Any, action: str, told: list[tuple[str, str]]
) -> Entry:
    return Entry(
        at=at,
        person=person_name(by),
        kind=kind,
        kind_name=str(row._meta.verbose_name),
        record=row.pk,
        title=str(row) if kind == RELEASES else _("第%s号修改") % row.pk,
        key="",
        part="",
        action=action,
        reason="",
        note="",
        lines=tuple(Line(label, "", words) for label, words in told if words),
        has_before=False,
        has_after=True,
        url=_address(type(row), row.pk),
        history_url="",
    )
