"""A release of a few records, broken somewhere at random: for claims about whatever may stand in a release."""

from __future__ import annotations

from copy import deepcopy
from functools import reduce
from random import Random
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
ALLOWANCE = "maternity-allowance"
PROMISE = "maternity-insurance-and-care-link"
_VALUES = (None, True, 0, -1, 10**40, 1.5, "", "x", "NaN", "1E+400", "9999-12-31", "0001-01-01", [], {}, ["x"], [1, 2])


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for key, part in inner for deeper in paths(part, (*path, key)))]


def few_records(content: Json) -> Json:
    """The release with a few records of each kind, so that it is checked soon and a random change strikes any place."""
    keep = {
        "benefits": {ALLOWANCE, "childcare-subsidy", "home-purchase-grant"},
        "measures": {1, 9, 13},
        "commitments": {PROMISE},
        "terms": {"nipt"},
    }
    few = deepcopy(content)
    rules = [benefit for benefit in few["rulebook"]["benefits"] if benefit["key"] in keep["benefits"]]
    conditions = [condition for benefit in rules for tier in benefit["tiers"] for condition in tier["conditions"]]
    needed = {"district", "home_district", "children", "birth_date", "due_date"}
    keep["questions"] = needed | {condition["fact"] for condition in conditions}
    for part in (few["rulebook"], few["content"]):
        for name, keys in keep.items():
            if name in part:
                part[name] = [item for item in part[name] if item.get("key", item.get("number")) in keys]
    return few | {"examples": few["examples"][:1]}


def broken_somewhere(content: Json, seed: int) -> Json:
    """The content with one value, anywhere in it, gone or replaced by one that may not fit."""
    choose = Random(seed)
    content = deepcopy(content)
    *path, last = choose.choice(paths(content)[1:])
    holder = reduce(lambda held, key: held[key], path, content)
    if choose.random() < 0.3:
        del holder[last]
    else:
        holder[last] = deepcopy(choose.choice(_VALUES))
    return content
