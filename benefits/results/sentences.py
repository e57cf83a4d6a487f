"""A condition with what is known of it as a whole sentence, and what would have to change for it to be met.

Both are read off tables: by what the condition compares, by where the answer comes from, and by what came out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from benefits.eligibility.facts import AGE_MONTHS, BIRTH_DATE, DERIVED, Absent, Answer, Operator
from benefits.eligibility.logic import Kleene
from benefits.eligibility.rulebook import Condition
from benefits.publishing.content import Content, Text
from benefits.publishing.words import answer_words, compared_words, condition_words, fact_words, filled

# A longer sentence of ours is told as two.
LONGEST = 40

_CLAIMS = {True: Text("{fact}", "{fact}"), False: Text("{fact}为否", "{fact}: no")}
_TARGETS = {
    Operator.IS: Text("“{value}”", "“{value}”"),
    Operator.IS_NOT: Text("“{value}”以外的情况", "anything but “{value}”"),
    Operator.ONE_OF: Text("“{value}”", "“{value}”"),
    Operator.AT_LEAST: Text("不少于{value}", "at least {value}"),
    Operator.AT_MOST: Text("不超过{value}", "at most {value}"),
    Operator.BETWEEN: Text("{value}之间", "between {value}"),
    Operator.ON_OR_AFTER: Text("{value}当天或以后", "on or after {value}"),
    Operator.BEFORE: Text("{value}以前", "before {value}"),
}
# What is met need not be told to be a condition: its outcome and the answer say it.
_OPENINGS: dict[Kleene, Text] = {
    True: Text("“{claim}”", "“{claim}”"),
    False: Text("条件是“{claim}”", "The condition is “{claim}”"),
    None: Text("条件是“{claim}”", "The condition is “{claim}”"),
}
_CHANGE = Text("“{fact}”要从“{answer}”变为{target}。", "“{fact}” would have to change from “{answer}” to {target}.")
_BY_ANSWER = Text("您的回答是“{answer}”", "you answered “{answer}”")
_BY_BIRTH = Text("按出生日期，孩子是{answer}", "by the date of birth the child is {answer} old")
_BY_BIRTHS = Text("按孩子的出生日期，答案是“{answer}”", "by the children's dates of birth it is “{answer}”")
_BY_COUNT = Text("按孩子的数量，答案是“{answer}”", "by the number of children it is “{answer}”")
_COUNT = Text("按您的回答，有{answer}孩子", "by your answers the number of children is {answer}")
_NOT_THERE = Text("按孩子的数量，没有这一天", "by the number of children there is no such day")
_NOT_ANSWERED = Text("您还没有回答", "you have not answered it yet")
_NO_COUNT = Text("还不知道有没有孩子", "it is not known yet whether there are children")
_NO_BIRTHS = Text("还缺孩子的出生日期", "a date of birth is still missing")
_DECLINED = Text("您选了“不清楚”", "you chose “Not sure”")
_AWAITED = Text("政策公布后才能判断", "this can only be told once the policy is published")


# Where what was not answered itself comes from.
_SOURCES = {
    **{key: _BY_BIRTHS if BIRTH_DATE in derived.needs else _BY_COUNT for key, derived in DERIVED.items()},
    AGE_MONTHS: _BY_BIRTH,
    "children_count": _COUNT,
}


def claim_words(content: Content, condition: Condition, parameters: Mapping[str, date | None]) -> Text:
    """What must be so, in a few words: 怀孕, 医疗保险为居民医保, 孩子不超过18个月."""
    if isinstance(condition.value, bool):
        return filled(_CLAIMS[condition.value], fact=fact_words(content, condition.fact))
    return condition_words(content, condition, parameters)


def known_words(content: Content, fact: str, answers: tuple[Answer, ...]) -> Text:
    """What was answered, or comes of the answers about the children; of several children each."""
    if Absent.ABSENT in answers:
        return _NOT_THERE
    return filled(_SOURCES.get(fact, _BY_ANSWER), answer=_all_of(content, fact, answers))


def unknown_words(fact: str, *, is_declined: bool, is_awaited: bool) -> Text:
    """Why a condition is open."""
    if is_awaited:
        return _AWAITED
    if is_declined:
        return _DECLINED
    if fact not in DERIVED:
        return _NOT_ANSWERED
    return _NO_BIRTHS if BIRTH_DATE in DERIVED[fact].needs else _NO_COUNT


def sentence(claim: str, outcome: Kleene, known: str, *, is_english: bool) -> str:
    """The condition and what is known of it, as in: 条件是“怀孕”，您的回答是“否”."""
    if is_english:
        return f"{_OPENINGS[outcome].en.format(claim=claim)}; {known}."
    opening = _OPENINGS[outcome].zh.format(claim=claim)
    is_long = len(opening) + len(known) + 2 > LONGEST
    return f"{opening}{'。' if is_long else '，'}{known}。"


def change_words(
    content: Content, condition: Condition, answers: tuple[Answer, ...], parameters: Mapping[str, date | None]
) -> Text:
    """What would have to change, as in: “居住证”要从“否”变为“是”."""
    value = compared_words(content, condition, parameters)
    return filled(
        _CHANGE,
        fact=fact_words(content, condition.fact),
        answer=_all_of(content, condition.fact, answers),
        target=filled(_TARGETS[condition.operator], value=value),
    )


def _all_of(content: Content, fact: str, answers: tuple[Answer, ...]) -> Text:
    words = [answer_words(content, fact, answer) for answer in answers]
    return Text("、".join(word.zh for word in words), ", ".join(word.en for word in words))
