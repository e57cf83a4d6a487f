"""What waits for a member of staff, for the admin's first page: most pressing first, each with the place to go to."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.admin import rights
from benefits.admin.attesting import due_for_review, review_words
from benefits.admin.places import Place, address, kept_places, rows_at
from benefits.admin.remarks import remarks_to
from benefits.admin.submitting import may_submit_record
from benefits.eligibility.lint import Finding
from benefits.models import ChangeSet, Remark
from benefits.publishing.changes import (
    ChangeRefused,
    current_content,
    in_review,
    is_edited_since,
    pending_in,
    returned_to,
)
from benefits.publishing.checks import row_findings
from benefits.publishing.compile import compile_sound
from benefits.publishing.difference import titles_of
from benefits.publishing.editors import MODELS
from benefits.publishing.judging import judged
from benefits.publishing.parts import Change

# Warnings about these fields have a group of their own.
REVIEW, CONTACT, FINAL_TEXT = "review_by", "telephone", "checked_on"
ANSWERS_SHOWN_FOR = timedelta(days=14)
log = logging.getLogger(__name__)


class Item(NamedTuple):
    """One thing that waits: what it is, where to go, and what more there is to say."""

    text: str
    url: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Group:
    """Things of one sort that wait. `link`: where to deal with all of them."""

    name: str
    title: str | Promise
    is_pressing: bool
    items: list[Item]
    link: tuple[str | Promise, str] | None = None

    SHOWN = 5

    @property
    def first(self) -> list[Item]:
        """Those that are shown at once."""
        return self.items[: self.SHOWN]

    @property
    def rest(self) -> list[Item]:
        """Those that are shown when asked for."""
        return self.items[self.SHOWN :]


class Waiting(NamedTuple):
    """Everything that waits for one person, and the sorts of which nobody can say at present."""

    groups: list[Group]
    unknown: list[str | Promise]


class Desk:
    """One person's day, and what is looked up once for everything that may wait."""

    def __init__(self, user: Any, on: date) -> None:
        self.user = user
        self.on = on
        self.sees_all = user.is_publisher or user.is_auditor

    @cached_property
    def working_copy(self) -> tuple[dict[str, Any], list[Finding]]:
        """The rows as a release would have them, and why some benefits are not among them."""
        return compile_sound()

    @cached_property
    def pending(self) -> list[Change]:
        """What differs from the current release; nothing before there is one."""
        try:
            return pending_in(*self.working_copy)
        except ChangeRefused:
            return []

    @cached_property
    def titles(self) -> dict[Place, str]:
        """The names of the records that differ from the current release."""
        return titles_of(current_content(), self.working_copy[0])

    @cached_property
    def findings(self) -> list[Finding]:
        """What the checks say of the records that concern the person."""
        content, unfinished = self.working_copy
        findings = [*unfinished, *judged(content), *row_findings(self.on)]
        own = self.own((finding.kind, finding.key) for finding in findings)
        return [finding for finding in findings if self.sees_all or (finding.kind, finding.key) in own]

    def own(self, places: Iterable[Place]) -> set[Place]:
        """Those of the records that the person's department keeps; of publishers and auditors, all."""
        return set(places) if self.sees_all else kept_places(places, [self.user.department_id])

    def findings_of(self, belongs: Callable[[Finding], bool]) -> list[Item]:
        """The findings of a sort, with the page of the record."""
        findings = [finding for finding in self.findings if belongs(finding)]
        return [
            Item(finding.where, self._urls.get((finding.kind, finding.key), ""), finding.message)
            for finding in findings
        ]

    @cached_property
    def _urls(self) -> dict[Place, str]:
        rows = rows_at((finding.kind, finding.key) for finding in self.findings)
        return {place: address(row) for place, row in rows.items()}


def returned(desk: Desk) -> list[Item]:
    """The person's change sets that a publisher gave back, with the reason."""
    return [Item(str(each), _change_set_url(each), each.remark) for each in returned_to(desk.user, desk.pending)]


def to_review(desk: Desk) -> list[Item]:
    """The change sets that wait for a publisher's decision."""
    edited = ChangeSet.editors.through.objects.filter(changeset=OuterRef("pk"), user=desk.user.pk)
    submitted = ChangeSet.objects.filter(state=ChangeSet.State.SUBMITTED).defer("content")
    return [
        Item(str(each), _change_set_url(each), _("您参与了修改，要由另一位发布人员审核。") if each.is_own else "")
        for each in submitted.annotate(is_own=Exists(edited)).order_by("pk")
    ]


def to_publish(desk: Desk) -> list[Item]:
    """The change sets that are approved and do not reach residents yet."""
    approved = ChangeSet.objects.filter(state=ChangeSet.State.APPROVED).defer("content").order_by("reviewed_at", "pk")
    return [Item(str(each), _change_set_url(each)) for each in approved]


def errors(desk: Desk) -> list[Item]:
    """What forbids submitting or publishing."""
    return desk.findings_of(lambda finding: finding.is_error and finding.kind != "example")


def failing_examples(desk: Desk) -> list[Item]:
    """The examples that the working copy treats otherwise than expected."""
    return desk.findings_of(lambda finding: finding.is_error and finding.kind == "example")


def remarks(desk: Desk) -> list[Item]:
    """What others said of records that the person keeps."""
    return [
        Item(remark.title, _remark_url(remark), _by(remark.author, remark.text)) for remark in remarks_to(desk.user)
    ]


def answers(desk: Desk) -> list[Item]:
    """What was lately made of the person's own remarks."""
    lately = Remark.objects.filter(author=desk.user, dealt_with_at__date__gt=desk.on - ANSWERS_SHOWN_FOR)
    return [
        Item(remark.title, _remark_url(remark), _by(remark.dealt_with_by, remark.answer or _("已处理。")))
        for remark in lately.select_related("dealt_with_by")
    ]


def reviews_due(desk: Desk) -> list[Item]:
    """The benefits that are to be compared with the text again."""
    return [
        Item(str(benefit), reverse("admin:attest", query={"benefit": benefit.pk}), review_words(benefit, desk.on))
        for benefit in due_for_review(desk.user, desk.on)
    ]


def unsubmitted(desk: Desk) -> list[Item]:
    """What is changed and not on its way to residents, or was edited once more since it is."""
    on_their_way = in_review()
    changes = {
        place: change
        for change in desk.pending
        if (place := (change.kind, change.key)) not in on_their_way or is_edited_since(change, on_their_way[place])
    }
    rows = rows_at(changes)
    own = desk.own(rows) | {
        place for place in changes if place not in rows and (desk.sees_all or may_submit_record(desk.user, *place))
    }
    return [
        Item(
            f"{MODELS[kind]._meta.verbose_name} {desk.titles[kind, key]}",
            address(rows[kind, key]) if (kind, key) in rows else "",
        )
        for kind, key in changes
        if (kind, key) in own
    ]


def documents_to_look_for(desk: Desk) -> list[Item]:
    """The drafts of which nobody has looked for long whether the final text is out."""
    return desk.findings_of(lambda finding: finding.field == FINAL_TEXT and not finding.is_error)


def without_contact(desk: Desk) -> list[Item]:
    """The departments that residents cannot reach."""
    return [item._replace(detail="") for item in desk.findings_of(lambda finding: finding.field == CONTACT)]


def warnings(desk: Desk) -> list[Item]:
    """What else the checks would have better, without forbidding it."""
    return desk.findings_of(lambda finding: not finding.is_error and finding.field not in (REVIEW, CONTACT, FINAL_TEXT))


class Source(NamedTuple):
    """A sort of thing that may wait: how it is looked up, of whom, and where all of them are dealt with."""

    title: str | Promise
    look_up: Callable[[Desk], list[Item]]
    of: Callable[[Any], bool]
    is_pressing: bool = False
    link: tuple[str | Promise, str] | None = None


def _sees_reviews(user: Any) -> bool:
    return rights.may_review(user) or user.is_auditor


SOURCES: dict[str, Source] = {
    "returned": Source(gettext_lazy("退回给您的修改"), returned, rights.may_submit, is_pressing=True),
    "to-review": Source(gettext_lazy("等待审核的修改"), to_review, _sees_reviews, is_pressing=True),
    "to-publish": Source(gettext_lazy("已批准、还没有发布的修改"), to_publish, _sees_reviews, is_pressing=True),
    "errors": Source(gettext_lazy("规则有错，改正后才能提交"), errors, rights.may_read, is_pressing=True),
    "failing-examples": Source(
        gettext_lazy("结果与预期不同的示例家庭"), failing_examples, rights.may_read, is_pressing=True
    ),
    "remarks": Source(gettext_lazy("给您的留言"), remarks, rights.may_read),
    "reviews-due": Source(
        gettext_lazy("待核对的待遇"), reviews_due, rights.may_read, link=(gettext_lazy("一起核对"), "admin:attest")
    ),
    "unsubmitted": Source(
        gettext_lazy("改了、还没有提交"),
        unsubmitted,
        rights.may_read,
        link=(gettext_lazy("去提交"), "admin:benefits_changeset_submit"),
    ),
    "documents": Source(gettext_lazy("请查看正式文件是否已经公布"), documents_to_look_for, rights.may_read),
    "contacts": Source(gettext_lazy("没有联系方式的单位"), without_contact, rights.may_read),
    "answers": Source(gettext_lazy("您的留言有了答复"), answers, rights.may_submit),
    "warnings": Source(gettext_lazy("提醒"), warnings, rights.may_read),
}


def what_waits(user: Any, on: date) -> Waiting:
    """Everything that waits for the user on a day, most pressing first; nothing for who has no part in the policy."""
    desk = Desk(user, on)
    waiting = Waiting([], [])
    for name, source in SOURCES.items():
        if not source.of(user):
            continue
        try:
            items = source.look_up(desk)
        except Exception:
            # What cannot be looked up is said, and keeps nobody from the rest of the page.
            log.exception("What waits could not be looked up: %s.", name)
            waiting.unknown.append(source.title)
            continue
        if items:
            waiting.groups.append(Group(name, source.title, source.is_pressing, items, _link(source, user)))
    return waiting


def _link(source: Source, user: Any) -> tuple[str | Promise, str] | None:
    if source.link is None or not rights.may_submit(user):
        return None
    words, name = source.link
    return words, reverse(name)


def _change_set_url(change_set: ChangeSet) -> str:
    return reverse("admin:benefits_changeset_change", args=[change_set.pk])


def _remark_url(remark: Remark) -> str:
    return reverse("admin:benefits_remark_change", args=[remark.pk])


def _by(author: Any, text: str) -> str:
    return _("%(author)s：%(text)s") % {"author": author, "text": text}
