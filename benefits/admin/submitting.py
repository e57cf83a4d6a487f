"""The page on which changes are chosen and submitted: what is pending, whose it is, and what the chosen would do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import QueryDict
from django.utils.functional import cached_property

from benefits.admin import rights
from benefits.admin.places import PlacedFinding, address, placed, rows_at
from benefits.admin.reviewing import Consequence, consequence
from benefits.models import ChangedRecord, ChangeSet
from benefits.publishing.changes import (
    Place,
    content_with,
    current_content,
    effective,
    in_review,
    is_edited_since,
    newest_release,
    pending_in,
    returned_to,
    selected,
)
from benefits.publishing.compile import compile_sound
from benefits.publishing.difference import RecordDifference, difference
from benefits.publishing.editors import MODELS, row_of
from benefits.publishing.parts import Change


class SubmitForm:
    """What was ticked and typed; nothing at first. `refusals`: why a submission was refused."""

    def __init__(self, post: QueryDict | None = None) -> None:
        self._post = post
        self.is_bound = post is not None
        self.note = post.get("note", "")[:300] if post else ""
        self.refusals: Collection[PlacedFinding] = ()

    @cached_property
    def places(self) -> set[Place]:
        """The records that were ticked."""
        values = self._post.getlist("record") if self._post else []
        return {(kind, key) for kind, _, key in (value.partition(":") for value in values)}

    @cached_property
    def reasons(self) -> dict[Place, str]:
        """Why examples change, by record."""
        return {place: self._post.get(f"reason-{place[0]}:{place[1]}", "")[:300] for place in self.places}

    def allowed_places(self, user: Any) -> set[Place]:
        """Of the ticked records those that the user may submit."""
        return {place for place in self.places if may_submit_record(user, *place)}


@dataclass(frozen=True)
class PendingRecord:
    """A record that differs from the current release, as the page lists it."""

    value: str
    difference: RecordDifference
    is_chosen: bool
    needs_reason: bool
    reason: str
    url: str
    in_change_set: int | None
    is_edited_since: bool


@dataclass(frozen=True)
class SubmitPage:
    """Everything on the page. `release` None: there is none yet. `others`: the changes of other departments."""

    form: SubmitForm
    release: int | None
    records: list[PendingRecord]
    others: int
    unfinished: list[PlacedFinding]
    returned: list[ChangeSet]
    consequence: Consequence | None = None

    @property
    def may_choose(self) -> bool:
        """Whether there is a record that is not on its way already."""
        return any(record.in_change_set is None for record in self.records)


def may_submit_record(user: Any, kind: str, key: str) -> bool:
    """Whether the user may change the record, or, where it is gone, could have changed it."""
    row = row_of(kind, key) if kind in MODELS else None
    return row is not None and rights.may_change(user, row)


def submit_page(user: Any, form: SubmitForm) -> SubmitPage:
    """The page for this user, with the consequence of what is chosen if something is."""
    release = newest_release()
    content, unfinished = compile_sound()
    if release is None:
        return SubmitPage(form, release=None, records=[], others=0, unfinished=placed(unfinished), returned=[])
    current = current_content()
    changes = pending_in(content, unfinished)
    own = effective([change for change in changes if may_submit_record(user, change.kind, change.key)])
    on_their_way = in_review()
    differences = {(item.kind, item.key): item for item in difference(current, content_with(own))}
    rows = rows_at(differences)
    chosen = selected(own, form.places) if form.is_bound else []
    return SubmitPage(
        form=form,
        release=release.number,
        records=[_pending(change, differences, form, on_their_way, rows) for change in own],
        others=len(changes) - len(own),
        unfinished=placed(unfinished),
        returned=returned_to(user, changes),
        consequence=consequence(current, content_with(chosen)) if chosen else None,
    )


def _pending(
    change: Change,
    differences: Mapping[Place, RecordDifference],
    form: SubmitForm,
    on_their_way: Mapping[Place, ChangedRecord],
    rows: Mapping[Place, models.Model],
) -> PendingRecord:
    place = (change.kind, change.key)
    submitted, row = on_their_way.get(place), rows.get(place)
    needs_reason = change.kind == "example" and change.before is not None
    return PendingRecord(
        value=f"{change.kind}:{change.key}",
        difference=differences[place],
        is_chosen=place in form.places if form.is_bound else submitted is None,
        needs_reason=needs_reason,
        reason=_reason_kept(row) if needs_reason and not form.is_bound else form.reasons.get(place, ""),
        url=address(row) if row else "",
        in_change_set=submitted and submitted.change_set_id,
        is_edited_since=is_edited_since(change, submitted),
    )


def _reason_kept(row: models.Model | None) -> str:
    """Why the record was last changed, where its page asked for it."""
    last = row.history.first() if row else None
    return (last.history_change_reason or "") if last else ""
