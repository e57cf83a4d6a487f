"""Whether our own words read as plain language does (contract: content 6). Quotations and titles in 《》 are exempt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from benefits.publishing.tone import LONGEST_SENTENCE, own_words, too_long

# The Latin that stands in our words, and why.
LATIN = {
    "cookie": "the browsers' own word; each page that has it says what it is",
    "PDF": "the name of the file that a button saves",
    "ICP": "of ICP备案号, as the register calls it",
    "JavaScript": "in brackets behind 网页脚本, for whoever looks for it in settings",
    "WCAG": "in brackets behind the guidelines' title",
    "AA": "a level of theirs",
    "Tab": "what is printed on the key",
    "MB": "the unit of files",
}
# Characters beyond the common ones that every reader of ours meets daily, or that name a place.
KNOWN_CHARACTERS = frozenset("浏")  # 浏览器
_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[A-Za-z]+")
# What is filled in.
_PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
_TAG = re.compile(r"<[^>]*>")
_CLAUSE = re.compile("[，。；：、？！,（）]|或|和")
_NO = re.compile("[不没无未非勿]")
# What holds such a character and denies nothing, or asks.
_DENIES_NOTHING = re.compile(
    "不清楚|不孕不育|不同|不超过|不少于|不足|不过|未婚|未满|未来|未发布|没有没|有没有|是不是|无锡|无障碍|无痛|无创|非意愿"
)
# Chinese numerals before what they count. 一 is an article more often than a number, but for spans of time.
_NUMERAL = re.compile(
    "[二两三四五六七八九十百千]+(?:个|岁|年|天|日|元|次|项|条|名|人|分钟|小时|周|张)"
    "|(?<![哪这那每同另上下])一(?:岁|年|个月|小时|分钟|周)"
    "|第[一二三四五六七八九十]+(?!次|方)"
)
_DATE = re.compile(r"[0-9]{4}[-/.][0-9]|年0|月0[0-9]日")


def faults(text: str, *, longest: int = LONGEST_SENTENCE, rare: Iterable[str] = (), source: str = "") -> Iterator[str]:
    """What keeps a text from being plain. `rare` are names that may hold uncommon characters; `source` is quoted."""
    own = own_words(_PLACE.sub("某", _TAG.sub("", text)).replace("%%", "%"), source)
    yield from (f"{len(sentence)}: {sentence}" for sentence in too_long(own, longest))
    for name in rare:
        own = own.replace(name, "")
    yield from (f"rare: {character}" for character in _HAN.findall(own) if not is_common(character))
    for clause in _CLAUSE.split(_DENIES_NOTHING.sub("", own)):
        if len(_NO.findall(clause)) > 1:
            yield f"double negative: {clause}"
    yield from (f"Latin: {word}" for word in _LATIN.findall(own) if word not in LATIN)
    yield from (f"numeral: {found}" for found in _NUMERAL.findall(own))
    yield from (f"date: {found}" for found in _DATE.findall(own))


def is_common(character: str) -> bool:
    """Whether a character is one of the 3,755 of GB 2312's first level, which are in use."""
    code = character.encode("gb2312", errors="replace")
    return character in KNOWN_CHARACTERS or (len(code) == 2 and 0xB0 <= code[0] <= 0xD7)
