"""Change sets: from the working copy to residents, by way of a second person.

What differs between the working copy and the current release is pending. An editor submits some of it, as it stands at
that moment; a publisher who edited none of it approves it or gives it back; publishing applies what is approved to the
current release. What nobody submitted never rides along.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from benefits.eligibility.lint import Finding
from benefits.models import ChangedRecord, ChangeSet, Release
from benefits.publishing.compile import compile_sound
from benefits.publishing.difference import titles_of
from benefits.publishing.editors import editors_of
from benefits.publishing.judging import judged
from benefits.publishing.parts import Change, Json, changed, composed, normal
from benefits.publishing.snapshot import one_at_a_time

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

Place = tuple[str, str]


class ChangeRefused(Exception):
    """Something that cannot be done with a change set; `findings` says why, each with its place."""

    def __init__(self, findings: Collection[Finding]) -> None:
        super().__init__("\n".join(_("：").join((finding.where, finding.message)) for finding in findings))
        self.findings = tuple(findings)


def refused(message: str, where: str = "") -> ChangeRefused:
    """The refusal for one reason."""
    return ChangeRefused([Finding(where or _("修改"), message)])


def newest_release() -> Release | None:
    """The release that residents have, from the database itself."""
    return Release.objects.newest_first().first()


def current_content() -> Json:
    """The content of the newest release. Raises ChangeRefused before there is one."""
    release = newest_release()
    if release is None:
        raise refused(_("还没有发布第一版。请先运行 manage.py publish。"))
    return normal(release.content)


def pending_changes() -> list[Change]:
    """What differs between the working copy and the current release, in the release's order.

    Left out is a benefit of which no rules can be made yet: what is half done there keeps nobody else from submitting.
    """
    return pending_in(*compile_sound())


def pending_in(content: Json, findings: Iterable[Finding]) -> list[Change]:
    """The same, of a working copy that is compiled already, and why not all of it could be."""
    unfinished = {("benefit", finding.key) for finding in findings}
    return [change for change in changed(current_content(), content) if (change.kind, change.key) not in unfinished]


def in_review() -> dict[Place, ChangedRecord]:
    """The records that are on their way, as they were submitted, each with its change set."""
    records = ChangedRecord.objects.filter(change_set__in=ChangeSet.objects.open()).select_related("change_set")
    return {(record.kind, record.key): record for record in records}


def is_edited_since(change: Change, submitted: ChangedRecord | None) -> bool:
    """Whether the record on its way is another by now than it was when it was submitted."""
    return submitted is not None and submitted.data != change.after


def selected(changes: Iterable[Change], places: Collection[Place]) -> list[Change]:
    """Those of the changes that are of these records."""
    return [change for change in changes if (change.kind, change.key) in places]


def content_with(changes: Iterable[Change]) -> Json:
    """The current release with these changes applied."""
    return composed(current_content(), changes)


def content_of(change_set: ChangeSet) -> Json:
    """The current release with the change set applied; of an import, what was imported."""
    if change_set.content is not None:
        return normal(change_set.content)
    return content_with(changes_of(change_set))


def changes_of(change_set: ChangeSet) -> list[Change]:
    """The change set's records as `composed` applies them: what stood before is not looked up."""
    return [
        Change(record.kind, record.key, None, record.data, None if record.after is None else tuple(record.after))
        for record in change_set.records.all()
    ]


def submit(
    user: AbstractUser, places: Collection[Place], note: str, reasons: Mapping[Place, str] | None = None
) -> ChangeSet:
    """Send these pending records to review. `reasons`: why an example's expectation changes. Raises ChangeRefused."""
    working_copy = compile_sound()
    with one_at_a_time():
        changes = effective(selected(pending_in(*working_copy), places))
        return _submitted(user, changes, note, reasons or {})


def effective(changes: list[Change]) -> list[Change]:
    """Those of the changes that alter the current release: a move may come to nothing without the moves of others."""
    current = current_content()
    altered = {(change.kind, change.key) for change in changed(current, composed(current, changes))}
    return selected(changes, altered)


def _submitted(user: AbstractUser, changes: list[Change], note: str, reasons: Mapping[Place, str]) -> ChangeSet:
    current = current_content()
    content = composed(current, changes)
    titles = titles_of(current, content)
    faults = list(_submission_faults(changes, titles, note, reasons))
    if faults:
        raise ChangeRefused(faults)
    errors = [finding for finding in judged(content) if finding.is_error]
    if errors:
        raise ChangeRefused(errors)
    change_set = ChangeSet.objects.create(
        note=note.strip(), base=newest_release(), submitted_by=user, submitted_at=timezone.now()
    )
    ChangedRecord.objects.bulk_create(
        ChangedRecord(
            change_set=change_set,
            kind=change.kind,
            key=change.key,
            title=titles[change.kind, change.key][:300],
            data=change.after,
            after=None if change.follows is None else list(change.follows),
            reason=reasons.get((change.kind, change.key), "").strip(),
        )
        for change in changes
    )
    change_set.editors.set({user, *(editor for change in changes for editor in editors_of(change.kind, change.key))})
    return change_set


@one_at_a_time()
def submit_import(user: AbstractUser, content: Json, note: str) -> ChangeSet:
    """Send a whole release to review. Raises ChangeRefused."""
    if not note.strip():
        raise refused(_("请说明为什么导入这一版。"), _("说明"))
    if not changed(current_content(), normal(content)):
        raise refused(_("这份文件与现行版本的内容完全相同，不用导入。"), _("文件"))
    errors = [finding for finding in judged(normal(content)) if finding.is_error]
    if errors:
        raise ChangeRefused(errors)
    change_set = ChangeSet.objects.create(
        note=note.strip(), base=newest_release(), content=content, submitted_by=user, submitted_at=timezone.now()
    )
    change_set.editors.set([user])
    return change_set


@one_at_a_time()
def approve(user: AbstractUser, number: int, remark: str = "", seen: int | None = None) -> ChangeSet:
    """Approve a submitted change set, for the next release. Raises ChangeRefused.

    `seen`: the release against which its difference and effect were read.
    """
    must_have_seen(seen)
    change_set = _in_state(number, ChangeSet.State.SUBMITTED)
    is_own = change_set.editors.filter(pk=user.pk).exists()
    if is_own and not settings.ONE_PERSON_MAY_PUBLISH:
        raise refused(_("您参与了这份修改，要由另一位发布人员审核。"))
    waiting = approved()
    if waiting and (change_set.content is not None or any(other.content is not None for other in waiting)):
        raise refused(_("导入的整版要单独发布。请先发布或退回已批准的其他修改。"))
    errors = [finding for finding in judged(content_of_all([*waiting, change_set])) if finding.is_error]
    if errors:
        raise ChangeRefused(errors)
    change_set.state = ChangeSet.State.APPROVED
    change_set.is_by_one_person = is_own
    return _reviewed(change_set, user, remark)


def must_have_seen(release: int | None) -> None:
    """Refuse, in words, what was read against another release than the newest. None: nothing was read."""
    newest = newest_release()
    if release is not None and newest is not None and newest.number != release:
        message = _("您打开这一页以后，已发布第%s版。请再看一遍与现行版本的不同和影响，然后再按。") % newest.number
        raise refused(message, _("版本"))


@one_at_a_time()
def give_back(user: AbstractUser, number: int, remark: str) -> ChangeSet:
    """Return a change set to its editors, with the reason. Also one that was approved and is not published yet."""
    if not remark.strip():
        raise refused(_("请写明退回的理由，修改人会看到。"), _("审核意见"))
    change_set = _in_state(number, ChangeSet.State.SUBMITTED, ChangeSet.State.APPROVED)
    change_set.state = ChangeSet.State.RETURNED
    return _reviewed(change_set, user, remark)


@one_at_a_time()
def withdraw(user: AbstractUser, number: int) -> ChangeSet:
    """Take a change set back before it is reviewed: whoever submitted it may. Raises ChangeRefused."""
    change_set = _in_state(number, ChangeSet.State.SUBMITTED)
    if change_set.submitted_by_id != user.pk:
        raise refused(_("只有提交人可以撤回。"))
    change_set.state = ChangeSet.State.WITHDRAWN
    return _decided(change_set, user)


def returned_to(user: AbstractUser, pending: Iterable[Change]) -> list[ChangeSet]:
    """The user's change sets that were returned and of which something still waits to be submitted again.

    What a later change set brought waits no more. An import waits while the release that it was to replace is current.
    """
    waiting = {(change.kind, change.key) for change in pending}.difference(in_review())
    last_brought_by = {
        (kind, key): number
        for kind, key, number in ChangedRecord.objects.order_by().values_list("kind", "key").annotate(Max("change_set"))
    }
    current = Release.objects.newest_first().values_list("pk", flat=True).first()
    returned = ChangeSet.objects.filter(state=ChangeSet.State.RETURNED, editors=user).prefetch_related("records")
    return [
        change_set
        for change_set in returned.annotate(is_import=Q(content__isnull=False)).defer("content")
        if (change_set.is_import and change_set.base_id == current)
        or any(
            place in waiting and last_brought_by[place] == change_set.pk
            for place in ((record.kind, record.key) for record in change_set.records.all())
        )
    ]


def approved() -> list[ChangeSet]:
    """What the next release brings, in the order of approval."""
    return list(
        ChangeSet.objects.filter(state=ChangeSet.State.APPROVED)
        .order_by("reviewed_at", "pk")
        .prefetch_related("records")
    )


def content_of_all(change_sets: Iterable[ChangeSet]) -> Json:
    """The current release with all of these applied, one after another; an import stands for itself."""
    change_sets = list(change_sets)
    whole = next((change_set.content for change_set in change_sets if change_set.content is not None), None)
    if whole is not None:
        return normal(whole)
    return content_with(change for change_set in change_sets for change in changes_of(change_set))


def _submission_faults(
    changes: list[Change], titles: Mapping[Place, str], note: str, reasons: Mapping[Place, str]
) -> Iterable[Finding]:
    if not note.strip():
        yield Finding(_("说明"), _("请用一两句话说明改了什么、为什么改。"))
    if not changes:
        yield Finding(_("修改"), _("请至少选一条与当前版本不同的记录。"))
    on_their_way = in_review()
    for change in changes:
        title = titles[change.kind, change.key]
        other = on_their_way.get((change.kind, change.key))
        if other is not None:
            message = _("已经在第%(number)s号修改里等待审核或发布。请等它办结，或先撤回、退回它。") % {
                "number": other.change_set_id
            }
            yield Finding(title, message, kind=change.kind, key=change.key)
        if change.kind == "example" and change.before and not reasons.get((change.kind, change.key), "").strip():
            yield Finding(title, _("改动示例家庭要写明理由。"), kind=change.kind, key=change.key)


def _in_state(number: int, *states: ChangeSet.State) -> ChangeSet:
    change_set = ChangeSet.objects.get(pk=number)
    if change_set.state not in states:
        raise refused(_("这份修改现在是“%(state)s”，不能这样处理。") % {"state": change_set.get_state_display()})
    return change_set


def _reviewed(change_set: ChangeSet, user: AbstractUser, remark: str) -> ChangeSet:
    change_set.reviewed_by = user
    change_set.reviewed_at = timezone.now()
    change_set.remark = remark.strip()
    return _decided(change_set, user)


def _decided(change_set: ChangeSet, user: AbstractUser) -> ChangeSet:
    # The history names who decided, whether by a page or a command.
    change_set._history_user = user
    change_set.save()
    return change_set
