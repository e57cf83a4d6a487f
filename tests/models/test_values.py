"""What staff type as a condition's value, and what it means."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from benefits.eligibility.facts import FactType, Operator, Scope
from benefits.models.values import Fact, ValueFault, parse_value, plain_value, text_of

BOOL = Fact("pregnant", "怀孕", Scope.HOUSEHOLD, FactType.BOOL)
CHOICE = Fact("employment", "就业", Scope.HOUSEHOLD, FactType.CHOICE, {"employee": "单位职工", "flexible": "灵活就业"})
INTEGER = Fact("order", "孩次", Scope.HOUSEHOLD, FactType.INTEGER, {}, Decimal(1), Decimal(10))
AGE = Fact("age_months", "月龄", Scope.CHILD, FactType.INTEGER)
MONEY = Fact("paid", "实缴", Scope.HOUSEHOLD, FactType.MONEY, {}, Decimal(0), Decimal(100))
DATE = Fact("bought_on", "购房日期", Scope.HOUSEHOLD, FactType.DATE)
CHILDREN = Fact("children", "孩子", Scope.HOUSEHOLD, FactType.CHILDREN)


@pytest.mark.parametrize(
    ("fact", "operator", "text", "value"),
    [
        (BOOL, Operator.IS, "true", True),
        (BOOL, Operator.IS, "False", False),
        (BOOL, Operator.IS, "是", True),
        (BOOL, Operator.IS, "否", False),
        (CHOICE, Operator.IS, " employee ", "employee"),
        (CHOICE, Operator.ONE_OF, "employee, flexible", ("employee", "flexible")),
        (CHOICE, Operator.ONE_OF, "employee，flexible、", ("employee", "flexible")),
        (INTEGER, Operator.IS, "１０", 10),
        (INTEGER, Operator.AT_LEAST, "1", 1),
        (INTEGER, Operator.ONE_OF, "1,2", (1, 2)),
        (AGE, Operator.BETWEEN, "19-36", (19, 36)),
        (AGE, Operator.BETWEEN, "19 至 36", (19, 36)),
        (AGE, Operator.BETWEEN, "19～36", (19, 36)),
        (AGE, Operator.BETWEEN, "19 – 19", (19, 19)),
        (MONEY, Operator.AT_MOST, "99.50", Decimal("99.50")),
        (MONEY, Operator.BETWEEN, "0.5-100", (Decimal("0.5"), Decimal(100))),
        (DATE, Operator.ON_OR_AFTER, "2016-01-01", date(2016, 1, 1)),
        (DATE, Operator.BETWEEN, "2016-01-01 至 2016-12-31", (date(2016, 1, 1), date(2016, 12, 31))),
    ],
)
def test_a_value_is_read_as_its_fact_asks(fact, operator, text, value):
    assert parse_value(fact, operator, text) == value


@pytest.mark.parametrize(
    ("fact", "operator", "text", "reason"),
    [
        (BOOL, Operator.IS, "yes", "“yes”不合适。可以填 true（是）或 false（否）。"),
        (BOOL, Operator.IS, "", "请填要比较的值。可以填 true（是）或 false（否）。"),
        (BOOL, Operator.AT_LEAST, "1", "“怀孕”不能用这种比较。"),
        (CHOICE, Operator.IS, "employe", "“employe”不合适。可以填：employee（单位职工）、flexible（灵活就业）。"),
        (CHOICE, Operator.ONE_OF, "employee, employee", "“employee”写了两次。请只写一次。"),
        (CHOICE, Operator.ONE_OF, "，", "“,”不合适。可以填：employee（单位职工）、flexible（灵活就业）。"),
        (INTEGER, Operator.IS, "0", "0 超出范围。请填整数，从 1 到 10。"),
        (INTEGER, Operator.IS, "11", "11 超出范围。请填整数，从 1 到 10。"),
        (INTEGER, Operator.IS, "2.5", "“2.5”不合适。请填整数，从 1 到 10。"),
        (AGE, Operator.AT_MOST, "十八", "“十八”不合适。请填整数。"),
        (AGE, Operator.BETWEEN, "19", "“19”不是一个范围。请填两端，例如 19-36。"),
        (AGE, Operator.BETWEEN, "36-19", "范围的前一个值比后一个大。请把小的写在前面。"),
        (MONEY, Operator.AT_MOST, "1.005", "“1.005”不合适。请填金额，最多两位小数，从 0 到 100。"),
        (DATE, Operator.BEFORE, "2016-02-30", "“2016-02-30”不合适。请填日期，例如 2016-01-01。"),
        (DATE, Operator.BEFORE, "2016年", "“2016年”不合适。请填日期，例如 2016-01-01。"),
        (CHILDREN, Operator.IS, "2", "“孩子”不能用这种比较。"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_what_is_allowed(fact, operator, text, reason):
    with pytest.raises(ValueFault) as fault:
        parse_value(fact, operator, text)
    assert str(fault.value).startswith(reason)


@pytest.mark.parametrize(
    ("fact", "operator", "text", "plain"),
    [
        (BOOL, Operator.IS, "false", False),
        (CHOICE, Operator.ONE_OF, "employee, flexible", ["employee", "flexible"]),
        (AGE, Operator.BETWEEN, "19-36", [19, 36]),
        (DATE, Operator.BETWEEN, "2016-01-01 至 2016-12-31", [date(2016, 1, 1), date(2016, 12, 31)]),
        (DATE, Operator.BEFORE, "2016-01-01", date(2016, 1, 1)),
    ],
)
def test_a_value_goes_from_text_to_data_and_back(fact, operator, text, plain):
    assert plain_value(text, operator) == plain
    assert text_of(plain, operator) == text_of(parse_value(fact, operator, text), operator) == text
