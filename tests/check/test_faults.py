"""The engine's faults, said to a resident."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from benefits.check.faults import sentence
from benefits.eligibility.facts import FactType, Question, Scope
from benefits.eligibility.household import FaultError, typed_answer

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("kind", "limits", "value", "said"),
    [
        (FactType.MONEY, {"minimum": 0, "maximum": 1000}, "1000.01", "“它”请填 0 到 1,000 之间的数。"),
        (FactType.MONEY, {"minimum": "0.5", "maximum": 20000}, "0", "“它”请填 0.5 到 20,000 之间的数。"),
        (FactType.MONEY, {}, "1.234", "“它”最多写两位小数，例如 1200.50。"),
        (FactType.MONEY, {}, "很多", "“它”请填金额，例如 1200 或 1,200.50。"),
        (FactType.INTEGER, {}, "3.5", "“它”请填整数，例如 1。"),
        (FactType.DATE, {"latest_days": 0}, "2026-11-24", "“它”不能晚于2026年11月23日，请核对。"),
        (FactType.DATE, {"earliest_days": 0}, "2026-11-22", "“它”不能早于2026年11月23日，请核对。"),
        (FactType.DATE, {}, "2026-02-31", "日历上没有2026年2月31日，请核对“它”。"),
        (FactType.DATE, {}, "昨天", "“它”请写全年月日，例如 2024年2月29日 或 2024-2-29。"),
    ],
)
def test_a_fault_says_which_answer_and_what_to_do(kind, limits, value, said):
    limits = {name: limit if "days" in name else Decimal(limit) for name, limit in limits.items()}
    with pytest.raises(FaultError) as refused:
        typed_answer(Question("it", Scope.HOUSEHOLD, kind, "home", **limits), value, ON)
    assert sentence(refused.value.fault, "它", value) == said
