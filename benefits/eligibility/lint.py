"""What is wrong with a set of rules, before anyone is assessed by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from benefits.eligibility.facts import (
    BIRTH_DATE,
    CHILDREN,
    DERIVED,
    DUE_DATE,
    PARAMETERS,
    FactType,
    Operator,
    Question,
    Scope,
    Value,
    operators_of,
)
from benefits.eligibility.names import OPERATOR_NAMES, PARAMETER_NAMES, Names, day_name, number_name
from benefits.eligibility.rulebook import (
    Amount,
    AmountKind,
    Benefit,
    Condition,
    DatedAmount,
    Measure,
    Period,
    Rulebook,
    Tier,
)
from benefits.eligibility.tables import (
    AgesMissing,
    AgesTwice,
    Flaw,
    IdleAmount,
    Impossible,
    Shadowed,
    Undecided,
    Unpaid,
    flaws,
)


class Finding(NamedTuple):
    """What is wrong, where, and how to mend it, in Chinese. Errors forbid publishing, warnings do not.

    `kind` and `key` name the record as releases do ("benefit", "childcare-subsidy"; empty: the rules as a whole),
    `tier` one of its tiers, and `field` the field of the record, or of the tier, that is at fault ("conditions.2").
    Tiers, conditions and amounts are counted from 1.
    """

    where: str
    message: str
    is_error: bool = True
    kind: str = ""
    key: str = ""
    tier: int | None = None
    field: str = ""


class Place(NamedTuple):
    """Where a finding is: in words, and as a record with its tier."""

    where: str
    kind: str
    key: str
    tier: int | None = None

    def error(self, message: str, field: str = "") -> Finding:
        """What forbids publishing."""
        return Finding(self.where, message, True, self.kind, self.key, self.tier, field)

    def warning(self, message: str, field: str = "") -> Finding:
        """What staff should look at."""
        return Finding(self.where, message, False, self.kind, self.key, self.tier, field)

    def in_tier(self, number: int) -> Place:
        """One of the record's tiers, counted from 1."""
        return self._replace(where=f"{self.where} 第{number}档", tier=number)

    def in_condition(self, number: int) -> Place:
        """One of the tier's conditions, counted from 1."""
        return self._replace(where=f"{self.where} 条件{number}")


# The fields an amount of each kind has; every other one is empty.
AMOUNT_FIELDS: dict[AmountKind, frozenset[str]] = {
    AmountKind.ONE_OFF: frozenset({"yuan"}),
    AmountKind.MONTHLY: frozenset({"yuan"}),
    AmountKind.CEILING: frozenset({"yuan", "basis"}),
    AmountKind.PERCENT: frozenset({"percent", "of"}),
    AmountKind.IN_KIND: frozenset(),
    AmountKind.AS_REGULATED: frozenset(),
}
_KIND_NAMES = {
    "question": "问题",
    "benefit": "待遇",
    "measure": "措施",
    "department": "责任单位",
    "policydocument": "政策文件",
}
_FIELD_NAMES = {"yuan": "金额（元）", "basis": "限额针对", "percent": "百分比", "of": "百分比的基数"}
_VALUE_TYPES: dict[FactType, type] = {
    FactType.BOOL: bool,
    FactType.CHOICE: str,
    FactType.INTEGER: int,
    FactType.MONEY: Decimal,
    FactType.DATE: date,
}


_REVERSED = "结束日期早于开始日期。请改正日期。"
_KEYS_ALONE = Names()


def lint(rulebook: Rulebook, names: Names = _KEYS_ALONE) -> list[Finding]:
    """Every finding, in the rulebook's order. A rulebook with errors is not published."""
    return list(_Lint(rulebook, names).findings())


def faults(rulebook: Rulebook, names: Names = _KEYS_ALONE) -> list[Finding]:
    """The errors because of which nobody can be assessed by the rulebook at all."""
    return list(_Lint(rulebook, names).faults())


def condition_faults(rulebook: Rulebook, condition: Condition, names: Names = _KEYS_ALONE) -> Iterator[str]:
    """Why a condition cannot be judged, in Chinese; none if it can."""
    kind, fact = rulebook.fact_type(condition.fact), names.fact(condition.fact)
    if kind is None:
        known = "、".join(names.fact(key) for key in sorted({*rulebook.question_of, *DERIVED}))
        yield f"没有叫“{fact}”的问题。可以用的有：{known}。请改正条件，或先在“问题”里新建它。"
    elif condition.fact == DUE_DATE:
        yield "预产期只用于时间表，不能作为条件。请删去这个条件。"
    elif condition.operator not in operators_of(condition.fact, kind):
        allowed = "、".join(name for key, name in OPERATOR_NAMES.items() if key in operators_of(condition.fact, kind))
        yield f"“{fact}”不能用“{OPERATOR_NAMES[condition.operator]}”比较。可以用的有：{allowed or '（无）'}。"
    elif condition.parameter is not None:
        yield from _parameter_faults(condition, condition.parameter, kind, fact)
    else:
        yield from _value_faults(rulebook, condition, kind, names)


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


class _Lint:
    """The rules and the names by which findings call them."""

    def __init__(self, rulebook: Rulebook, names: Names) -> None:
        self.rulebook = rulebook
        self.names = names

    def faults(self) -> Iterator[Finding]:
        yield from self._of_the_whole()
        for benefit in self.rulebook.benefits:
            yield from self._of_benefit(benefit)

    def findings(self) -> Iterator[Finding]:
        general = list(self._of_the_whole())
        yield from general
        for benefit in self.rulebook.benefits:
            own = list(self._of_benefit(benefit))
            yield from own
            # Only rules that can be assessed can be said to contradict each other.
            if not general and not own:
                yield from self._of_table(benefit)
        yield from self._outside_departments()
        yield from self._unused()

    def _of_the_whole(self) -> Iterator[Finding]:
        rulebook = self.rulebook
        yield from self._duplicates("question", (question.key for question in rulebook.questions))
        yield from self._duplicates("benefit", (benefit.key for benefit in rulebook.benefits))
        yield from self._duplicates("measure", (measure.number for measure in rulebook.measures))
        yield from self._duplicates("department", (department.key for department in rulebook.departments))
        yield from self._duplicates("policydocument", (document.key for document in rulebook.documents))
        yield from self._needed_questions()
        for question in rulebook.questions:
            yield from self._of_question(question)
        for measure in rulebook.measures:
            yield from self._of_measure(measure)

    def _place(self, kind: str, key: Hashable) -> Place:
        name = {"question": self.names.fact, "benefit": self.names.benefit}.get(kind, str)(str(key))
        return Place(f"{_KIND_NAMES[kind]} {name}", kind, str(key))

    def _duplicates(self, kind: str, keys: Iterable[Hashable]) -> Iterator[Finding]:
        for key, count in Counter(keys).items():
            if count > 1:
                yield self._place(kind, key).error(f"同一个键用了{count}次。请改成不同的键。", "key")

    def _needed_questions(self) -> Iterator[Finding]:
        children = self.rulebook.question_of.get(CHILDREN)
        if children is None or children.type is not FactType.CHILDREN or children.scope is not Scope.HOUSEHOLD:
            message = f"要有家庭的“{CHILDREN}”（孩子）这个问题，孩子数量由它算出。"
            yield Finding("问题", message, kind="question", key=CHILDREN)
        birth = self.rulebook.question_of.get(BIRTH_DATE)
        if birth is None or birth.type is not FactType.DATE or birth.scope is not Scope.CHILD or birth.latest_days != 0:
            message = f"要有每个孩子的“{BIRTH_DATE}”（出生日期，不晚于当天）这个问题，年龄由它算出。"
            yield Finding("问题", message, kind="question", key=BIRTH_DATE)

    def _of_question(self, question: Question) -> Iterator[Finding]:
        place = self._place("question", question.key)
        if question.key in DERIVED:
            yield place.error("这个键已用于由系统算出的事实。请换一个。", "key")
        if question.type is FactType.CHOICE and not question.values:
            yield place.error("选择题还没有选项。请至少加一个。", "choices")
        if question.minimum is not None and question.maximum is not None and question.minimum > question.maximum:
            yield place.error("最大值小于最小值，没有可填的数。请改正。", "maximum")
        earliest, latest = question.earliest_days, question.latest_days
        if earliest is not None and latest is not None and earliest > latest:
            yield place.error("最晚日早于最早日，没有可填的日期。请改正。", "latest_days")

    def _of_measure(self, measure: Measure) -> Iterator[Finding]:
        place = self._place("measure", measure.number)
        if measure.document not in self.rulebook.document_of:
            yield place.error(f"没有文件“{measure.document}”。请选一个政策文件。", "document")
        for key in measure.departments:
            if key not in self.rulebook.department_of:
                yield place.error(f"没有责任单位“{key}”。请改选一个，或先新建它。", "departments")

    def _of_benefit(self, benefit: Benefit) -> Iterator[Finding]:
        place = self._place("benefit", benefit.key)
        if benefit.measure not in self.rulebook.measure_of:
            yield place.error(f"没有措施“{benefit.measure}”。请选一项措施。", "measure")
        if not benefit.enquire_at:
            yield place.error("还没有咨询单位。请选一个责任单位。", "enquire_at")
        elif benefit.enquire_at not in self.rulebook.department_of:
            yield place.error(f"没有咨询单位“{benefit.enquire_at}”。请选一个责任单位。", "enquire_at")
        routing = self.rulebook.question_of.get(benefit.routing)
        if routing is None or routing.type is not FactType.CHOICE or routing.scope is not Scope.HOUSEHOLD:
            name = self.names.fact(benefit.routing)
            message = f"“{name}”不是家庭的选择题，不能用来确定由哪里的政府负责。请选居住、参保或购房地区的问题。"
            yield place.error(message, "routing")
        if not benefit.tiers:
            yield place.error("还没有档。没有条件的待遇也要有一档。", "tiers")
        for number, tier in enumerate(benefit.tiers, start=1):
            yield from self._of_tier(benefit, tier, place.in_tier(number))

    def _of_tier(self, benefit: Benefit, tier: Tier, place: Place) -> Iterator[Finding]:
        for number, condition in enumerate(tier.conditions, start=1):
            for fault in self._condition_faults(benefit, condition):
                yield place.in_condition(number).error(fault, f"conditions.{number}")
        if not tier.amounts:
            yield place.error("还没有标准。请加一个标准。", "amounts")
        for number, dated in enumerate(tier.amounts, start=1):
            for fault in self._amount_faults(dated):
                yield place.error(fault, f"amounts.{number}")
        if _is_reversed(tier.period):
            yield place.error(_REVERSED, "valid_until")
        for (_, one), (number, other) in combinations(enumerate(tier.amounts, start=1), 2):
            # Two amounts on one day: the tier could not say which of them it gives.
            if one.period.overlaps(other.period):
                yield place.error("两个标准的有效日期重叠，同一天只能有一个标准。请改正日期。", f"amounts.{number}")

    def _condition_faults(self, benefit: Benefit, condition: Condition) -> Iterator[str]:
        yield from condition_faults(self.rulebook, condition, self.names)
        if benefit.per is Scope.HOUSEHOLD and _scope(self.rulebook, condition.fact) is Scope.CHILD:
            yield f"“{self.names.fact(condition.fact)}”是每个孩子的事实，按家庭计算的待遇不能用它。"

    def _amount_faults(self, dated: DatedAmount) -> Iterator[str]:
        yield from amount_faults(dated.amount)
        if dated.amount.of is not None:
            base = self.rulebook.question_of.get(dated.amount.of)
            if base is None or base.type is not FactType.MONEY or base.scope is not Scope.HOUSEHOLD:
                yield f"“{self.names.fact(dated.amount.of)}”不是家庭的金额问题，不能作百分比的基数。"
        if _is_reversed(dated.period):
            yield _REVERSED

    def _of_table(self, benefit: Benefit) -> Iterator[Finding]:
        place = self._place("benefit", benefit.key)
        for flaw in flaws(self.rulebook, benefit):
            yield _worded(flaw, benefit, place.in_tier(flaw.tier + 1), self.names)

    def _outside_departments(self) -> Iterator[Finding]:
        """Departments to enquire at that the text does not name for the measure."""
        for benefit in self.rulebook.benefits:
            measure = self.rulebook.measure_of.get(benefit.measure)
            department = self.rulebook.department_of.get(benefit.enquire_at)
            if measure is not None and department is not None and department.key not in measure.departments:
                message = f"咨询单位“{department.name}”不在这项措施的责任单位里。请核对，或改选其中一个。"
                yield self._place("benefit", benefit.key).warning(message, "enquire_at")

    def _unused(self) -> Iterator[Finding]:
        """Questions that could never be asked, because nothing depends on them."""
        used = {CHILDREN, BIRTH_DATE, DUE_DATE}
        for benefit in self.rulebook.benefits:
            used.add(benefit.routing)
            for tier in benefit.tiers:
                used.update(condition.fact for condition in tier.conditions)
                used.update(dated.amount.of for dated in tier.amounts if dated.amount.of is not None)
        for key in self.rulebook.question_of:
            if key not in used:
                yield self._place("question", key).warning("没有待遇用到这个问题，它不会被问到。")


def _worded(flaw: Flaw, benefit: Benefit, place: Place, names: Names) -> Finding:
    """A flaw of a benefit's table as a finding."""
    who = "孩子" if benefit.per is Scope.CHILD else "家庭"
    match flaw:
        case Unpaid():
            message = "标准的有效日期都在这一档的有效日期之外，这一档永远没有标准。请改正日期，或删去这一档。"
            return place.error(message, "amounts")
        case Impossible(_, conditions):
            return place.error(_impossible(flaw, benefit, who, names), f"conditions.{conditions[-1] + 1}")
        case Shadowed(_, by):
            message = f"符合这一档的{who}都先符合{_tiers(by)}，这一档永远用不到。请移到前面、改正条件，或删去这一档。"
            return place.error(message, "conditions")
        case Undecided():
            message = "档和条件太多，算不出前面的档是否已包括这一档。请人工核对，或减少档和条件。"
            return place.warning(message, "conditions")
        case IdleAmount(_, amount):
            message = f"第{amount + 1}个标准的有效日期在这一档的有效日期之外，永远用不到。请改正日期，或删去它。"
            return place.warning(message, f"amounts.{amount + 1}")
        case AgesTwice(_, earlier, first, last):
            message = (
                f"{_ages(first, last)}的孩子也符合第{earlier + 1}档，按第{earlier + 1}档计算。如不是本意，请改正月龄。"
            )
            return place.warning(message, "conditions")
        case AgesMissing(_, below, first, last):
            message = f"{_ages(first, last)}没有档：第{below + 1}档在它之前，这一档在它之后。如不是本意，请改正月龄。"
            return place.warning(message, "conditions")
        case _:
            message = f"{_days(flaw.first, flaw.last)}没有标准，而这之前和之后都有。如不是本意，请改正有效日期。"
            return place.warning(message, "valid_from")


def _impossible(flaw: Impossible, benefit: Benefit, who: str, names: Names) -> str:
    tier = benefit.tiers[flaw.tier]
    conditions = "和".join(f"条件{place + 1}（{names.condition(tier.conditions[place])}）" for place in flaw.conditions)
    is_dated = any(period != Period() for period in (tier.period, *(dated.period for dated in tier.amounts)))
    when = "在有效日期里，" if is_dated else ""
    together, mend = ("同时", "其中一个条件") if len(flaw.conditions) > 1 else ("", "这个条件")
    return f"{when}没有{who}能{together}符合{conditions}，这一档永远不会成立。请改正{mend}，或删去这一档。"


def _tiers(places: tuple[int, ...]) -> str:
    if len(places) == 1:
        return f"第{places[0] + 1}档"
    return f"第{'、'.join(str(place + 1) for place in places)}档中的一档"


def _ages(first: int, last: int | None) -> str:
    if last is None:
        return f"满{first}个月及以上"
    return f"满{first}个月" if first == last else f"满{first}个月至满{last}个月"


def _days(first: date, last: date) -> str:
    return day_name(first) if first == last else f"{day_name(first)}至{day_name(last)}"


def _is_reversed(period: Period) -> bool:
    return period.valid_from is not None and period.valid_until is not None and period.valid_until < period.valid_from


def _scope(rulebook: Rulebook, fact: str) -> Scope | None:
    if fact in rulebook.question_of:
        return rulebook.question_of[fact].scope
    return DERIVED[fact].of if fact in DERIVED else None


def _parameter_faults(condition: Condition, parameter: str, kind: FactType, fact: str) -> Iterator[str]:
    if condition.value is not None:
        yield "条件的值与文件参数只能填一个。"
    if condition.operator is Operator.BETWEEN:
        yield "“在两者之间”要有两个值，不能与文件参数比较。"
    if PARAMETERS.get(parameter) is not kind:
        known = "、".join(PARAMETER_NAMES[key] for key in PARAMETERS)
        yield f"“{fact}”不能与文件参数“{PARAMETER_NAMES.get(parameter, parameter)}”比较。文件参数有：{known}。"


def _value_faults(rulebook: Rulebook, condition: Condition, kind: FactType, names: Names) -> Iterator[str]:
    fact, value = condition.fact, condition.value
    match condition.operator:
        case Operator.ONE_OF:
            if not isinstance(value, tuple) or not value:
                yield "“是其中之一”要有至少一个值。"
                return
            values = value
        case Operator.BETWEEN:
            if not isinstance(value, tuple) or len(value) != 2:
                yield "“在两者之间”要有两个值：从、到。"
                return
            values = value
        case _:
            if value is None or isinstance(value, tuple):
                yield "条件要有一个值，或一个文件参数。"
                return
            values = (value,)
    wrong = [item for item in values if not _fits(rulebook, fact, kind, item)]
    if wrong:
        yield f"“{names.fact(fact)}”没有值 {names.values(fact, wrong)}。{_allowed(rulebook, fact, kind, names)}"
    elif condition.operator is Operator.BETWEEN and values[0] > values[1]:  # type: ignore[operator]
        yield "“在两者之间”的第一个值不能大于第二个。"


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


def _allowed(rulebook: Rulebook, fact: str, kind: FactType, names: Names) -> str:
    match kind:
        case FactType.BOOL:
            return "可以用的有：是、否。"
        case FactType.CHOICE:
            return f"可以用的有：{names.values(fact, rulebook.question_of[fact].values)}。"
        case FactType.DATE:
            return "应为日期。"
        case _:
            return _limits(rulebook, fact, "整数" if kind is FactType.INTEGER else "金额")


def _limits(rulebook: Rulebook, fact: str, noun: str) -> str:
    question = rulebook.question_of.get(fact)
    low, high = (DERIVED[fact].minimum, None) if question is None else (question.minimum, question.maximum)
    limits = [
        "" if low is None else f"不小于 {number_name(low)}",
        "" if high is None else f"不大于 {number_name(high)}",
    ]
    words = "、".join(filter(None, limits))
    return f"应为{words} 的{noun}。" if words else f"应为{noun}。"
