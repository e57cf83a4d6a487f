"""What people type, in the spelling the engine reads: full-width digits, 1,200, 1.2万元, 2024年2月29日,
29 February 2024, 第三胎.

Nothing is guessed: a text that says no date or number is handed on as it is, for the engine to refuse.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal

from benefits.eligibility.facts import FactType

TEN_THOUSAND = 10_000

# Signs that look like a hyphen, and spaces that show nothing, come along when text is pasted.
_CLEAN = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-") | dict.fromkeys("\u200b\u200e\u200f\ufeff")
)
_DATE = re.compile(r"([0-9]{4}) ?[-/.年 ] ?([0-9]{1,2}) ?[-/.月 ] ?([0-9]{1,2}) ?[日号]?")
_COMPACT_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_ENGLISH_DATE = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)? "
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?,? ([0-9]{4})",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONEY = re.compile(
    r"(?:RMB|CNY|¥)? ?"
    r"([+-]?)([0-9]{1,3}(?:[, ][0-9]{3}){1,6}|[0-9]{1,20})(\.[0-9]{1,6})? ?(万)?"
    r" ?(?:块钱?|[元圆]整?)?",
    re.IGNORECASE,
)
_INTEGER = re.compile(r"第? ?([+-]?[0-9]{1,9}|[一二两三四五六七八九十]) ?[个胎孩]?(?:孩子)?")
_CHINESE_DIGITS = {sign: number for number, sign in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}


def plain(text: str) -> str:
    """Half-width, without odd hyphens and without white space around or repeated within."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_CLEAN).split())


def date_text(text: str) -> str:
    """A day as YYYY-MM-DD, whether or not the calendar has it; any other text as it is."""
    if match := _DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text):
        year, month, day = match.groups()
    elif match := _ENGLISH_DATE.fullmatch(text):
        day, name, year = match.groups()
        month = str(_MONTHS.index(name[:3].lower()) + 1)
    else:
        return text
    return f"{year}-{month:0>2}-{day:0>2}"


def money_text(text: str) -> str:
    """Yuan as plain digits; any other text as it is."""
    match = _MONEY.fullmatch(text)
    if match is None:
        return text
    sign, whole, fraction, ten_thousands = match.groups(default="")
    digits = sign.replace("+", "") + re.sub("[, ]", "", whole) + fraction
    return f"{(Decimal(digits) * TEN_THOUSAND).normalize():f}" if ten_thousands else digits


def integer_number(text: str) -> int | str:
    """A whole number; any other text as it is."""
    match = _INTEGER.fullmatch(text)
    if match is None:
        return text
    return _CHINESE_DIGITS.get(match[1]) or int(match[1])


_SPELLING: dict[FactType, Callable[[str], int | str]] = {
    FactType.DATE: date_text,
    FactType.MONEY: money_text,
    FactType.INTEGER: integer_number,
}


def read(kind: FactType, text: str) -> int | str:
    """The typed text as the JSON value of a question of this type."""
    return _SPELLING[kind](plain(text))
