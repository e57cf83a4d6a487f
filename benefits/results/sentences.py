"""A condition with what is known of it as a whole sentence, and what would have to change for it to be met.

Both are read off tables: by what the condition compares, by where the answer comes from, and by what came out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from benefits.eligibility.facts import (
    AGE_MONTHS,
    BIRTH_DATE,
    DERIVED,
    SECOND_CHILD_BORN_ON,
    Absent,
    Answer,
    FactType,
    Operator,
)
from benefits.eligibility.logic import Kleene
from benefits.eligibility.rulebook import Condition
from benefits.publishing.content import Content, Text
from benefits.publishing.words import answer_words, compared_words, condition_words, fact_words, filled

# A longer sentence of ours is told as two.
LONGEST = 40

_CLAIMS = {True: Text("{fact}", "{fact}"), False: Text("{fact}：否", "{fact}: no")}
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
# Of what is met the fact is named alone: the answer says what it was compared with.
_OPENINGS: dict[Kleene, Text] = {
    True: Text("要看“{claim}”", "It depends on “{claim}”"),
    False: Text("条件是“{claim}”", "The condition is “{claim}”"),
    None: Text("条件是“{claim}”", "The condition is “{claim}”"),
}
_BEFORE_CHANGE = Text("“{fact}”的回答是“{answer}”", "“{fact}” would have to change from “{answer}” ")
_CHANGE = Text("要变为{target}", "to {target}.")
_BY_ANSWER = Text("您的回答是“{answer}”", "you answered “{answer}”")
_BY_BIRTH = Text("按出生日期，孩子{answer}", "by the date of birth the child is {answer} old")
_THERE_IS = Text("按您的回答，您家有", "by your answers, yes")
_THERE_IS_NOT = Text("按您的回答，您家没有", "by your answers, no")
_COUNT = Text("按您的回答，您家有{answer}孩子", "by your answers the number of children is {answer}")
_SECOND_CHILD = Text("第2个孩子在{answer}出生", "the second child was born on {answer}")
_NO_SECOND_CHILD = Text("您家没有第2个孩子", "there is no second child")
_NOT_ANSWERED = Text("您还没有回答", "you have not answered it yet")
_NO_COUNT = Text("还不知道有没有孩子", "it is not known yet whether there are children")
_NO_BIRTHS = Text("还缺孩子的出生日期", "a date of birth is still missing")
_DECLINED = Text("您选了“不清楚”", "you chose “Not sure”")
_AWAITED = Text("政策公布后才能判断", "this can only be told once the policy is published")


# How what is computed is told: one answer of a household whole, any other put into a phrase.
_YES_OR_NO = [key for key, derived in DERIVED.items() if derived.type is FactType.BOOL]
_WHOLE: dict[tuple[str, Answer], Text] = {
    **{(key, True): _THERE_IS for key in _YES_OR_NO},
    **{(key, False): _THERE_IS_NOT for key in _YES_OR_NO},
    (SECOND_CHILD_BORN_ON, Absent.ABSENT): _NO_SECOND_CHILD,
}
_PHRASES = {AGE_MONTHS: _BY_BIRTH, "children_count": _COUNT, SECOND_CHILD_BORN_ON: _SECOND_CHILD}


def claim_words(content: Content, condition: Condition, parameters: Mapping[str, date | None]) -> Text:
    """What must be so, in a few words: 怀孕, 医疗保险为居民医保, 孩子不超过18个月."""
    if isinstance(condition.value, bool):
        return filled(_CLAIMS[condition.value], fact=fact_words(content, condition.fact))
    return condition_words(content, condition, parameters)


def known_words(content: Content, fact: str, answers: tuple[Answer, ...]) -> Text:
    """What was answered, or comes of the answers about the children; of several children each."""
    phrase = _WHOLE.get((fact, answers[0])) or _PHRASES.get(fact, _BY_ANSWER)
    return filled(phrase, answer=_all_of(content, fact, answers))


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
    opening = filled(_OPENINGS[outcome], claim=Text(claim, claim))
    return f"{opening.en}; {known}." if is_english else _in_chinese(opening.zh, known)


def change_words(
    content: Content, condition: Condition, answers: tuple[Answer, ...], parameters: Mapping[str, date | None]
) -> Text:
    """What would have to change, as in: “居住证”的回答是“否”，要变为“是”."""
    value = compared_words(content, condition, parameters)
    parts = {
        "fact": fact_words(content, condition.fact),
        "answer": _all_of(content, condition.fact, answers),
        "target": filled(_TARGETS[condition.operator], value=value),
    }
    before, change = filled(_BEFORE_CHANGE, **parts), filled(_CHANGE, **parts)
    return Text(_in_chinese(before.zh, change.zh), before.en + change.en)


def _in_chinese(opening: str, rest: str) -> str:
    """The two as one sentence, or as two where that would be long."""
    is_long = len(opening) + len(rest) + 2 > LONGEST
    return f"{opening}{'。' if is_long else '，'}{rest}。"


def _all_of(content: Content, fact: str, answers: tuple[Answer, ...]) -> Text:
    words = [answer_words(content, fact, answer) for answer in answers]
    return Text("、".join(word.zh for word in words), ", ".join(word.en for word in words))
