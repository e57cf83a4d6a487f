"""Loading data files into rows: all or nothing, every fault named, and what staff have edited left alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from django.db import models, transaction
from django.utils.translation import gettext as _

from benefits.models import LoadedRecord, because, known_facts
from benefits.publishing.checksum import checksum_of
from benefits.publishing.datafiles import LAYOUT, DataFile, data_files
from benefits.publishing.drafts import Draft, Drafting
from benefits.publishing.fields import Data
from benefits.publishing.records import Kind


class LoadFault(NamedTuple):
    """One thing that is wrong: in which file, at which record, and why."""

    file: str
    record: str
    reason: str

    def __str__(self) -> str:
        return _("：").join(part for part in self if part)


class LoadRefused(Exception):
    """Data files that were not loaded; `faults` names all that is wrong."""

    def __init__(self, faults: list[LoadFault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(slots=True)
class LoadReport:
    """What a load did, by the names of the records. Those `edited` by staff and those `absent` now were left alone."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)


@transaction.atomic
def load(folder: Path, is_update: bool = False) -> LoadReport:
    """Load a folder of data files: into an empty database, or as an update. Raises LoadRefused and changes nothing."""
    if not is_update and any(kind.model._default_manager.exists() for *_rest, kind in LAYOUT):
        raise LoadRefused([LoadFault("", "", _("数据库里已经有记录。要更新没有被编辑过的记录，请加上 --update。"))])
    loading = _Loading()
    for file in data_files(folder):
        if isinstance(file, DataFile):
            loading.load(file)
        else:
            name, fault = file
            loading.faults.append(LoadFault(name, "", str(fault)))
    if loading.faults:
        raise LoadRefused(list(dict.fromkeys(loading.faults)))
    loading.finish()
    return loading.report


class _Loading:
    """One load under way: what was read so far, what is wrong, and what was done."""

    def __init__(self) -> None:
        self.report = LoadReport()
        self.faults: list[LoadFault] = []
        self._file_of: dict[tuple[str, str], str] = {}
        self._places: Counter[str] = Counter()
        self._refused: set[tuple[type[models.Model], str]] = set()
        self._rows: dict[str, dict[str, models.Model]] = {}
        self._marks = {(mark.kind, mark.key): mark.checksum for mark in LoadedRecord.objects.all()}

    def load(self, file: DataFile) -> None:
        """Load the records of one file."""
        # Questions come before the rules in the layout, so that all facts are known by then.
        facts = known_facts()
        for number, record in enumerate(file.records, start=1):
            key = file.kind.key_of(record)
            drafting = Drafting(facts, self._refused)
            reasons = list(self._form_faults(file, record, key)) or self._apply(file.kind, record, key, drafting)
            self.faults += [LoadFault(file.name, key or _("第%s条") % number, reason) for reason in reasons]
            if reasons or drafting.waits_for_refused:
                self._refused.add((file.kind.model, key))

    def finish(self) -> None:
        """Note the rows that an earlier load brought and the files no longer have, and what was loaded now."""
        for *_rest, kind in LAYOUT:
            for name, key in self._marks:
                if name == kind.name and (name, key) not in self._file_of and self._row(kind, key):
                    self.report.absent.append(_label(kind, key))
        LoadedRecord.objects.bulk_create(
            [LoadedRecord(kind=name, key=key, checksum=checksum) for (name, key), checksum in self._marks.items()],
            update_conflicts=True,
            unique_fields=["kind", "key"],
            update_fields=["checksum"],
        )

    def _form_faults(self, file: DataFile, record: Any, key: str) -> Iterator[str]:
        for path, reason in file.kind.faults(record):
            yield _("：").join((path, reason)) if path else reason
        place = (file.kind.name, key)
        if key and place in self._file_of:
            yield _("标识重复，%s 里已经有它。") % self._file_of[place]
        self._file_of.setdefault(place, file.name)

    def _apply(self, kind: Kind, record: Data, key: str, drafting: Drafting) -> list[str]:
        """Write a record whose form is right, unless staff have edited it. Returns what is wrong with it."""
        self._places[kind.name] += 1
        row, mark = self._row(kind, key), self._marks.get((kind.name, key))
        current = None if row is None else kind.data(row)
        draft = drafting.draft(kind, record, row or kind.model(), self._places[kind.name])
        if drafting.faults or drafting.waits_for_refused:
            return drafting.faults
        data = draft.data()
        if current is None and mark is None:
            self._write(kind, key, draft, self.report.created)
        elif current == data:
            self._note(kind, key, data, self.report.unchanged)
        elif current is None or checksum_of(current) != mark:
            self.report.edited.append(_label(kind, key))
        else:
            self._write(kind, key, draft, self.report.updated)
        return []

    def _write(self, kind: Kind, key: str, draft: Draft, done: list[str]) -> None:
        with because(_("载入")):
            draft.save()
        self._note(kind, key, draft.data(), done)

    def _note(self, kind: Kind, key: str, data: Data, done: list[str]) -> None:
        self._marks[kind.name, key] = checksum_of(data)
        done.append(_label(kind, key))

    def _row(self, kind: Kind, key: str) -> models.Model | None:
        if kind.name not in self._rows:
            self._rows[kind.name] = {kind.key_of_row(row): row for row in kind.rows()}
        return self._rows[kind.name].get(key)


def _label(kind: Kind, key: str) -> str:
    return f"{kind.model._meta.verbose_name} {key}"
