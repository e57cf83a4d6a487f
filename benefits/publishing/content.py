"""What residents read about a release's rules: frozen, in both languages, beside the rulebook in the release."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, TypeAlias

from django.utils.translation import get_language

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Chinese (the source) and English. As a string it speaks the active language."""

    zh: str = ""
    en: str = ""

    def __str__(self) -> str:
        """Chinese unless English is active and there."""
        if self.en and (get_language() or "").startswith("en"):
            return self.en
        return self.zh

    def __bool__(self) -> bool:
        """Whether anything is said at all."""
        return bool(self.zh)


def paragraph(sentences: Iterable[Text]) -> Text:
    """Sentences one after another, as each language sets them: Chinese without a space between."""
    sentences = tuple(sentences)
    return Text("".join(sentence.zh for sentence in sentences), " ".join(sentence.en for sentence in sentences))


def said_in_turn(sentences: Iterable[str]) -> str:
    """Sentences of the active language one after another, likewise."""
    return (" " if (get_language() or "").startswith("en") else "").join(sentences)


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """A policy document as cited, with what stands before and after its measures.

    `checked_on`: when staff last looked whether the final text is out.
    """

    key: str
    title: Text
    issuer: Text
    number: str
    citation: str
    consultation_since: date | None
    consultation_until: date | None
    published_on: date | None
    effective_from: date | None
    expires_on: date | None
    checked_on: date | None
    preamble: str = ""
    closing: str = ""


@dataclass(frozen=True, slots=True)
class DepartmentContent:
    """A department's names and contact; what the source does not say is empty. `kind`: city or government."""

    key: str
    name: Text
    short_name: Text
    kind: str
    district: str | None
    telephone: str
    address: Text
    hours: Text
    website: str


@dataclass(frozen=True, slots=True)
class MeasureContent:
    """A measure's part of the document (一、健全生育前保障制度), title, and text word for word.

    `text_en`: a translation that nobody may rely on, so it is not one of the text's two languages.
    """

    number: int
    part: Text
    title: Text
    text: str
    text_en: str = ""


@dataclass(frozen=True, slots=True)
class BenefitContent:
    """What a resident is told of a benefit. Empty `papers` or `how_to_claim`: the text does not say.

    `attested_on`: when staff last compared it with the text.
    """

    key: str
    life_stage: str
    title: Text
    summary: Text
    for_whom: Text
    papers: Text
    how_to_claim: Text
    needs_no_application: bool
    quotations: tuple[str, ...]
    attested_on: date | None = None


@dataclass(frozen=True, slots=True)
class NoteContent:
    """What a participating department adds to a benefit (补充说明). `key`: the benefit's and the department's."""

    key: str
    benefit: str
    department: str
    text: Text


@dataclass(frozen=True, slots=True)
class SectionContent:
    """A group of questions that are asked together."""

    key: str
    title: Text


@dataclass(frozen=True, slots=True)
class QuestionContent:
    """A question in words: its wording, its short label for lists, help, why it is asked, and its choices.

    `is_in_reach`: whether a household can itself change the answer, such as by going to an inclusive nursery.
    """

    key: str
    wording: Text
    label: Text
    help: Text
    why: Text
    choices: Mapping[str, Text]
    is_in_reach: bool = False


@dataclass(frozen=True, slots=True)
class TermContent:
    """A term and what it means, shown wherever `name` occurs."""

    key: str
    name: Text
    explanation: Text


@dataclass(frozen=True, slots=True)
class CommitmentContent:
    """What a measure promises to build, staff or reach; `figure`, `unit` and `due_on` where the text gives them."""

    key: str
    measure: int
    title: Text
    quotations: tuple[str, ...]
    figure: str
    unit: Text
    due_on: date | None
    progress: Text


@dataclass(frozen=True, slots=True)
class Content:
    """All wording of a release, by key, in the release's order."""

    documents: Mapping[str, DocumentContent]
    departments: Mapping[str, DepartmentContent]
    measures: Mapping[int, MeasureContent]
    sections: Mapping[str, SectionContent]
    questions: Mapping[str, QuestionContent]
    terms: Mapping[str, TermContent]
    benefits: Mapping[str, BenefitContent]
    commitments: Mapping[str, CommitmentContent]
    notes: Mapping[str, NoteContent] = field(default_factory=dict)

    def notes_on(self, benefit: str) -> list[NoteContent]:
        """What departments add to a benefit; nothing of a department that is gone."""
        return [note for note in self.notes.values() if note.benefit == benefit and note.department in self.departments]

    def terms_in(self, *texts: Text) -> tuple[TermContent, ...]:
        """The terms that occur in these words, looked for in the Chinese: English would inflect them."""
        words = "\n".join(text.zh for text in texts)
        return tuple(term for term in self.terms.values() if term.name.zh in words)

    def to_json(self) -> Json:
        """The wording as JSON values, each kind of record a list in the release's order."""
        return {
            part.name: [_record_json(record) for record in getattr(self, part.name).values()] for part in fields(self)
        }

    @classmethod
    def from_json(cls, data: Json) -> Content:
        """The content that `to_json` wrote."""
        return cls(
            documents=_records(DocumentContent, data["documents"]),
            departments=_records(DepartmentContent, data["departments"]),
            measures=_records(MeasureContent, data["measures"], key="number"),
            sections=_records(SectionContent, data["sections"]),
            questions=_records(QuestionContent, data["questions"]),
            terms=_records(TermContent, data["terms"]),
            benefits=_records(BenefitContent, data["benefits"]),
            commitments=_records(CommitmentContent, data["commitments"]),
            # Releases of the first format have none.
            notes=_records(NoteContent, data.get("notes", [])),
        )


def _record_json(record: Any) -> Json:
    return {spec.name: _json(getattr(record, spec.name)) for spec in fields(record)}


def _json(value: Any) -> Any:
    match value:
        case Text():
            return {"zh": value.zh, "en": value.en}
        case date():
            return value.isoformat()
        case tuple():
            return list(value)
        case Mapping():
            # A list, because a database may put the keys of an object in an order of its own.
            return [{"key": key, **_json(text)} for key, text in value.items()]
        case _:
            return value


def _text(raw: Json) -> Text:
    return Text(raw["zh"], raw["en"])


def _date(raw: str | None) -> date | None:
    return None if raw is None else date.fromisoformat(raw)


def _texts(raw: list[Json]) -> dict[str, Text]:
    return {item["key"]: _text(item) for item in raw}


# How JSON becomes a field again, by the field's annotation; the others are JSON values themselves.
_READERS: dict[str, Callable[[Any], Any]] = {
    "Text": _text,
    "date | None": _date,
    "tuple[str, ...]": tuple,
    "Mapping[str, Text]": _texts,
}


def _records(record: type[Any], items: list[Json], key: str = "key") -> dict[Any, Any]:
    readers = {spec.name: _READERS[spec.type] for spec in fields(record) if spec.type in _READERS}
    return {
        item[key]: record(**{name: readers[name](value) if name in readers else value for name, value in item.items()})
        for item in items
    }
