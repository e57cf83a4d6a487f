"""Everything that is wrong with a release's content, before residents see it; and what of the rows is overdue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from benefits import models as rows
from benefits.eligibility.lint import Finding, Place, lint
from benefits.eligibility.rulebook import PolicyStatus, Rulebook
from benefits.publishing.content import Content, DocumentContent
from benefits.publishing.places import names_of, place_of
from benefits.publishing.references import broken_references
from benefits.publishing.shapes import misfits
from benefits.publishing.standing import day_words
from benefits.publishing.tone import wording_findings

Json: TypeAlias = dict[str, Any]
DAYS_BETWEEN_CHECKS = 90
DAYS_BEFORE_REVIEW = 30
# What reading JSON that is not a release's may raise.
_UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)


def release_findings(content: Json, on: date) -> list[Finding]:
    """Every finding about a release's content, errors and warnings, each at its place. Raises nothing."""
    try:
        rulebook = Rulebook.from_json(content["rulebook"])
        words = Content.from_json(content["content"])
    except _UNREADABLE as error:
        return [Finding(_("版本"), _("内容读不出来，不能发布：%s。请重新导出，或联系维护人员。") % error)]
    unfit = list(misfits(rulebook, words))
    if unfit:
        return unfit
    return [
        *lint(rulebook, names_of(words)),
        *broken_references(content, rulebook, words),
        *_quotations(rulebook, words),
        *wording_findings(rulebook, words),
        *_documents(rulebook, words, on),
        *_contacts(words),
    ]


def row_findings(on: date) -> list[Finding]:
    """What of the rows must be looked at again, now or within a month, or is nobody's to keep."""
    return [*_reviews(on), *_unkept()]


def _quotations(rulebook: Rulebook, words: Content) -> Iterator[Finding]:
    """Quotations that the measure's text does not have word for word, and benefits that quote nothing."""
    measures = {benefit.key: benefit.measure for benefit in rulebook.benefits}
    quoting = [("benefit", record, measures.get(record.key)) for record in words.benefits.values()]
    quoting += [("commitment", record, record.measure) for record in words.commitments.values()]
    for kind, record, number in quoting:
        measure = words.measures.get(number)
        place = place_of(words, kind, record.key)
        if not record.quotations:
            yield place.warning(_("还没有引用原文。请逐字引用措施里的一句。"), "quotations")
        for quotation in record.quotations:
            if measure is not None and quotation not in measure.text:
                message = _("第%(number)s条措施的全文里没有“%(quotation)s”。请逐字引用原文。")
                yield place.error(message % {"number": number, "quotation": quotation}, "quotations")


def _documents(rulebook: Rulebook, words: Content, on: date) -> Iterator[Finding]:
    """Documents whose dates do not fit their status, or are out of date."""
    for document in rulebook.documents:
        said = words.documents.get(document.key)
        if said is not None:
            place = place_of(words, "policydocument", document.key)
            match document.status:
                case PolicyStatus.CONSULTATION:
                    yield from _draft(said, place, on)
                case PolicyStatus.IN_FORCE:
                    yield from _in_force(said, place, on)
            if document.parameters.get("policy_published_on") != said.published_on:
                yield place.error(_("计算用的公布日和写明的公布日不同。请重新导出这一版。"), "published_on")
            if document.status is not PolicyStatus.CONSULTATION and said.published_on is None:
                yield place.error(_("状态不是“征求意见”，却没有正式公布日。请填上。"), "published_on")


def _draft(document: DocumentContent, place: Place, on: date) -> Iterator[Finding]:
    if document.checked_on is None:
        yield place.warning(_("还没有核对过正式文件是否已经公布。请核对，并填上核对日。"), "checked_on")
    elif document.checked_on < on - timedelta(days=DAYS_BETWEEN_CHECKS):
        message = _("上次核对正式文件是否公布是在%(day)s，已超过%(limit)s天。请再核对一次，并更新核对日。")
        parts = {"day": day_words(document.checked_on), "limit": DAYS_BETWEEN_CHECKS}
        yield place.warning(message % parts, "checked_on")


def _in_force(document: DocumentContent, place: Place, on: date) -> Iterator[Finding]:
    if document.effective_from is None:
        yield place.error(_("状态是“施行中”，却没有施行日。请填上。"), "effective_from")
    elif document.effective_from > on:
        day = day_words(document.effective_from)
        yield place.warning(_("状态是“施行中”，而施行日%s还没有到。请核对状态或日期。") % day, "effective_from")
    if document.expires_on is not None and document.expires_on < on:
        day = day_words(document.expires_on)
        yield place.warning(_("状态是“施行中”，而失效日%s已经过了。请核对状态或日期。") % day, "expires_on")
    if "征求意见" in document.title.zh:
        yield place.error(_("文件正在施行，标题仍写着“征求意见”。请改成正式文件的标题。"), "title_zh")


def _contacts(words: Content) -> Iterator[Finding]:
    for key, department in words.departments.items():
        if not (department.telephone or department.address or department.website):
            message = _("还没有联系方式，页面只能请居民拨打12345。请填电话、地址或网址。")
            yield place_of(words, "department", key).warning(message, "telephone")


def _reviews(on: date) -> Iterator[Finding]:
    for benefit in rows.Benefit.objects.in_catalogue_order():
        place = Place(f"{benefit._meta.verbose_name} {benefit}", "benefit", benefit.key)
        if benefit.review_by is None:
            yield place.warning(_("还没有定下次核对期限。请与原文核对后填上。"), "review_by")
        elif benefit.review_by <= on + timedelta(days=DAYS_BEFORE_REVIEW):
            day = day_words(benefit.review_by)
            late = _("核对期限%s已经过了。请与原文核对，并定下次期限。")
            soon = _("核对期限%s快到了。请与原文核对，并定下次期限。")
            yield place.warning((late if benefit.review_by < on else soon) % day, "review_by")


def _unkept() -> Iterator[Finding]:
    """Commitments that no department keeps. A benefit is kept by the department to enquire at, if by no other."""
    listed = rows.MeasureDepartment.objects.values("measure")
    for commitment in rows.Commitment.objects.filter(owner=None).exclude(measure__in=listed):
        place = Place(f"{commitment._meta.verbose_name} {commitment}", "commitment", commitment.key)
        yield place.warning(_("没有维护单位，措施也没有列责任单位。请选一个维护单位。"), "owner")
