"""Where a finding about a release is: its record by kind and key, in the words of staff."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext

from benefits.eligibility.lint import Place
from benefits.eligibility.names import Names
from benefits.publishing.content import Content, NoteContent
from benefits.publishing.parts import SHELVES

# The field that a record is called by.
_TITLES = {
    "policydocument": "title",
    "department": "name",
    "measure": "title",
    "section": "title",
    "question": "label",
    "term": "name",
    "benefit": "title",
    "commitment": "title",
}


def model_of(kind: str) -> type[Model]:
    """The model whose rows become the records of a kind."""
    return apps.get_model("benefits", kind)


def records(words: Content) -> Iterator[tuple[str, str | int, Any]]:
    """Every record that has words: its kind, its key, and the words."""
    for kind, shelf in SHELVES.items():
        if shelf.places[-1][0] == "content":
            for key, record in getattr(words, shelf.places[-1][1]).items():
                yield kind, key, record


def place_of(words: Content, kind: str, key: str | int) -> Place:
    """The place of a record, called by its title, or by its key where it has none."""
    return Place(f"{model_of(kind)._meta.verbose_name} {_title(words, kind, key) or key}", kind, str(key))


def names_of(words: Content) -> Names:
    """What the words call the questions, their choices and the benefits."""
    return Names(
        questions={key: question.label.zh for key, question in words.questions.items() if question.label},
        choices={
            key: {choice: label.zh for choice, label in question.choices.items() if label}
            for key, question in words.questions.items()
        },
        benefits={key: benefit.title.zh for key, benefit in words.benefits.items() if benefit.title},
    )


def _title(words: Content, kind: str, key: str | int) -> str:
    record = getattr(words, SHELVES[kind].places[-1][1]).get(key)
    match record:
        case None:
            return ""
        case NoteContent():
            benefit = _title(words, "benefit", record.benefit) or record.benefit
            department = _title(words, "department", record.department) or record.department
            return gettext("%(name)s（%(more)s）") % {"name": benefit, "more": department}
        case _:
            return str(getattr(record, _TITLES[kind]))
