"""What in a release points at something that is not there, or stands there twice or half."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from benefits.eligibility.lint import Finding, Place
from benefits.eligibility.rulebook import Rulebook
from benefits.publishing.content import Content
from benefits.publishing.examples import is_day
from benefits.publishing.parts import SHELVES
from benefits.publishing.places import model_of, place_of

Json: TypeAlias = dict[str, Any]


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_mapping(value: Any) -> bool:
    return isinstance(value, dict)


# What stands in an example beside its key and its measure.
_FITS_IN_EXAMPLE: dict[str, Callable[[Any], bool]] = {
    "name": _is_text,
    "source": _is_text,
    "on": is_day,
    "household": _is_mapping,
    "expect": _is_mapping,
    "totals": lambda value: value is None or _is_mapping(value),
    "policy_published_on": lambda value: value is None or is_day(value),
}


def broken_references(content: Json, rulebook: Rulebook, words: Content) -> Iterator[Finding]:
    """Every record that does not fit together with the others."""
    yield from _repeated(content)
    yield from _halves(rulebook, words)
    yield from _of_questions(rulebook, words)
    yield from _of_notes(rulebook, words)
    for key, commitment in words.commitments.items():
        if commitment.measure not in words.measures:
            place = place_of(words, "commitment", key)
            yield place.error(_("没有措施“%s”。请选一项措施。") % commitment.measure, "measure")
    yield from _of_examples(content.get("examples", []), words)


def _repeated(content: Json) -> Iterator[Finding]:
    """Keys that stand in the words more than once: all but the last would be lost."""
    for kind, shelf in SHELVES.items():
        if shelf.places[-1][0] == "content":
            keys: list[Hashable] = [item[shelf.by] for item in content["content"].get(shelf.places[-1][1], [])]
            for key, count in Counter(keys).items():
                if count > 1:
                    yield _bare_place(kind, key).error(_("同一个键用了%s次。请改成不同的键。") % count, "key")


def _halves(rulebook: Rulebook, words: Content) -> Iterator[Finding]:
    """Rules that nobody has put into words, and words without rules."""
    for kind, shelf in SHELVES.items():
        if len(shelf.places) == 2:
            ruled = [getattr(record, shelf.by) for record in getattr(rulebook, shelf.places[0][1])]
            worded = getattr(words, shelf.places[1][1])
            for key in ruled:
                if key not in worded:
                    yield _bare_place(kind, key).error(_("只有规则，没有文字。请补上，或删去这条记录。"))
            for key in worded:
                if key not in ruled:
                    yield place_of(words, kind, key).error(_("只有文字，没有规则。请补上，或删去这条记录。"))


def _of_questions(rulebook: Rulebook, words: Content) -> Iterator[Finding]:
    for question in rulebook.questions:
        place = place_of(words, "question", question.key)
        if question.section not in words.sections:
            yield place.error(_("没有问题分组“%s”，这个问题不会被问到。请选一个分组。") % question.section, "section")
        said = words.questions.get(question.key)
        for value in question.values:
            if said is not None and value not in said.choices:
                yield place.error(_("选项“%s”没有文字。请补上。") % value, "choices")


def _of_notes(rulebook: Rulebook, words: Content) -> Iterator[Finding]:
    listed = {benefit.key: rulebook.measure_of.get(benefit.measure) for benefit in rulebook.benefits}
    for key, note in words.notes.items():
        place = place_of(words, "benefitnote", key)
        if note.benefit not in listed:
            yield place.error(_("没有待遇“%s”。请选一项待遇，或删去这条补充说明。") % note.benefit, "benefit")
            continue
        measure = listed[note.benefit]
        if measure is not None and note.department not in measure.departments:
            message = _("这项待遇的措施没有把这个单位列为责任单位，它不能补充说明。请改选单位，或删去这条说明。")
            yield place.error(message, "department")


def _of_examples(examples: Any, words: Content) -> Iterator[Finding]:
    if not isinstance(examples, list):
        yield Finding(_("示例家庭"), _("应为一个列表。请重新导出这一版。"), kind="example")
        return
    for number, example in enumerate(examples, start=1):
        key = example.get("key") if isinstance(example, dict) else None
        if not isinstance(key, str):
            message = _("第%s个示例没有标识，读不出来。请重新导出这一版。") % number
            yield Finding(_("示例家庭"), message, kind="example")
        else:
            yield from _of_example(example, words)


def _of_example(example: Json, words: Content) -> Iterator[Finding]:
    """What an example lacks of what Example.data() writes; whether it comes true is judged elsewhere."""
    place = _bare_place("example", example.get("name") or example["key"])._replace(key=example["key"])
    measure = example.get("measure")
    if type(measure) is not int or measure not in words.measures:
        yield place.error(_("没有措施“%s”。请选一项措施，或删去这个示例。") % measure, "measure")
    for name, fits in _FITS_IN_EXAMPLE.items():
        if name not in example or not fits(example[name]):
            yield place.error(_("“%s”没有写，或者不是应有的类型。请改正，或重新导出这一版。") % name, name)


def _bare_place(kind: str, key: Hashable) -> Place:
    return Place(f"{model_of(kind)._meta.verbose_name} {key}", kind, str(key))
