"""The page on which a change set is reviewed: its difference, its effect, what the checks say, and what may be done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from benefits.admin import rights
from benefits.admin.places import PlacedFinding, placed
from benefits.eligibility.lint import Finding
from benefits.models import ChangeSet
from benefits.publishing.changes import (
    approved,
    changes_of,
    content_of,
    current_content,
    newest_release,
)
from benefits.publishing.difference import RecordDifference, difference
from benefits.publishing.effect import Effect, effect
from benefits.publishing.judging import judged
from benefits.publishing.parts import Json, changed, composed, normal


@dataclass(frozen=True)
class Consequence:
    """What a change would do: in words, by the checks, and to households. `effect` None: the rules have errors."""

    differences: list[RecordDifference]
    errors: list[PlacedFinding]
    warnings: list[PlacedFinding]
    effect: Effect | None


@dataclass(frozen=True)
class ReviewPage:
    """Everything on the page, and which buttons this user has.

    `release`: the current one, against which it is read. `undone_since`: for an import, the one that was current when
    it was submitted, where others have come since, which it would undo; 0 otherwise.
    """

    change_set: ChangeSet
    release: int
    undone_since: int
    editors: list[Any]
    decisions: list[Any]
    differences: list[RecordDifference]
    consequence: Consequence | None
    reasons: list[tuple[str, str]]
    refusals: list[PlacedFinding]
    remark: str
    is_own: bool
    may_approve: bool
    may_give_back: bool
    may_publish: bool
    may_withdraw: bool
    waiting: int


def consequence(before: Json, after: Json, changes: int | None = None) -> Consequence:
    """What happens when `after` takes the place of `before`. Warnings only of the records that differ.

    `changes`: the number of the change set that makes `after`, in which households are then tried.
    """
    findings = judged(after)
    places = {(change.kind, change.key) for change in changed(before, after)}
    errors = [finding for finding in findings if finding.is_error]
    rules_hold = not any(finding.kind != "example" for finding in errors)
    return Consequence(
        differences=difference(before, after),
        errors=placed(errors),
        warnings=placed(
            finding for finding in findings if not finding.is_error and (finding.kind, finding.key) in places
        ),
        effect=effect(before, after, timezone.localdate(), changes) if rules_hold else None,
    )


def review_page(user: Any, change_set: ChangeSet, refusals: Collection[Finding], remark: str) -> ReviewPage:
    """The page for this user. Open change sets are held against the current release, others against their base."""
    is_submitted = change_set.state == ChangeSet.State.SUBMITTED
    is_approved = change_set.state == ChangeSet.State.APPROVED
    records = list(change_set.records.all())
    editors = list(change_set.editors.all())
    is_own = user in editors
    # Looked up first: if another is published meanwhile, the page counts as read against the older one.
    release = newest_release().number
    is_reviewer = rights.may_review(user)
    if is_submitted or is_approved:
        shown = consequence(current_content(), content_of(change_set), change_set.pk)
        differences = shown.differences
    else:
        shown, differences = None, _difference_to_base(change_set)
    is_older = shown is not None and change_set.content is not None and change_set.base.number != release
    return ReviewPage(
        change_set=change_set,
        release=release,
        undone_since=change_set.base.number if is_older else 0,
        editors=editors,
        decisions=list(change_set.decisions),
        differences=differences,
        consequence=shown,
        reasons=[(record.title, record.reason) for record in records if record.reason],
        refusals=placed(refusals),
        remark=remark,
        is_own=is_own,
        may_approve=is_submitted and is_reviewer and (not is_own or settings.ONE_PERSON_MAY_PUBLISH),
        may_give_back=(is_submitted or is_approved) and is_reviewer,
        may_publish=is_approved and is_reviewer,
        may_withdraw=is_submitted and change_set.submitted_by_id == user.pk,
        waiting=len(approved()),
    )


def _difference_to_base(change_set: ChangeSet) -> list[RecordDifference]:
    base = normal(change_set.base.content)
    after = normal(change_set.content) if change_set.content is not None else composed(base, changes_of(change_set))
    return difference(base, after)
