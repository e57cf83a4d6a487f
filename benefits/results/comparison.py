"""Two assessments side by side: what is gained, lost and changed, why, and the sums before and after.

The two may differ in answers (what if), or in release and day (an old result beside today's). Compared is what came
out, not how it is worded: a document that comes into force changes every verb and is said once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benefits.eligibility.assess import Assessment, BenefitAssessment, Status, SubjectAssessment
from benefits.eligibility.facts import CHILDREN, DERIVED, Answer, Scope
from benefits.eligibility.household import Household
from benefits.eligibility.program import Reason
from benefits.eligibility.relevance import fact_of
from benefits.eligibility.rulebook import Audience, Benefit
from benefits.publishing.content import Text, said_in_turn
from benefits.publishing.current import PublishedRelease
from benefits.publishing.standing import STANDINGS
from benefits.publishing.words import answer_words, fact_words
from benefits.results.figures import SUMMED, figures
from benefits.results.reasons import Narrator


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: an assessment, and what it was made of."""

    release: PublishedRelease
    assessment: Assessment
    household: Household
    audience: Audience


class Outcome(NamedTuple):
    """What came out, in words. `whom`: the children it is about, "" for the household; `amount`: "" where none."""

    whom: str
    status: str
    amount: str = ""


class Row(NamedTuple):
    """One benefit that came out differently. `key`: the benefit's; `whose`: whose benefit it is, if not the asker's.

    `why`: the conditions whose outcome changed, each a sentence with the answers.
    """

    key: str
    title: str
    whose: str
    before: tuple[Outcome, ...]
    after: tuple[Outcome, ...]
    why: tuple[str, ...]


class SumRow(NamedTuple):
    """The sum of one kind of amount under one policy status, before and after."""

    kind: str | Promise
    standing: Text
    before: str
    after: str


class NewQuestion(NamedTuple):
    """A question that became open: its key, such as children.1.birth_date, and its name with whose it is."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs, in words. `gained` may be met now and was not; `lost` may have been met and is not now.

    `circumstances`: sentences on what changes beside the results: whose government answers, where a document stands.
    """

    gained: tuple[Row, ...]
    lost: tuple[Row, ...]
    changed: tuple[Row, ...]
    circumstances: tuple[str, ...]
    sums: tuple[SumRow, ...]
    questions: tuple[NewQuestion, ...]

    @property
    def groups(self) -> tuple[tuple[str, tuple[Row, ...]], ...]:
        """The rows under their headings, gains first."""
        headed = (
            (_("可能增加"), self.gained),
            (_("可能减少"), self.lost),
            (_("有变化"), self.changed),
        )
        return tuple((heading, rows) for heading, rows in headed if rows)

    @property
    def is_same(self) -> bool:
        """Whether every benefit comes out alike."""
        return not (self.gained or self.lost or self.changed)

    @property
    def summary(self) -> str:
        """The comparison in one sentence."""
        if self.is_same:
            return _("各项结果都没有变化，只有下面这些不同。") if self.circumstances else _("结果没有变化。")
        counts = (
            (self.gained, ngettext("可能增加%(count)s项", "可能增加%(count)s项", len(self.gained))),
            (self.lost, ngettext("可能减少%(count)s项", "可能减少%(count)s项", len(self.lost))),
            (self.changed, ngettext("有%(count)s项变化", "有%(count)s项变化", len(self.changed))),
        )
        parts = [words % {"count": len(rows)} for rows, words in counts if rows]
        return _("%(sentence)s。") % {"sentence": _("，").join(parts)}


def comparison(before: Side, after: Side) -> Comparison:
    """What differs between the two sides, of all that a results page of the later side's audience shows."""
    pair = _Pair(_Told(before), _Told(after))
    rows: dict[str, list[Row]] = {"gained": [], "lost": [], "changed": []}
    for was, now in pair.results():
        if kind := _kind(was, now):
            rows[kind].append(pair.row(was, now, kind))
    return Comparison(
        **{kind: tuple(same) for kind, same in rows.items()},
        circumstances=(*pair.governments(), *pair.standings()),
        sums=tuple(pair.sums()),
        questions=tuple(pair.questions()),
    )


def _kind(was: BenefitAssessment | None, now: BenefitAssessment | None) -> str:
    """gained, lost, changed; "" where it came out alike."""
    may_be_met = [result is not None and result.status is Status.ELIGIBLE for result in (was, now)]
    if may_be_met == [False, True]:
        return "gained"
    if may_be_met == [True, False]:
        return "lost"
    if was is not None and now is not None and _came_out(was) == _came_out(now):
        return ""
    return "changed"


def _came_out(result: BenefitAssessment) -> tuple[object, ...]:
    """Status and amounts of all who are not ruled out: one more child for whom nothing comes of it is no change."""
    open_to = [subject for subject in result.subjects if subject.status is not Status.NOT_ELIGIBLE]
    return (result.status, *map(_fares, open_to))


def _otherwise(result: BenefitAssessment, other: BenefitAssessment | None) -> list[SubjectAssessment]:
    """Who fares otherwise than on the other side; not a child that stands on this side only and is ruled out."""
    there = {subject.child: _fares(subject) for subject in other.subjects} if other is not None else {}
    return [
        subject
        for subject in result.subjects
        if _fares(subject) != there.get(subject.child)
        and (subject.child in there or subject.status is not Status.NOT_ELIGIBLE)
    ]


def _fares(subject: SubjectAssessment) -> tuple[object, ...]:
    return subject.child, subject.status, subject.amount, subject.candidates


class _Told:
    """One side with its words."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.release = side.release
        self.content = side.release.content
        self.narrator = Narrator(side.release, side.household, (), change_url=str)
        self.results = {result.benefit.key: result for result in side.assessment.benefits}

    @property
    def own(self) -> list[BenefitAssessment]:
        """The benefits of whoever asks."""
        return [result for result in self.results.values() if result.benefit.audience is self.side.audience]

    def outcomes(self, result: BenefitAssessment | None, other: BenefitAssessment | None) -> tuple[Outcome, ...]:
        """What came out of a benefit, children alike together, but for those who fare as on the other side.

        None is a benefit that a release does not have.
        """
        if result is None:
            return (Outcome("", _("没有这一项")),)
        if result.benefit.per is Scope.HOUSEHOLD:
            return (Outcome("", *self._words(result, result.subjects[0])),)
        if not result.subjects:
            return (Outcome("", _("没有孩子")),)
        alike: dict[tuple[str, str], list[int | None]] = {}
        for subject in _otherwise(result, other):
            alike.setdefault(self._words(result, subject), []).append(subject.child)
        outcomes = tuple(Outcome(self.narrator.children_name(tuple(same)), *words) for words, same in alike.items())
        return outcomes or (Outcome("", _("没有这个孩子")),)

    def _words(self, result: BenefitAssessment, subject: SubjectAssessment) -> tuple[str, str]:
        return self.narrator.phrases.statuses[subject.status], self.narrator.amounts(result, subject)

    def government(self, result: BenefitAssessment) -> str:
        """The government that answers for a benefit."""
        if self.side.household.answers.get(result.benefit.routing) is None:
            return _("还不清楚")
        departments = self.release.rulebook.department_of
        names = [str(self.content.departments[key].name) for key in result.departments if departments[key].district]
        return _("、").join(names) or _("没有（不在无锡）")

    def condition(self, result: BenefitAssessment, reason: Reason) -> str:
        """A condition of a benefit as a short claim."""
        return self.narrator.phrases.leaflets[result.benefit.key].conditions[reason.condition]

    def answer(self, fact: str, answer: Answer) -> str:
        return str(answer_words(self.content, fact, answer))

    def missing(self) -> set[str]:
        return {key for result in self.own for key in result.missing}

    def label(self, key: str) -> str:
        """The name of a question, with the child before it."""
        label = str(self.content.questions[fact_of(key)].label)
        if not key.startswith(f"{CHILDREN}."):
            return label
        return _("%(child)s：%(question)s") % {
            "child": self.narrator.child_name(int(key.split(".")[1])),
            "question": label,
        }


class _Pair:
    """The two sides, and the words about how they differ."""

    def __init__(self, before: _Told, after: _Told) -> None:
        self.before, self.after = before, after

    def results(self) -> Iterator[tuple[BenefitAssessment | None, BenefitAssessment | None]]:
        """Each benefit on both sides, those of the asker first; None where a side's release does not have it."""
        audience = self.after.side.audience
        keys = dict.fromkeys((*self.after.results, *self.before.results))
        pairs = [(self.before.results.get(key), self.after.results.get(key)) for key in keys]
        whose = {Audience.RESIDENT: tuple(Audience)}.get(audience, (audience,))
        for one in whose:
            yield from (pair for pair in pairs if _benefit_of(*pair).audience is one)

    def row(self, was: BenefitAssessment | None, now: BenefitAssessment | None, kind: str) -> Row:
        benefit = _benefit_of(was, now)
        told = self.after if now is not None else self.before
        return Row(
            key=benefit.key,
            title=str(told.content.benefits[benefit.key].title),
            whose="" if benefit.audience is self.after.side.audience else _whose(benefit.audience),
            before=self.before.outcomes(was, now),
            after=self.after.outcomes(now, was),
            why=tuple(self._why(was, now, kind)),
        )

    def governments(self) -> Iterator[str]:
        """Whose government answers, where that changes for what may be met or is open."""
        counts: dict[tuple[str, str, str], int] = {}
        for result in self.after.own:
            was = self.before.results.get(result.benefit.key)
            if was is None or result.status is Status.NOT_ELIGIBLE:
                continue
            names = self.before.government(was), self.after.government(result)
            if names[0] != names[1]:
                of = (self.after.label(result.benefit.routing), *names)
                counts[of] = counts.get(of, 0) + 1
        for (label, before, after), count in counts.items():
            yield ngettext(
                "按“%(label)s”，负责的政府从“%(before)s”变为“%(after)s”，关系到%(count)s项。",
                "按“%(label)s”，负责的政府从“%(before)s”变为“%(after)s”，关系到%(count)s项。",
                count,
            ) % {
                "label": label,
                "before": before,
                "after": after,
                "count": count,
            }

    def standings(self) -> Iterator[str]:
        """Where a document stands, where that changes."""
        before = self.before.release.rulebook.document_of
        for key, document in self.after.release.rulebook.document_of.items():
            if key in before and before[key].status is not document.status:
                yield _("《%(title)s》从“%(before)s”变为“%(after)s”。") % {
                    "title": self.after.content.documents[key].title,
                    "before": STANDINGS[before[key].status].name,
                    "after": STANDINGS[document.status].name,
                }

    def sums(self) -> Iterator[SumRow]:
        """Each kind apart, each policy status apart."""
        before, after = (
            {
                (figure.standing, figure.kind): figure.amount
                for figure in figures(told.narrator, told.own)
                if figure.kind in SUMMED.values()
            }
            for told in (self.before, self.after)
        )
        none = _("没有")
        for standing, kind in dict.fromkeys((*before, *after)):
            of = standing, kind
            yield SumRow(kind, standing, before.get(of, none), after.get(of, none))

    def questions(self) -> Iterator[NewQuestion]:
        """What is missing now and was not."""
        keys = self.after.missing() - self.before.missing()
        for key in sorted(keys, key=self.after.release.rulebook.asking_order):
            yield NewQuestion(key, self.after.label(key))

    def _why(self, was: BenefitAssessment | None, now: BenefitAssessment | None, kind: str) -> Iterator[str]:
        if was is None:
            yield _("这一项是新列出的。")
            return
        if now is None:
            yield _("这一项不再列出。")
            return
        yield from (reasons := [*self._shifts(was, now, kind), *self._bases(was, now)])
        if was.benefit.tiers != now.benefit.tiers:
            yield _("这一项的条件或标准有修改。")
        elif not reasons and self.before.side.assessment.on != self.after.side.assessment.on:
            yield _("日期不同，适用的标准也不同。")

    def _shifts(self, was: BenefitAssessment, now: BenefitAssessment, kind: str) -> Iterator[str]:
        """The conditions whose outcome changed: of what is gained those now met, of what is lost those met before."""
        shifts = [
            (child, old, new)
            for child, before, after in _together(was, now)
            for old, new in _changed_reasons(before, after)
        ]
        telling = [
            (child, old, new)
            for child, old, new in shifts
            if (kind == "gained" and new.outcome) or (kind == "lost" and old.outcome)
        ]
        children: dict[str, list[int | None]] = {}
        for child, old, new in telling or shifts:
            children.setdefault(self._shift(now, old, new), []).extend(self._whom(new, child))
        for words, same in children.items():
            if same:
                whom = self.after.narrator.children_name(tuple(dict.fromkeys(same)))
                yield _("%(child)s：%(words)s") % {"child": whom, "words": words}
            else:
                yield words

    def _whom(self, reason: Reason, child: int | None) -> Iterator[int | None]:
        """The child that a condition is about, if it is about one."""
        if self.after.narrator.phrases.scopes[reason.condition.fact] is Scope.CHILD:
            yield child

    def _shift(self, now: BenefitAssessment, old: Reason, new: Reason) -> str:
        fact = new.condition.fact
        before, after = self.before.answer(fact, old.answer), self.after.answer(fact, new.answer)
        answers = _("“%(fact)s”从“%(before)s”变为“%(after)s”。") % {
            "fact": fact_words(self.after.content, fact),
            "before": before,
            "after": after,
        }
        # What was answered otherwise says itself why; what is computed of the children is nobody's answer.
        if before != after and fact not in DERIVED:
            return answers
        outcome = _("“%(condition)s”变为%(outcome)s。") % {
            "condition": self.after.condition(now, new),
            "outcome": self.after.narrator.phrases.outcomes[new.outcome][1],
        }
        if before == after or isinstance(new.condition.value, bool):
            return outcome
        return said_in_turn((outcome, answers))

    def _bases(self, was: BenefitAssessment, now: BenefitAssessment) -> Iterator[str]:
        """The sum that a percentage is of, where that changed."""
        amounts = [assessed.amount for subject in now.subjects for assessed in subject.candidates]
        for fact in dict.fromkeys(amount.of for amount in amounts if amount.of is not None):
            answers = [told.answer(fact, told.side.household.answers.get(fact)) for told in (self.before, self.after)]
            if answers[0] != answers[1]:
                yield _("“%(fact)s”从%(before)s变为%(after)s。") % {
                    "fact": fact_words(self.after.content, fact),
                    "before": answers[0],
                    "after": answers[1],
                }


def _benefit_of(*sides: BenefitAssessment | None) -> Benefit:
    """The benefit, as the later side that has it knows it."""
    return next(result.benefit for result in reversed(sides) if result is not None)


def _whose(audience: Audience) -> str:
    return {
        Audience.RESIDENT: _("面向居民"),
        Audience.EMPLOYER: _("面向用人单位"),
        Audience.INSTITUTION: _("面向托育机构"),
    }[audience]


def _together(
    was: BenefitAssessment, now: BenefitAssessment
) -> Iterator[tuple[int | None, SubjectAssessment, SubjectAssessment]]:
    """The household, or each child that stands on both sides."""
    before = {subject.child: subject for subject in was.subjects}
    for subject in now.subjects:
        if subject.child in before:
            yield subject.child, before[subject.child], subject


def _changed_reasons(before: SubjectAssessment, after: SubjectAssessment) -> Iterable[tuple[Reason, Reason]]:
    """The conditions whose outcome changed, in the tiers whose own outcome did."""
    old = {tier.tier: tier for tier in before.tiers}
    for tier in after.tiers:
        same = old.get(tier.tier)
        if same is not None and same.outcome is not tier.outcome:
            yield from (
                (was, now)
                for was, now in zip(same.reasons, tier.reasons, strict=True)
                if was.outcome is not now.outcome
            )
