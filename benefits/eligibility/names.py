"""What staff call the records and values that findings speak of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from benefits.eligibility.facts import DERIVED, Operator
from benefits.eligibility.rulebook import Condition

PARAMETER_NAMES = {"policy_published_on": "文件正式公布之日"}
OPERATOR_NAMES = {
    Operator.IS: "是",
    Operator.IS_NOT: "不是",
    Operator.ONE_OF: "是其中之一",
    Operator.AT_LEAST: "不小于",
    Operator.AT_MOST: "不大于",
    Operator.BETWEEN: "在两者之间（含两端）",
    Operator.ON_OR_AFTER: "当日或之后",
    Operator.BEFORE: "早于",
}
_PHRASES = {
    Operator.IS: "{fact}为{value}",
    Operator.IS_NOT: "{fact}不是{value}",
    Operator.ONE_OF: "{fact}为{value}之一",
    Operator.AT_LEAST: "{fact}不小于{value}",
    Operator.AT_MOST: "{fact}不大于{value}",
    Operator.BETWEEN: "{fact}在{value}之间",
    Operator.ON_OR_AFTER: "{fact}在{value}当日或之后",
    Operator.BEFORE: "{fact}早于{value}",
}


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a release's records by key; whatever has none is called by its key."""

    questions: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    benefits: Mapping[str, str] = field(default_factory=dict)

    def fact(self, key: str) -> str:
        """The name of an asked or a derived fact."""
        if key in self.questions:
            return self.questions[key]
        return DERIVED[key].label if key in DERIVED else key

    def benefit(self, key: str) -> str:
        """The title of a benefit."""
        return self.benefits.get(key, key)

    def value(self, fact: str, value: object) -> str:
        """A value of a fact, as staff would say it."""
        match value:
            case bool():
                return "是" if value else "否"
            case str():
                return self.choices.get(fact, {}).get(value, value)
            case date():
                return day_name(value)
            case Decimal():
                return number_name(value)
            case _:
                return str(value)

    def values(self, fact: str, values: Iterable[object], mark: str = "、") -> str:
        """Several values of a fact, in a list."""
        return mark.join(self.value(fact, value) for value in values)

    def condition(self, condition: Condition) -> str:
        """A condition, as staff would say it."""
        fact, value = self.fact(condition.fact), condition.value
        if isinstance(value, bool):
            return f"{fact}：{self.value(condition.fact, value)}"
        if condition.parameter is not None:
            words = PARAMETER_NAMES.get(condition.parameter, condition.parameter)
        else:
            mark = "和" if condition.operator is Operator.BETWEEN else "、"
            words = self.values(condition.fact, value if isinstance(value, tuple) else (value,), mark)
        return _PHRASES[condition.operator].format(fact=fact, value=words)


def day_name(day: date) -> str:
    """A day as staff write it: 2016年1月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def number_name(number: Decimal) -> str:
    """A number without zeros that say nothing: 1, 1234.5."""
    return f"{number.normalize():f}"
