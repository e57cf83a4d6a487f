"""Rows to a release's content: the rulebook that the engine reads, and the words that residents read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from benefits import models as rows
from benefits.eligibility import rulebook as rules
from benefits.eligibility.facts import FactType, Operator, Scope
from benefits.eligibility.facts import Question as AskedQuestion
from benefits.eligibility.lint import Finding
from benefits.models.values import Fact
from benefits.publishing import content as words
from benefits.publishing.content import Text
from benefits.publishing.snapshot import one_view_of_the_rows

Json: TypeAlias = dict[str, Any]
FORMAT = 3


class TierRows(NamedTuple):
    """A tier with the conditions and the amounts that belong to it, saved or not."""

    tier: rows.Tier
    conditions: Sequence[rows.Condition]
    amounts: Sequence[rows.TierAmount]


class NotCompilable(Exception):
    """Rows of which no rulebook can be made; `findings` names each and says why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(f"{finding.where}：{finding.message}" for finding in findings))
        self.findings = findings


def compile_release() -> Json:
    """The content of a release, from the rows as they stand now. Raises NotCompilable."""
    content, findings = compile_sound()
    if findings:
        raise NotCompilable(findings)
    return content


@one_view_of_the_rows()
def compile_sound() -> tuple[Json, list[Finding]]:
    """The rows as they stand now, without the benefits of which no rules can be made; and why not."""
    facts = rows.known_facts()
    benefits = list(
        rows.Benefit.objects.in_catalogue_order()
        .select_related("measure", "enquire_at", "routing")
        .prefetch_related("tiers__conditions", "tiers__amounts")
    )
    findings = [finding for benefit in benefits for finding in _faults(benefit, facts)]
    faulty = {finding.key for finding in findings}
    sound = [benefit for benefit in benefits if benefit.key not in faulty]
    content = {
        "format": FORMAT,
        "rulebook": _rulebook(_benefit(row, map(tier_rows, row.tiers.all()), facts) for row in sound).to_json(),
        "content": compile_content(sound).to_json(),
        "examples": [row.data() for row in rows.Example.objects.select_related("measure")],
    }
    return content, findings


def compile_draft(
    benefit: rows.Benefit, tiers: Iterable[TierRows], facts: Mapping[str, Fact], content: words.Content
) -> Json:
    """The content of a release with only this benefit, not saved yet, among all that it may name.

    Its rows make sense (`check_against`), and `content` is that of the rows as they stand.
    """
    own = {benefit.key: _benefit_content(benefit)}
    return {
        "format": FORMAT,
        "rulebook": _rulebook([_benefit(benefit, tiers, facts)]).to_json(),
        "content": replace(content, benefits=own, commitments={}, notes={}).to_json(),
        "examples": [],
    }


def tier_rows(row: rows.Tier) -> TierRows:
    """A saved tier with what belongs to it."""
    return TierRows(row, row.conditions.all(), row.amounts.all())


def _rulebook(benefits: Iterable[rules.Benefit]) -> rules.Rulebook:
    return rules.Rulebook(
        release=0,
        documents=tuple(_document(row) for row in rows.PolicyDocument.objects.all()),
        departments=tuple(_department(row) for row in rows.Department.objects.all()),
        measures=tuple(_measure(row) for row in _measures_with_departments()),
        questions=tuple(_question(row) for row in _questions()),
        benefits=tuple(benefits),
    )


def compile_content(benefits: Iterable[rows.Benefit] | None = None) -> words.Content:
    """The words as they stand now, of these benefits or of all."""
    if benefits is None:
        benefits = rows.Benefit.objects.in_catalogue_order()
    commitments = rows.Commitment.objects.select_related("measure")
    notes = rows.BenefitNote.objects.select_related("benefit", "department")
    return words.Content(
        documents={row.key: _document_content(row) for row in rows.PolicyDocument.objects.all()},
        departments={row.key: _department_content(row) for row in rows.Department.objects.all()},
        measures={row.number: _measure_content(row) for row in rows.Measure.objects.all()},
        sections={row.key: words.SectionContent(row.key, _text(row, "title")) for row in rows.Section.objects.all()},
        questions={row.key: _question_content(row) for row in _questions()},
        terms={row.key: _term_content(row) for row in rows.Term.objects.all()},
        benefits={row.key: _benefit_content(row) for row in benefits},
        commitments={row.key: _commitment_content(row) for row in commitments},
        notes={row.key: _note_content(row) for row in notes},
    )


def _questions() -> models.QuerySet[rows.Question]:
    return rows.Question.objects.select_related("section").prefetch_related("choices")


def _measures_with_departments() -> models.QuerySet[rows.Measure]:
    listed = rows.MeasureDepartment.objects.select_related("department")
    return rows.Measure.objects.select_related("document").prefetch_related(
        models.Prefetch("listed_departments", queryset=listed)
    )


def _faults(benefit: rows.Benefit, facts: Mapping[str, Fact]) -> Iterator[Finding]:
    """What the admin would refuse today, because a question has changed since the rule was written."""
    for number, tier in enumerate(benefit.tiers.all(), start=1):
        for row in (*tier.conditions.all(), *tier.amounts.all()):
            try:
                _check(row, benefit, facts)
            except ValidationError as fault:
                where = _("待遇 %(key)s 第%(number)s档 %(row)s") % {"key": benefit.key, "number": number, "row": row}
                yield Finding(where, "".join(fault.messages), kind="benefit", key=benefit.key, tier=number)


def _check(row: rows.Condition | rows.TierAmount, benefit: rows.Benefit, facts: Mapping[str, Fact]) -> None:
    match row:
        case rows.Condition():
            row.check_against(facts, benefit.per)
        case rows.TierAmount():
            row.check_against(facts)


def _text(row: models.Model, name: str) -> Text:
    return Text(getattr(row, f"{name}_zh"), getattr(row, f"{name}_en"))


def _document(row: rows.PolicyDocument) -> rules.Document:
    return rules.Document(row.key, rules.PolicyStatus(row.status), {"policy_published_on": row.published_on})


def _department(row: rows.Department) -> rules.Department:
    return rules.Department(row.key, row.name_zh, row.district or None)


def _measure(row: rows.Measure) -> rules.Measure:
    departments = tuple(listed.department.key for listed in row.listed_departments.all())
    return rules.Measure(row.number, row.document.key, departments)


def _question(row: rows.Question) -> AskedQuestion:
    return AskedQuestion(
        key=row.key,
        scope=Scope(row.scope),
        type=FactType(row.type),
        section=row.section.key,
        values=tuple(choice.key for choice in row.choices.all()),
        minimum=row.minimum,
        maximum=row.maximum,
        earliest_days=row.earliest_days,
        latest_days=row.latest_days,
    )


def _benefit(row: rows.Benefit, tiers: Iterable[TierRows], facts: Mapping[str, Fact]) -> rules.Benefit:
    return rules.Benefit(
        key=row.key,
        measure=row.measure.number,
        per=Scope(row.per),
        audience=rules.Audience(row.audience),
        firmness=rules.Firmness(row.firmness),
        enquire_at=row.enquire_at.key,
        routing=row.routing.key,
        tiers=tuple(_tier(tier, facts) for tier in tiers),
    )


def _tier(of: TierRows, facts: Mapping[str, Fact]) -> rules.Tier:
    return rules.Tier(
        conditions=tuple(compile_condition(condition, facts) for condition in of.conditions),
        amounts=tuple(rules.DatedAmount(compile_amount(amount), amount.period) for amount in of.amounts),
        period=of.tier.period,
    )


def compile_condition(row: rows.Condition, facts: Mapping[str, Fact]) -> rules.Condition:
    """The condition as the engine reads it. The row makes sense."""
    return rules.Condition(row.fact, Operator(row.operator), row.typed_value(facts), row.parameter or None)


def compile_amount(row: rows.TierAmount) -> rules.Amount:
    """The amount as the engine reads it. The row makes sense."""
    return rules.Amount(
        kind=rules.AmountKind(row.kind),
        yuan=row.yuan,
        basis=rules.Basis(row.basis) if row.basis else None,
        percent=row.percent,
        of=row.of or None,
    )


def _document_content(row: rows.PolicyDocument) -> words.DocumentContent:
    return words.DocumentContent(
        key=row.key,
        title=_text(row, "title"),
        issuer=_text(row, "issuer"),
        number=row.number,
        citation=row.citation,
        consultation_since=row.consultation_since,
        consultation_until=row.consultation_until,
        published_on=row.published_on,
        effective_from=row.effective_from,
        expires_on=row.expires_on,
        checked_on=row.checked_on,
        preamble=row.preamble,
        closing=row.closing,
    )


def _department_content(row: rows.Department) -> words.DepartmentContent:
    return words.DepartmentContent(
        key=row.key,
        name=_text(row, "name"),
        short_name=_text(row, "short_name"),
        kind=row.kind,
        district=row.district or None,
        telephone=row.telephone,
        address=_text(row, "address"),
        hours=_text(row, "hours"),
        website=row.website,
    )


def _measure_content(row: rows.Measure) -> words.MeasureContent:
    return words.MeasureContent(row.number, _text(row, "part"), _text(row, "title"), row.text, row.text_en)


def _question_content(row: rows.Question) -> words.QuestionContent:
    return words.QuestionContent(
        key=row.key,
        wording=_text(row, "wording"),
        label=_text(row, "label"),
        help=_text(row, "help"),
        why=_text(row, "why"),
        choices={choice.key: _text(choice, "label") for choice in row.choices.all()},
        is_in_reach=row.is_in_reach,
    )


def _term_content(row: rows.Term) -> words.TermContent:
    return words.TermContent(row.key, _text(row, "name"), _text(row, "explanation"))


def _benefit_content(row: rows.Benefit) -> words.BenefitContent:
    return words.BenefitContent(
        key=row.key,
        life_stage=row.life_stage,
        title=_text(row, "title"),
        summary=_text(row, "summary"),
        for_whom=_text(row, "for_whom"),
        papers=_text(row, "papers"),
        how_to_claim=_text(row, "how_to_claim"),
        needs_no_application=row.needs_no_application,
        quotations=row.quoted,
        attested_on=row.attested_on,
    )


def _note_content(row: rows.BenefitNote) -> words.NoteContent:
    return words.NoteContent(row.key, row.benefit.key, row.department.key, _text(row, "text"))


def _commitment_content(row: rows.Commitment) -> words.CommitmentContent:
    return words.CommitmentContent(
        key=row.key,
        measure=row.measure.number,
        title=_text(row, "title"),
        quotations=row.quoted,
        figure=row.figure,
        unit=_text(row, "unit"),
        due_on=row.due_on,
        progress=_text(row, "progress"),
    )
