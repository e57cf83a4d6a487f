"""What is wrong with a set of rules, before anyone is assessed by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from benefits.eligibility.facts import (
    BIRTH_DATE,
    CHILDREN,
    DERIVED,
    DUE_DATE,
    PARAMETERS,
    FactType,
    Operator,
    Scope,
    Value,
    operators_of,
)
from benefits.eligibility.rulebook import Amount, AmountKind, Benefit, Condition, Period, Rulebook, Tier


class Finding(NamedTuple):
    """What is wrong, where, and how to mend it, in Chinese. Errors forbid publishing, warnings do not.

    `kind` and `key` name the record as releases do ("benefit", "childcare-subsidy"; empty: the rules as a whole),
    `tier` one of its tiers counted from 1, and `field` the field of the record, or of the tier, that is at fault.
    """

    where: str
    message: str
    is_error: bool = True
    kind: str = ""
    key: str = ""
    tier: int | None = None
    field: str = ""


# The fields an amount of each kind has; every other one is empty.
AMOUNT_FIELDS: dict[AmountKind, frozenset[str]] = {
    AmountKind.ONE_OFF: frozenset({"yuan"}),
    AmountKind.MONTHLY: frozenset({"yuan"}),
    AmountKind.CEILING: frozenset({"yuan", "basis"}),
    AmountKind.PERCENT: frozenset({"percent", "of"}),
    AmountKind.IN_KIND: frozenset(),
    AmountKind.AS_REGULATED: frozenset(),
}
_FIELD_NAMES = {"yuan": "金额（元）", "basis": "限额针对", "percent": "百分比", "of": "百分比的基数"}
_VALUE_TYPES: dict[FactType, type] = {
    FactType.BOOL: bool,
    FactType.CHOICE: str,
    FactType.INTEGER: int,
    FactType.MONEY: Decimal,
    FactType.DATE: date,
}


def lint(rulebook: Rulebook) -> list[Finding]:
    """Every finding, in the rulebook's order; nobody may be assessed by a rulebook with errors."""
    return [
        *_duplicates("问题", (question.key for question in rulebook.questions)),
        *_duplicates("待遇", (benefit.key for benefit in rulebook.benefits)),
        *_duplicates("措施", (measure.number for measure in rulebook.measures)),
        *_structure(rulebook),
        *(finding for benefit in rulebook.benefits for finding in _benefit(rulebook, benefit)),
        *_unused(rulebook),
    ]


def condition_faults(rulebook: Rulebook, condition: Condition) -> Iterator[str]:
    """Why a condition cannot be judged, in Chinese; none if it can."""
    kind = rulebook.fact_type(condition.fact)
    if kind is None:
        known = "、".join(sorted({*rulebook.question_of, *DERIVED}))
        yield f"没有叫“{condition.fact}”的问题。可以用的有：{known}。请改正条件，或先在“问题”里新建它。"
    elif condition.fact == DUE_DATE:
        yield "预产期只用于时间表，不能作为条件。"
    elif condition.operator not in operators_of(condition.fact, kind):
        allowed = "、".join(sorted(operators_of(condition.fact, kind))) or "（无）"
        yield f"“{condition.fact}”不能用 {condition.operator} 比较。可以用的有：{allowed}。"
    elif condition.parameter is not None:
        if condition.value is not None:
            yield "条件的值与文件参数只能填一个。"
        if condition.operator is Operator.BETWEEN:
            yield "“介于”要有两个值，不能与文件参数比较。"
        if PARAMETERS.get(condition.parameter) is not kind:
            yield f"文件没有适合“{condition.fact}”的参数“{condition.parameter}”。可以用的有：{'、'.join(PARAMETERS)}。"
    else:
        yield from _value_faults(rulebook, condition, kind)


def amount_faults(amount: Amount) -> Iterator[str]:
    """Which fields an amount lacks or has too many of, and what is out of range, in Chinese."""
    wanted = AMOUNT_FIELDS[amount.kind]
    for field, name in _FIELD_NAMES.items():
        is_given = getattr(amount, field) is not None
        if field in wanted and not is_given:
            yield f"这种标准要填“{name}”。"
        if field not in wanted and is_given:
            yield f"这种标准不填“{name}”。"
    if amount.yuan is not None and amount.yuan <= 0:
        yield "金额应大于0元。"
    if amount.percent is not None and not 0 < amount.percent <= 100:
        yield "百分比应在1到100之间。"


def _duplicates(kind: str, keys: Iterable[Hashable]) -> Iterator[Finding]:
    for key, count in Counter(keys).items():
        if count > 1:
            yield Finding(f"{kind} {key}", f"同一个键用了{count}次。请改成不同的键。")


def _structure(rulebook: Rulebook) -> Iterator[Finding]:
    children = rulebook.question_of.get(CHILDREN)
    if children is None or children.type is not FactType.CHILDREN or children.scope is not Scope.HOUSEHOLD:
        yield Finding("问题", f"要有家庭的“{CHILDREN}”（孩子）这个问题，孩子数量由它算出。")
    birth = rulebook.question_of.get(BIRTH_DATE)
    if birth is None or birth.type is not FactType.DATE or birth.scope is not Scope.CHILD or birth.latest_days != 0:
        yield Finding("问题", f"要有每个孩子的“{BIRTH_DATE}”（出生日期，不晚于当天）这个问题，年龄由它算出。")
    for key in rulebook.question_of:
        if key in DERIVED:
            yield Finding(f"问题 {key}", "这个键已用于由系统算出的事实。请换一个。")
    for measure in rulebook.measures:
        where = f"措施 {measure.number}"
        if measure.document not in rulebook.document_of:
            yield Finding(where, f"没有文件“{measure.document}”。")
        for key in measure.departments:
            if key not in rulebook.department_of:
                yield Finding(where, f"没有责任单位“{key}”。")


def _benefit(rulebook: Rulebook, benefit: Benefit) -> Iterator[Finding]:
    where = f"待遇 {benefit.key}"
    if benefit.measure not in rulebook.measure_of:
        yield Finding(where, f"没有措施“{benefit.measure}”。")
    if benefit.enquire_at not in rulebook.department_of:
        yield Finding(where, f"没有咨询单位“{benefit.enquire_at}”。请选一个责任单位。")
    routing = rulebook.question_of.get(benefit.routing)
    if routing is None or routing.type is not FactType.CHOICE or routing.scope is not Scope.HOUSEHOLD:
        yield Finding(where, f"“{benefit.routing}”不是家庭的选择题，不能用来确定由哪里的政府负责。")
    if not benefit.tiers:
        yield Finding(where, "还没有档。没有条件的待遇也要有一档。")
    for number, tier in enumerate(benefit.tiers, start=1):
        yield from _tier(rulebook, benefit, tier, f"{where} 第{number}档")


def _tier(rulebook: Rulebook, benefit: Benefit, tier: Tier, where: str) -> Iterator[Finding]:
    for number, condition in enumerate(tier.conditions, start=1):
        place = f"{where} 条件{number}"
        for fault in condition_faults(rulebook, condition):
            yield Finding(place, fault)
        if benefit.per is Scope.HOUSEHOLD and _scope(rulebook, condition.fact) is Scope.CHILD:
            yield Finding(place, f"“{condition.fact}”是每个孩子的事实，按家庭计算的待遇不能用它。")
    if not tier.amounts:
        yield Finding(where, "还没有标准。")
    for dated in tier.amounts:
        for fault in amount_faults(dated.amount):
            yield Finding(where, fault)
        yield from _base(rulebook, dated.amount, where)
    yield from _periods([tier.period, *(dated.period for dated in tier.amounts)], where)
    yield from _overlaps([dated.period for dated in tier.amounts], where)


def _scope(rulebook: Rulebook, fact: str) -> Scope | None:
    if fact in rulebook.question_of:
        return rulebook.question_of[fact].scope
    return DERIVED[fact].of if fact in DERIVED else None


def _base(rulebook: Rulebook, amount: Amount, where: str) -> Iterator[Finding]:
    if amount.of is None:
        return
    base = rulebook.question_of.get(amount.of)
    if base is None or base.type is not FactType.MONEY or base.scope is not Scope.HOUSEHOLD:
        yield Finding(where, f"“{amount.of}”不是家庭的金额问题，不能作百分比的基数。")


def _periods(periods: list[Period], where: str) -> Iterator[Finding]:
    for period in periods:
        if period.valid_from is not None and period.valid_until is not None and period.valid_until < period.valid_from:
            yield Finding(where, "结束日期早于开始日期。")


def _overlaps(periods: list[Period], where: str) -> Iterator[Finding]:
    """Two amounts on one day: the tier could not say which of them it gives."""
    for place, one in enumerate(periods):
        for other in periods[place + 1 :]:
            if one.overlaps(other):
                yield Finding(where, "两个标准的有效日期重叠，同一天只能有一个标准。")


def _value_faults(rulebook: Rulebook, condition: Condition, kind: FactType) -> Iterator[str]:
    value = condition.value
    match condition.operator:
        case Operator.ONE_OF:
            if not isinstance(value, tuple) or not value:
                yield "“属于”要有至少一个值。"
                return
            values = value
        case Operator.BETWEEN:
            if not isinstance(value, tuple) or len(value) != 2:
                yield "“介于”要有两个值：从、到。"
                return
            values = value
        case _:
            if value is None or isinstance(value, tuple):
                yield "条件要有一个值，或一个文件参数。"
                return
            values = (value,)
    wrong = [item for item in values if not _fits(rulebook, condition.fact, kind, item)]
    if wrong:
        yield f"“{condition.fact}”没有值 {'、'.join(map(str, wrong))}。{_allowed(rulebook, condition.fact, kind)}"
    elif condition.operator is Operator.BETWEEN and values[0] > values[1]:  # type: ignore[operator]
        yield "“介于”的第一个值不能大于第二个。"


def _fits(rulebook: Rulebook, fact: str, kind: FactType, value: Value) -> bool:
    # True and False are integers to Python, not to a rule.
    if isinstance(value, bool) is not (kind is FactType.BOOL) or not isinstance(value, _VALUE_TYPES[kind]):
        return False
    question = rulebook.question_of.get(fact)
    if question is None:
        least = DERIVED[fact].minimum
        return least is None or value >= least  # type: ignore[operator]
    if kind is FactType.CHOICE:
        return value in question.values
    if isinstance(value, int | Decimal):
        low, high = question.minimum, question.maximum
        return (low is None or value >= low) and (high is None or value <= high)
    return True


def _allowed(rulebook: Rulebook, fact: str, kind: FactType) -> str:
    question = rulebook.question_of.get(fact)
    match kind:
        case FactType.BOOL:
            return "可以用的有：true、false。"
        case FactType.CHOICE if question is not None:
            return f"可以用的有：{'、'.join(question.values)}。"
        case FactType.INTEGER | FactType.MONEY if question is not None:
            return f"应在 {question.minimum} 到 {question.maximum} 之间。"
        case FactType.DATE:
            return "应为日期。"
        case _:
            return "应为不小于0的整数。"


def _unused(rulebook: Rulebook) -> Iterator[Finding]:
    """Questions that could never be asked, because nothing depends on them."""
    used = {CHILDREN, BIRTH_DATE, DUE_DATE}
    for benefit in rulebook.benefits:
        used.add(benefit.routing)
        for tier in benefit.tiers:
            used.update(condition.fact for condition in tier.conditions)
            used.update(dated.amount.of for dated in tier.amounts if dated.amount.of is not None)
    for key in rulebook.question_of:
        if key not in used:
            yield Finding(f"问题 {key}", "没有待遇用到这个问题，它不会被问到。", is_error=False)
