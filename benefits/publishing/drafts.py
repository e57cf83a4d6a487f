"""Data to rows that are not saved yet, with everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from benefits.models import Condition, Question, TierAmount
from benefits.models.values import Fact
from benefits.publishing.fields import Data, Reference
from benefits.publishing.records import Kind, Part


@dataclass(frozen=True, slots=True)
class Draft:
    """A row not saved yet, and the drafts of the rows that will belong to it."""

    kind: Kind
    row: models.Model
    parts: tuple[tuple[Part, tuple[Draft, ...]], ...]

    def data(self) -> Data:
        """The row as data, as it will be once saved."""
        return self.kind.data(self.row, {part.name: [draft.data() for draft in drafts] for part, drafts in self.parts})

    def save(self) -> None:
        """Save the row and what belongs to it. What is there already is changed and not made anew, for its history."""
        is_new = self.row._state.adding
        if is_new or not self._is_stored():
            self.row.save()
        for part, drafts in self.parts:
            former = {} if is_new else part.by_place(getattr(self.row, part.related).all())
            coming = part.by_place(draft.row for draft in drafts)
            for place in former.keys() - coming.keys():
                former[place].delete()
            for place, row in coming.items():
                setattr(row, part.parent, self.row)
                if place in former:
                    row.pk, row._state.adding = former[place].pk, False
            for draft in drafts:
                draft.save()

    def _is_stored(self) -> bool:
        """Whether the database has the row just as it is."""
        columns = [column.attname for column in self.row._meta.concrete_fields]
        stored = type(self.row)._default_manager.filter(pk=self.row.pk).values(*columns).first()
        return stored == {column: getattr(self.row, column) for column in columns}


class Drafting:
    """The drafting of one load: the facts that conditions may speak of, and the records refused so far."""

    def __init__(self, facts: Mapping[str, Fact], refused: set[tuple[type[models.Model], str]]) -> None:
        self._facts = facts
        self._refused = refused
        self.faults: list[str] = []
        self.waits_for_refused = False

    def draft(self, kind: Kind, record: Data, row: models.Model, order: int) -> Draft:
        """The draft of a record on a new or an existing row; `faults` then names all that is wrong."""
        return self._draft(kind, record, row, order, record.get("per"), path="")

    def _draft(self, kind: Kind, record: Data, row: models.Model, order: int, per: str | None, path: str) -> Draft:
        for column, value in kind.columns(record).items():
            setattr(row, column, value)
        for reference in kind.references:
            if reference.name in record:
                self._refer(row, reference, record[reference.name], path)
            else:
                setattr(row, reference.name, None)
        if hasattr(row, "order"):
            row.order = order
        self.faults += self._row_faults(row, per, path)
        return Draft(kind, row, tuple((part, self._parts(part, record, per, path)) for part in kind.parts))

    def _parts(self, part: Part, record: Data, per: str | None, path: str) -> tuple[Draft, ...]:
        return tuple(
            self._draft(part.kind, item, part.kind.model(), number, per, f"{path}{part.name}.{number}.")
            for number, item in enumerate(part.items(record), start=1)
        )

    def _refer(self, row: models.Model, reference: Reference, key: str | int, path: str) -> None:
        referred = reference.model._default_manager.filter(**{reference.by: key}).first()
        if referred is not None:
            setattr(row, reference.name, referred)
        elif (reference.model, str(key)) in self._refused:
            self.waits_for_refused = True
        else:
            name = reference.model._meta.verbose_name
            self.faults.append(
                _("%(path)s：没有叫“%(key)s”的%(name)s。")
                % {"path": f"{path}{reference.name}", "key": key, "name": name}
            )

    def _row_faults(self, row: models.Model, per: str | None, path: str) -> Iterator[str]:
        # What a row belongs to or refers to has been seen to above; the row itself may not be saved yet.
        outside = {field.name for field in row._meta.fields if field.is_relation}
        try:
            if isinstance(row, Condition | TierAmount):
                self._check_rule(row, per, outside)
            else:
                row.full_clean(exclude=outside)
        except ValidationError as error:
            for column, messages in error.message_dict.items():
                place = "" if column == NON_FIELD_ERRORS else re.sub(r"_(zh|en)\Z", r".\1", column)
                where = f"{path}{place}".rstrip(".")
                yield from (_("：").join((where, message)) if where else message for message in messages)

    def _check_rule(self, row: Condition | TierAmount, per: str | None, outside: set[str]) -> None:
        row.clean_fields(exclude=outside)
        fact = row.fact if isinstance(row, Condition) else row.of
        if (Question, fact) in self._refused:
            self.waits_for_refused = True
            return
        match row:
            case Condition():
                row.check_against(self._facts, per)
            case TierAmount():
                row.check_against(self._facts)
        row.validate_constraints(exclude=outside)
