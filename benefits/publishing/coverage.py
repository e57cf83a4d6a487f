"""How much of the measures' text is quoted by some benefit or commitment, sentence by sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from benefits.models import Measure

_DEPARTMENTS = re.compile(r"（责任单位：.*）\s*\Z", re.DOTALL)
_SENTENCE = re.compile(r"[^。]+。?")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many sentences there are, and those that no quotation covers, with their measure's number."""

    sentences: int
    uncovered: tuple[tuple[int, str], ...]

    @property
    def covered(self) -> int:
        """How many sentences are quoted whole."""
        return self.sentences - len(self.uncovered)

    @property
    def percent(self) -> int:
        """The share of sentences quoted, rounded down so that 100 means all."""
        return 100 if not self.sentences else 100 * self.covered // self.sentences


def quotation_coverage() -> Coverage:
    """The coverage of all measures as they stand now."""
    measures = Measure.objects.prefetch_related("benefits", "commitments")
    count, uncovered = 0, []
    for measure in measures:
        quotations = [quoted for row in (*measure.benefits.all(), *measure.commitments.all()) for quoted in row.quoted]
        count += len(_sentences(measure.text))
        uncovered += [(measure.number, sentence) for sentence in uncovered_sentences(measure.text, quotations)]
    return Coverage(count, tuple(uncovered))


def uncovered_sentences(text: str, quotations: Iterable[str]) -> list[str]:
    """The sentences of a measure's text, but its list of departments, that are not wholly quoted."""
    is_quoted = bytearray(len(text))
    for quotation in quotations:
        for found in re.finditer(re.escape(quotation), text):
            is_quoted[found.start() : found.end()] = b"\1" * len(quotation)
    return [
        sentence.group().strip()
        for sentence in _sentences(text)
        if not all(is_quoted[place] or not _is_word(text[place]) for place in range(sentence.start(), sentence.end()))
    ]


def _sentences(text: str) -> list[re.Match[str]]:
    body = _DEPARTMENTS.sub("", text)
    return [sentence for sentence in _SENTENCE.finditer(body) if any(map(_is_word, sentence.group()))]


def _is_word(character: str) -> bool:
    """Whether a character says something: punctuation and spaces between two quotations are nobody's."""
    return unicodedata.category(character)[0] not in "PZC"
