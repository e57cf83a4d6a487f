"""A release's content opened: its rules and its words together, as staff are told of them.

What staff look at may be half done, so a record that names another one which is gone is told by its key.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.eligibility.assess import Status
from benefits.eligibility.facts import CHILDREN
from benefits.eligibility.household import FaultError, typed_answer
from benefits.eligibility.program import AssessedAmount
from benefits.eligibility.rulebook import AmountKind, Basis, Benefit, Condition, Period, Rulebook, Tier
from benefits.models.vocabulary import OPERATORS
from benefits.publishing.content import Content
from benefits.publishing.standing import day_words
from benefits.publishing.words import answer_words, article_prefix, condition_words, fact_words, money_words

Json: TypeAlias = dict[str, Any]

STATUS_NAMES: dict[Status, Promise] = {
    Status.ELIGIBLE: gettext_lazy("可能符合"),
    Status.NOT_ELIGIBLE: gettext_lazy("可能不符合"),
    Status.UNDETERMINED: gettext_lazy("还需要确认"),
}
_OPERATOR_NAMES = dict(OPERATORS)
_FIGURES = {
    AmountKind.ONE_OFF: gettext_lazy("一次性%(yuan)s"),
    AmountKind.MONTHLY: gettext_lazy("每月%(yuan)s"),
    AmountKind.IN_KIND: gettext_lazy("服务、减免或保障，没有现金"),
    AmountKind.AS_REGULATED: gettext_lazy("按规定，没有写明金额"),
}
_CEILINGS = {
    Basis.PAID: gettext_lazy("最高支付%(yuan)s"),
    Basis.ELIGIBLE_COSTS: gettext_lazy("符合规定的费用最高按%(yuan)s计算"),
}


class AnswerLine(NamedTuple):
    """One answer of a household: whose and to what, and the answer."""

    label: str
    answer: str


class Wording:
    """Puts what one release's content says into words, in the active language."""

    def __init__(self, content: Json) -> None:
        """`content` as `compile_release` makes it."""
        self.rulebook = Rulebook.from_json(content["rulebook"])
        self.content = Content.from_json(content["content"])
        self.benefit_of: dict[str, Benefit] = {benefit.key: benefit for benefit in self.rulebook.benefits}

    def benefit(self, key: str) -> str:
        """A benefit's title."""
        return _named(self.content.benefits, key, "title")

    def measure(self, number: int) -> str:
        """A measure as the document writes it: （九）完善托育支持政策."""
        if number not in self.content.measures:
            return str(number)
        return f"{article_prefix(number)}{self.content.measures[number].title}"

    def document(self, key: str) -> str:
        """A policy document's title."""
        return _named(self.content.documents, key, "title")

    def department(self, key: str) -> str:
        """A department's name."""
        return _named(self.content.departments, key, "name")

    def section(self, key: str) -> str:
        """The title of a group of questions."""
        return _named(self.content.sections, key, "title")

    def fact(self, key: str) -> str:
        """The short name of a question or a derived fact."""
        try:
            return str(fact_words(self.content, key))
        except KeyError:
            return key

    def missing(self, key: str) -> str:
        """What is still to answer: 所在地区, 孩子1的出生日期."""
        match key.split("."):
            case [_list, index, fact]:
                return _("%(child)s的%(fact)s") % {"child": child_name(int(index)), "fact": self.fact(fact)}
            case _:
                return self.fact(key)

    def answer(self, key: str, raw: object, on: date) -> str:
        """An answer as JSON has it, in words; as it stands where the question does not take it."""
        try:
            question = self.rulebook.question_of[key]
            return str(answer_words(self.content, key, typed_answer(question, raw, on)))
        except (KeyError, FaultError):
            return str(raw)

    def household(self, data: Json, on: date, only: Collection[str] | None = None) -> tuple[AnswerLine, ...]:
        """A household's answers in the order of asking, then each child's; `only` those to these questions."""
        lines = [AnswerLine(label, words) for label, words in self._answers(data, on, only, "")]
        children = data.get(CHILDREN)
        if not isinstance(children, list):
            return tuple(lines)
        if only is None or CHILDREN in only:
            count = _("%(count)s个") % {"count": len(children)} if children else _("没有孩子")
            lines.append(AnswerLine(self.fact(CHILDREN), count))
        for index, child in enumerate(children):
            answers = child if isinstance(child, Mapping) else {}
            lines += [AnswerLine(label, words) for label, words in self._answers(answers, on, only, child_name(index))]
        return tuple(lines)

    def amount(
        self,
        kind: str,
        yuan: Decimal | str | None = None,
        basis: str | None = None,
        percent: int | None = None,
        of: str | None = None,
    ) -> str:
        """An amount, short: 每月500元. A percentage's `yuan` is what it comes to."""
        figure = {} if yuan is None else {"yuan": money_words(Decimal(yuan))}
        match AmountKind(kind):
            case AmountKind.CEILING:
                return str(_CEILINGS[Basis(basis or Basis.PAID)] % figure)
            case AmountKind.PERCENT:
                share = _("“%(fact)s”的%(percent)s%%") % {"fact": self.fact(of or ""), "percent": percent}
                return _("%(share)s，即%(yuan)s") % {"share": share, **figure} if figure else share
            case known:
                return str(_FIGURES[known]) % figure

    def assessed(self, assessed: AssessedAmount) -> str:
        """An amount as an assessment gives it."""
        amount = assessed.amount
        return self.amount(amount.kind, assessed.yuan, amount.basis, amount.percent, amount.of)

    def tier(self, benefit: Benefit, tier: Tier) -> str:
        """A tier as a sentence: its conditions, what it gives, and its dates."""
        conditions = _("，并且").join(self.condition(benefit, condition) for condition in tier.conditions)
        given = _("；").join(
            self.assessed(AssessedAmount(dated.amount, dated.amount.yuan)) + in_brackets(dated.period)
            for dated in tier.amounts
        )
        amounts = (given or _("还没有标准")) + in_brackets(tier.period)
        if not conditions:
            return _("没有条件，%(amounts)s。") % {"amounts": amounts}
        return _("%(conditions)s的，%(amounts)s。") % {"conditions": conditions, "amounts": amounts}

    def condition(self, benefit: Benefit, condition: Condition) -> str:
        """A condition as a short claim."""
        try:
            return str(condition_words(self.content, condition, self._parameters(benefit)))
        except KeyError:
            value = condition.value if isinstance(condition.value, tuple) else (condition.value,)
            values = _("、").join(map(str, value))
            return f"{self.fact(condition.fact)} {_OPERATOR_NAMES[condition.operator]} {values}"

    def _answers(
        self, data: Mapping[str, Any], on: date, only: Collection[str] | None, whose: str
    ) -> Iterable[tuple[str, str]]:
        place = {key: number for number, key in enumerate(self.rulebook.question_of)}
        for key in sorted(data, key=lambda key: place.get(key, len(place))):
            if key != CHILDREN and data[key] is not None and (only is None or key in only):
                label = f"{whose} · {self.fact(key)}" if whose else self.fact(key)
                yield label, self.answer(key, data[key], on)

    def _parameters(self, benefit: Benefit) -> Mapping[str, date | None]:
        measure = self.rulebook.measure_of.get(benefit.measure)
        document = measure and self.rulebook.document_of.get(measure.document)
        return document.parameters if document else {}


def child_name(index: int) -> str:
    """A child by its place, counted from 0: 孩子1."""
    return _("孩子%(number)s") % {"number": index + 1}


def period_words(period: Period) -> str:
    """The days of a period; "" where it is open at both ends."""
    match period.valid_from, period.valid_until:
        case None, None:
            return ""
        case start, None:
            return _("自%(start)s起") % {"start": day_words(start)}
        case None, end:
            return _("到%(end)s止") % {"end": day_words(end)}
        case start, end:
            return _("%(start)s至%(end)s") % {"start": day_words(start), "end": day_words(end)}


def in_brackets(period: Period) -> str:
    """The same after what it is about: （自2026年1月1日起）."""
    words = period_words(period)
    return _("（%s）") % words if words else ""


def _named(records: Mapping[Any, Any], key: Any, field: str) -> str:
    return str(getattr(records[key], field)) if key in records else str(key)
