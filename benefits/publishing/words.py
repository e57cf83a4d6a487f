"""Conditions, answers and amounts in words, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from benefits.eligibility.assess import AssessedAmount
from benefits.eligibility.facts import AGE_MONTHS, DERIVED, Operator
from benefits.eligibility.rulebook import AmountKind, Basis, Condition, Firmness, PolicyStatus
from benefits.publishing.content import BenefitContent, Content, DepartmentContent, Text
from benefits.publishing.standing import STANDINGS, day_words

YES = Text("是", "yes")
NO = Text("否", "no")
NOT_ANSWERED = Text("还没有回答", "not answered yet")
NOT_THERE = Text("没有", "none")
DECLINED = Text("不清楚／暂不回答", "not sure, or prefer not to say")
FIRMNESS = {
    Firmness.STATED: Text("文件明确", "Stated in the text"),
    Firmness.ENCOURAGED: Text("鼓励，以所在区为准", "Encouraged; the district decides"),
    Firmness.EXPLORING: Text("试点探索", "Being explored or piloted"),
}
CALL_12345 = Text(
    "来源未提供电话，请拨打12345政务服务便民热线咨询。",
    "The source gives no telephone. Please call 12345, the public service hotline.",
)

# What a number of this fact counts.
_UNITS = {"children_count": Text("个", "")}
_OR = Text("或", " or ")
_ATTESTED = Text("核对于{day}", "Checked on {day}")

_COMPARED = {
    Operator.IS: Text("{fact}为{value}", "{fact}: {value}"),
    Operator.IS_NOT: Text("{fact}不是{value}", "{fact}: not {value}"),
    Operator.ONE_OF: Text("{fact}为{value}", "{fact}: {value}"),
    Operator.AT_LEAST: Text("{fact}不少于{value}", "{fact}: at least {value}"),
    Operator.AT_MOST: Text("{fact}不超过{value}", "{fact}: at most {value}"),
    Operator.BETWEEN: Text("{fact}在{value}之间", "{fact}: between {value}"),
    Operator.ON_OR_AFTER: Text("{fact}在{value}当天或以后", "{fact}: on or after {value}"),
    Operator.BEFORE: Text("{fact}在{value}以前", "{fact}: before {value}"),
}
_CLAIM = Text("{fact}：{value}", "{fact}: {value}")
_PARAMETERS = {
    "policy_published_on": Text("政策正式公布之日", "the day on which the policy is published"),
}
_UNSET = Text("{parameter}（尚未公布）", "{parameter} (not published yet)")
_SET = Text("{parameter}（{day}）", "{parameter} ({day})")

_AMOUNTS = {
    AmountKind.ONE_OFF: Text("{verb}一次性给予{yuan}", "{verb}{yuan}, once"),
    AmountKind.MONTHLY: Text("{verb}每月给予{yuan}", "{verb}{yuan} a month"),
    AmountKind.IN_KIND: Text("服务、减免或保障，没有现金", "A service, a waived fee or a right; no cash"),
    AmountKind.AS_REGULATED: Text("按规定，文件没有写明金额", "As regulated; the text gives no figure"),
}
_CEILINGS = {
    Basis.PAID: Text("{verb}最高支付{yuan}", "{verb}up to {yuan} paid"),
    Basis.ELIGIBLE_COSTS: Text("符合规定的费用，{verb}最高按{yuan}计算", "{verb}eligible costs counted up to {yuan}"),
}
_PERCENT = Text("{verb}按“{fact}”的{percent}%给予补贴", "{verb}{percent}% of “{fact}”")
_PERCENT_OF_KNOWN = Text("{share}，即{yuan}", "{share}, that is {yuan}")


def condition_words(content: Content, condition: Condition, parameters: Mapping[str, date | None]) -> Text:
    """A condition as a short claim: 孩子不超过18个月. `parameters` are those of the benefit's document."""
    if condition.fact == AGE_MONTHS and condition.parameter is None:
        return _age_claim(condition)
    fact = fact_words(content, condition.fact)
    if isinstance(condition.value, bool):
        return filled(_CLAIM, fact=fact, value=YES if condition.value else NO)
    return filled(_COMPARED[condition.operator], fact=fact, value=compared_words(content, condition, parameters))


def compared_words(content: Content, condition: Condition, parameters: Mapping[str, date | None]) -> Text:
    """What a condition compares with: 普惠托育服务机构或托幼一体普惠性幼儿园."""
    if condition.parameter is not None:
        return _parameter(condition.parameter, parameters.get(condition.parameter))
    if not isinstance(condition.value, tuple):
        return answer_words(content, condition.fact, condition.value)
    values = [answer_words(content, condition.fact, value) for value in condition.value]
    if condition.operator is Operator.BETWEEN:
        return Text(f"{values[0].zh}和{values[-1].zh}", f"{values[0].en} and {values[-1].en}")
    return _alternatives(values)


def fact_words(content: Content, fact: str) -> Text:
    """The short name of an asked or a derived fact."""
    if fact in content.questions:
        return content.questions[fact].label
    derived = DERIVED[fact]
    return Text(derived.label, derived.label_en)


def answer_words(content: Content, key: str, value: object) -> Text:
    """The answer given to a question, or the value of a derived fact. None: not answered."""
    match value:
        case None:
            return NOT_ANSWERED
        case bool():
            return YES if value else NO
        case Decimal():
            return money_words(value)
        case date():
            return day_words(value)
        case int() if key == AGE_MONTHS:
            return _months(value)
        case int():
            return _joined(Text(str(value), str(value)), _UNITS.get(key, Text()))
        case str():
            return content.questions[key].choices[value]
        case _:
            return NOT_THERE


def amount_words(content: Content, assessed: AssessedAmount, status: PolicyStatus) -> Text:
    """What would be given, with its unit and period, in the words of the document's status."""
    amount, verb = assessed.amount, STANDINGS[status].verb
    match amount.kind:
        case AmountKind.PERCENT:
            fact = fact_words(content, amount.of or "")
            percent = Text(f"{amount.percent}", f"{amount.percent}")
            share = filled(_PERCENT, verb=verb, fact=fact, percent=percent)
            if assessed.yuan is None:
                return share
            return filled(_PERCENT_OF_KNOWN, share=share, yuan=money_words(assessed.yuan))
        case AmountKind.CEILING:
            phrase = _CEILINGS[amount.basis or Basis.PAID]
        case _:
            phrase = _AMOUNTS[amount.kind]
    return filled(phrase, verb=verb, yuan=money_words(amount.yuan or Decimal(0)))


def money_words(yuan: Decimal) -> Text:
    """A sum in yuan: 5,000元, or 1,234.50元 where there are fen."""
    figure = f"{yuan:,.0f}" if yuan == yuan.to_integral_value() else f"{yuan:,.2f}"
    return Text(f"{figure}元", f"{figure} yuan")


def contact_words(department: DepartmentContent) -> Text:
    """How to reach a department, as far as staff have filled it in; without a telephone, 12345."""
    labelled = (
        (Text("地址：", "Address: "), department.address),
        (Text("时间：", "Hours: "), department.hours),
    )
    known = [_joined(label, words) for label, words in labelled if words]
    if department.telephone:
        known.insert(0, Text(f"电话：{department.telephone}", f"Telephone: {department.telephone}"))
    else:
        known.insert(0, CALL_12345)
    return Text("　".join(part.zh for part in known), " ".join(part.en or part.zh for part in known))


def attested_words(benefit: BenefitContent) -> Text:
    """When staff last compared a benefit with the text; empty where they never did."""
    return filled(_ATTESTED, day=day_words(benefit.attested_on)) if benefit.attested_on else Text()


def filled(phrase: Text, **parts: Text) -> Text:
    """The phrase with its parts put in, in each language."""
    return Text(
        phrase.zh.format(**{name: part.zh for name, part in parts.items()}),
        phrase.en.format(**{name: part.en for name, part in parts.items()}),
    )


def article_words(number: int) -> Text:
    """A measure's number as documents write it: （十二）; from 100 on, where none of ours goes, in Arabic digits."""
    return Text(f"（{number if number > 99 else _chinese_number(number)}）", str(number))


def article_prefix(number: int) -> Text:
    """The same as it stands before a title: （十二）完善住房…, 12. Housing…."""
    words = article_words(number)
    return Text(words.zh, f"{words.en}. ")


def _chinese_number(number: int) -> str:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{digits[tens]}十"
    return f"{ten}{digits[ones] if ones else ''}"


def _parameter(key: str, day: date | None) -> Text:
    if day is None:
        return filled(_UNSET, parameter=_PARAMETERS[key])
    return filled(_SET, parameter=_PARAMETERS[key], day=day_words(day))


def _alternatives(values: list[Text]) -> Text:
    *others, last = values
    if not others:
        return last
    return Text(
        "、".join(value.zh for value in others) + _OR.zh + last.zh,
        ", ".join(value.en for value in others) + _OR.en + last.en,
    )


def _age_claim(condition: Condition) -> Text:
    value = condition.value
    match condition.operator, value:
        case Operator.AT_LEAST, int():
            parts = [_from_age(value)]
        case Operator.AT_MOST, int():
            parts = [_to_age(value)]
        case Operator.BETWEEN, (int(low), int(high)):
            parts = [_from_age(low), _to_age(high)]
        case _:
            ages = [_months(month) for month in (value if isinstance(value, tuple) else (value,))]
            phrase = _COMPARED[condition.operator]
            return filled(phrase, fact=Text("孩子", "The child"), value=_alternatives(ages))
    return Text(
        "孩子" + "、".join(part.zh for part in parts), "The child is " + " and ".join(part.en for part in parts)
    )


def _from_age(months: int) -> Text:
    return _joined(Text("满", "at least "), _whole(months), Text("", " old"))


def _to_age(months: int) -> Text:
    # Ages are completed months: at most 215 is under 18 years.
    after = months + 1
    if after == 1 or (after % 12 == 0 and after >= 24):
        return _joined(Text("未满", "under "), _whole(after))
    return _joined(Text("不超过", "no older than "), _whole_months(months))


def _whole(months: int) -> Text:
    if months % 12 == 0 and months >= 24:
        return Text(f"{months // 12}岁", f"{months // 12} years")
    return _whole_months(months)


def _months(months: object) -> Text:
    """An age in words: 未满1个月, 19个月, 3岁2个月."""
    if not months:
        return Text("未满1个月", "under 1 month")
    years, rest = divmod(int(str(months)), 12)
    if years < 3:
        return _whole_months(int(str(months)))
    if not rest:
        return Text(f"{years}岁", f"{years} years")
    return Text(f"{years}岁{rest}个月", f"{years} years {rest} month{'' if rest == 1 else 's'}")


def _whole_months(months: int) -> Text:
    return Text(f"{months}个月", f"{months} month{'' if months == 1 else 's'}")


def _joined(*parts: Text) -> Text:
    return Text("".join(part.zh for part in parts), "".join(part.en for part in parts))
