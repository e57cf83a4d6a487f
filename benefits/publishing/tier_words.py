"""A tier in a sentence of plain Chinese, for staff: when it holds, what it gives, and on which days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from benefits import models as rows
from benefits.eligibility.assess import AssessedAmount
from benefits.eligibility.lint import AMOUNT_FIELDS
from benefits.eligibility.rulebook import PolicyStatus
from benefits.models.values import Fact
from benefits.publishing.compile import TierRows, compile_amount, compile_condition
from benefits.publishing.content import Content
from benefits.publishing.wording import in_brackets
from benefits.publishing.words import amount_words, condition_words


@dataclass(frozen=True)
class TierWords:
    """The words of a benefit's tiers. `status` and `parameters` are those of the benefit's policy document.

    What is not filled in right yet is named and said to be so: staff read along while they type.
    """

    facts: Mapping[str, Fact]
    content: Content
    per: str
    status: PolicyStatus = PolicyStatus.CONSULTATION
    parameters: Mapping[str, date | None] = field(default_factory=dict)

    def sentence(self, tier: TierRows) -> str:
        """本市常住居民：是；孩子不超过18个月 → 拟每月给予500元."""
        conditions = _("；").join(map(self._claim, tier.conditions)) or _("不设条件")
        amounts = _("；").join(map(self._gift, tier.amounts)) or _("（还没有标准）")
        return f"{conditions} → {amounts}{in_brackets(tier.tier.period)}"

    def _claim(self, row: rows.Condition) -> str:
        try:
            row.check_against(self.facts, self.per)
        except ValidationError:
            fact = self.facts.get(row.fact)
            return _("%s：（没填好）") % (fact.label if fact else row.fact or _("没选事项"))
        return str(condition_words(self.content, compile_condition(row, self.facts), self.parameters))

    def _gift(self, row: rows.TierAmount) -> str:
        try:
            row.check_against(self.facts)
        except ValidationError:
            return _("（标准没填好）")
        if row.kind not in AMOUNT_FIELDS:
            return _("（标准没填好）")
        amount = amount_words(self.content, AssessedAmount(compile_amount(row), None), self.status)
        return f"{amount}{in_brackets(row.period)}"
