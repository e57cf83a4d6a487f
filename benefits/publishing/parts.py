"""A release taken apart into its records, compared with another record by record, and put together again.

A record is known by its kind (the model's name) and its key. What a release says of it stands in up to two places, the
rules and the words, and travels together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any, NamedTuple, TypeAlias

from benefits.eligibility.rulebook import Rulebook
from benefits.publishing.content import Content

Json: TypeAlias = dict[str, Any]
# What is said of one record, by the first name of the place where it stands: rulebook, content or examples.
Record: TypeAlias = dict[str, Json]
Records: TypeAlias = dict[str, dict[str, Record]]


class Shelf(NamedTuple):
    """Where the records of a kind stand in a release, and the field that is their key."""

    places: tuple[tuple[str, ...], ...]
    by: str = "key"


def _shelf(name: str, *, has_rules: bool = True, by: str = "key") -> Shelf:
    words = ("content", name)
    return Shelf((("rulebook", name), words) if has_rules else (words,), by)


SHELVES: dict[str, Shelf] = {
    "policydocument": _shelf("documents"),
    "department": _shelf("departments"),
    "measure": _shelf("measures", by="number"),
    "section": _shelf("sections", has_rules=False),
    "question": _shelf("questions"),
    "term": _shelf("terms", has_rules=False),
    "benefit": _shelf("benefits"),
    "benefitnote": _shelf("notes", has_rules=False),
    "commitment": _shelf("commitments", has_rules=False),
    "example": Shelf((("examples",),)),
}


class Change(NamedTuple):
    """A record that differs. `before` None: new; `after` None: taken away.

    `follows`: where it is new or has moved, the keys before it, nearest first; None where it keeps its place.
    """

    kind: str
    key: str
    before: Record | None
    after: Record | None
    follows: tuple[str, ...] | None = None


def normal(content: Json) -> Json:
    """A release's content as one published today would have it: what its format did not have yet is there, empty."""
    return {
        "format": content["format"],
        "rulebook": Rulebook.from_json(content["rulebook"]).to_json(),
        "content": Content.from_json(content["content"]).to_json(),
        "examples": content.get("examples", []),
    }


def records_of(content: Json) -> Records:
    """Every record of a release, by kind and key, in the release's order."""
    records: Records = {}
    for kind, shelf in SHELVES.items():
        of_kind: dict[str, Record] = {}
        for place in shelf.places:
            for item in _items(content, place):
                of_kind.setdefault(str(item[shelf.by]), {})[place[0]] = item
        records[kind] = of_kind
    return records


def changed(old: Json, new: Json) -> list[Change]:
    """What differs between two releases' contents, both normal, kind by kind in the new one's order."""
    before, after = records_of(old), records_of(new)
    return [change for kind in SHELVES for change in _changed(kind, before[kind], after[kind])]


def composed(content: Json, changes: Iterable[Change]) -> Json:
    """The content with the changes applied: everything that they do not name stays as it is."""
    records = records_of(content)
    for change in changes:
        records[change.kind] = _with(records[change.kind], change)
    result = {"format": content["format"], "rulebook": {}, "content": {}, "examples": []}
    for kind, shelf in SHELVES.items():
        for place in shelf.places:
            items = [deepcopy(record[place[0]]) for record in records[kind].values()]
            if len(place) == 1:
                result[place[0]] = items
            else:
                result[place[0]][place[1]] = items
    return result


def _items(content: Json, place: tuple[str, ...]) -> list[Json]:
    value: Any = content
    for name in place:
        value = value[name]
    return value


def _changed(kind: str, before: Mapping[str, Record], after: Mapping[str, Record]) -> list[Change]:
    stay = _in_order([key for key in before if key in after], list(after))
    changes = []
    passed: list[str] = []
    for key, record in after.items():
        follows = None if key in stay else tuple(reversed(passed))
        if follows is not None or before[key] != record:
            changes.append(Change(kind, key, before.get(key), record, follows))
        passed.append(key)
    return changes + [Change(kind, key, record, None) for key, record in before.items() if key not in after]


def _in_order(common: list[str], new: list[str]) -> set[str]:
    """As many as possible of the common keys that stand in the same order in both: the others have moved."""
    place = {key: number for number, key in enumerate(new)}
    tails: list[int] = []
    ends: list[str] = []
    before: dict[str, str | None] = {}
    for key in common:
        length = bisect_left(tails, place[key])
        before[key] = ends[length - 1] if length else None
        tails[length : length + 1] = [place[key]]
        ends[length : length + 1] = [key]
    longest: set[str] = set()
    last = ends[-1] if ends else None
    while last is not None:
        longest.add(last)
        last = before[last]
    return longest


def _with(records: dict[str, Record], change: Change) -> dict[str, Record]:
    if change.after is None:
        return {key: record for key, record in records.items() if key != change.key}
    if change.follows is None and change.key in records:
        return {**records, change.key: change.after}
    others = [(key, record) for key, record in records.items() if key != change.key]
    keys = [key for key, _ in others]
    place = next((keys.index(key) + 1 for key in change.follows or () if key in keys), 0)
    return dict([*others[:place], (change.key, change.after), *others[place:]])
