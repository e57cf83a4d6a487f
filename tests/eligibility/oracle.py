"""The contract a second time, slowly and literally, for holding the engine against.

It reads a rulebook's and a household's plain JSON and shares no code with the engine. Truth is a number, so that
"and" is the least and "or" the greatest; a fact is looked up anew each time it is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

NO, UNKNOWN, YES = 0, 1, 2
STATUS = {NO: "not_eligible", UNKNOWN: "undetermined", YES: "eligible"}
CHILD_LIMITS = {"has_minor_child": 216, "has_child_under_3": 36, "has_child_under_1": 12}
# Stands for the child of whom nothing is known, where the children are unknown.
NOBODY = -1
# A fact that is known not to exist.
NONE_SUCH = object()

Json = dict[str, Any]


def anniversary(born: date, months: int) -> date:
    """The day on which a child turns that many months old: the same day, or the last of a month that lacks it."""
    years, month = divmod(born.month - 1 + months, 12)
    last = next(day for day in (31, 30, 29, 28) if is_day(born.year + years, month + 1, day))
    return date(born.year + years, month + 1, min(born.day, last))


def is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


@cache
def months_old(born: date, on: date) -> int:
    """How many anniversaries have come, counted one by one from a number that certainly have: months of 31 days."""
    months = (on - born).days // 31
    while anniversary(born, months + 1) <= on:
        months += 1
    return months


@dataclass
class Case:
    """A rulebook, a household and a day."""

    rules: Json
    household: Json
    on: date

    def __post_init__(self) -> None:
        self.household = {key: value for key, value in self.household.items() if value is not None}
        self.asked = {question["key"]: question for question in self.rules["questions"]}
        self.order = list(self.asked)
        self.departments = {department["key"]: department for department in self.rules["departments"]}

    @property
    def children(self) -> list[Json] | None:
        return self.household.get("children")

    def type_of(self, fact: str) -> str:
        if fact in self.asked:
            return self.asked[fact]["type"]
        return "date" if fact == "second_child_born_on" else "integer"

    def value(self, fact: str, child: int | None) -> Any:
        """A fact's value, None where unknown."""
        if fact == "age_months":
            born = self.value("birth_date", child)
            return None if born is None else months_old(born, self.on)
        if fact in self.asked:
            return self.answer(fact, child)
        return None if self.children is None else self.of_family(fact)

    def answer(self, fact: str, child: int | None) -> Any:
        holder = self.household
        if self.asked[fact]["scope"] == "child":
            holder = {} if child == NOBODY else self.children[child]
        raw = holder.get(fact)
        if raw is None:
            return None
        match self.asked[fact]["type"]:
            case "date":
                return date.fromisoformat(raw)
            case "money":
                return Decimal(raw)
        return raw

    def of_family(self, fact: str) -> Any:
        count = len(self.children)
        births = [self.value("birth_date", child) for child in range(count)]
        if fact == "children_count":
            return count
        if fact == "multi_child":
            return count >= 2
        if fact == "second_child_born_on":
            if count < 2:
                return NONE_SUCH
            return None if None in births else sorted(births)[1]
        limit = CHILD_LIMITS[fact]
        under = [UNKNOWN if born is None else YES if months_old(born, self.on) < limit else NO for born in births]
        return {NO: False, UNKNOWN: None, YES: True}[max(under, default=NO)]

    def lacks(self, fact: str, child: int | None) -> set[str]:
        """What would have to be answered for an unknown fact to be known."""
        births = {"second_child_born_on", *CHILD_LIMITS}
        if fact == "age_months":
            return self.lacks("birth_date", child)
        if fact in self.asked:
            if self.asked[fact]["scope"] == "household":
                return {fact}
            return {"children"} if child == NOBODY else {f"children.{child}.{fact}"}
        if self.children is None or fact not in births:
            return {"children"}
        return {
            f"children.{index}.birth_date"
            for index in range(len(self.children))
            if self.value("birth_date", index) is None
        }

    def in_order(self, keys: Iterable[str]) -> list[str]:
        def place(key: str) -> tuple[int, int]:
            parts = key.split(".")
            return (int(parts[1]) if len(parts) == 3 else -1, self.order.index(parts[-1]))

        return sorted(keys, key=place)

    def document(self, benefit: Json) -> Json:
        measure = next(item for item in self.rules["measures"] if item["number"] == benefit["measure"])
        return next(item for item in self.rules["documents"] if item["key"] == measure["document"])


def covers(item: Json, on: date) -> bool:
    first, last = item.get("valid_from"), item.get("valid_until")
    return (not first or date.fromisoformat(first) <= on) and (not last or on <= date.fromisoformat(last))


def holds(case: Case, condition: Json, parameters: Json, child: int | None) -> int:
    value = condition.get("value")
    if "parameter" in condition:
        value = parameters[condition["parameter"]]
        if value is None:
            return UNKNOWN
    answer = case.value(condition["fact"], child)
    if answer is None:
        return UNKNOWN
    if answer is NONE_SUCH:
        return NO
    wanted = [typed(case, condition["fact"], item) for item in (value if isinstance(value, list) else [value])]
    match condition["operator"]:
        case "is" | "one_of":
            outcome = answer in wanted
        case "is_not":
            outcome = answer not in wanted
        case "at_least" | "on_or_after":
            outcome = answer >= wanted[0]
        case "at_most":
            outcome = answer <= wanted[0]
        case "before":
            outcome = answer < wanted[0]
        case "between":
            outcome = wanted[0] <= answer <= wanted[1]
    return YES if outcome else NO


def typed(case: Case, fact: str, value: Any) -> Any:
    match case.type_of(fact):
        case "date":
            return date.fromisoformat(value)
        case "money":
            return Decimal(value)
    return value


def amount_json(case: Case, amount: Json) -> Json:
    kind = amount["kind"]
    if kind == "percent":
        base = case.value(amount["of"], None)
        yuan = None
        if base is not None:
            yuan = str((base * amount["percent"] / Decimal(100)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))
        return {"kind": kind, "percent": amount["percent"], "of": amount["of"], "yuan": yuan}
    result = {"kind": kind}
    if "yuan" in amount:
        result["yuan"] = f"{Decimal(amount['yuan']):.2f}"
    if "basis" in amount:
        result["basis"] = amount["basis"]
    return result


def subject(case: Case, benefit: Json, child: int | None) -> Json:
    """One household's or child's part, with the parameters it awaits."""
    parameters = case.document(benefit)["parameters"]
    table = []
    for tier in benefit["tiers"]:
        amount = next((amount for amount in tier["amounts"] if covers(amount, case.on)), None)
        conditions = [(holds(case, one, parameters, child), one) for one in tier["conditions"]]
        outcome = min((truth for truth, _ in conditions), default=YES)
        if amount is None or not covers(tier, case.on):
            outcome = NO
        table.append((outcome, amount, conditions))
    truth = max((outcome for outcome, _, _ in table), default=NO)
    if child == NOBODY:
        truth = min(truth, UNKNOWN)
    among = []
    for row in table:
        if row[0] != NO:
            among.append(row)
        if row[0] == YES:
            break
    candidates: list[Json] = []
    for _, amount, _ in among:
        if amount_json(case, amount) not in candidates:
            candidates.append(amount_json(case, amount))
    missing: set[str] = set()
    awaits: list[str] = []
    for _, _, conditions in among:
        for one in (condition for outcome, condition in conditions if outcome == UNKNOWN):
            if "parameter" in one and parameters[one["parameter"]] is None:
                awaits.append(one["parameter"])
            elif truth == UNKNOWN or len(candidates) > 1:
                missing |= case.lacks(one["fact"], child)
    if child == NOBODY and truth == UNKNOWN:
        # There may be no child at all, whatever else is known or awaited.
        missing.add("children")
    for amount in candidates:
        if amount["kind"] == "percent" and amount["yuan"] is None:
            missing.add(amount["of"])
    given = truth == YES and len(candidates) == 1
    return {
        "status": STATUS[truth],
        "amount": candidates[0] if given else None,
        "candidates": candidates,
        "missing": case.in_order(missing),
        "awaits": awaits,
    }


def departments(case: Case, benefit: Json) -> list[str]:
    measure = next(item for item in case.rules["measures"] if item["number"] == benefit["measure"])
    place = case.value(benefit["routing"], None)
    named = [case.departments[key] for key in measure["departments"]]
    city = [item["name"] for item in named if not item.get("district")]
    governments = [item["name"] for item in named if item.get("district") and place in (None, item["district"])]
    return city + governments


def result(case: Case, benefit: Json) -> Json:
    is_per_child = benefit["per"] == "child"
    if not is_per_child:
        subjects = [subject(case, benefit, None)]
    elif case.children is None:
        subjects = [subject(case, benefit, NOBODY)]
    else:
        subjects = [subject(case, benefit, child) for child in range(len(case.children))]
    statuses = [part["status"] for part in subjects]
    status = next((name for name in ("eligible", "undetermined") if name in statuses), "not_eligible")
    missing = {key for part in subjects for key in part["missing"]}
    if status != "not_eligible" and case.value(benefit["routing"], None) is None:
        missing.add(benefit["routing"])
    awaits = [part.pop("awaits") for part in subjects]
    children = None
    if is_per_child and case.children is not None:
        children = [{"index": index} | part for index, part in enumerate(subjects)]
    return {
        **{name: benefit[name] for name in ("key", "measure", "per", "audience", "firmness")},
        "policy_status": case.document(benefit)["status"],
        "status": status,
        "amount": None if is_per_child else subjects[0]["amount"],
        "candidates": [] if is_per_child else subjects[0]["candidates"],
        "missing": case.in_order(missing),
        "awaits": list(dict.fromkeys(name for names in awaits for name in names)),
        "children": children,
        "enquire_at": case.departments[benefit["enquire_at"]]["name"],
        "departments": departments(case, benefit),
    }


def totals(results: list[Json]) -> Json:
    sums: dict[str, dict[str, Decimal]] = {}
    for one in results:
        of_status = sums.setdefault(one["policy_status"], {"one_off": Decimal("0.00"), "monthly": Decimal("0.00")})
        if one["audience"] != "resident":
            continue
        given = [one["amount"], *(child["amount"] for child in one["children"] or ())]
        for amount in given:
            if amount is not None and amount["kind"] in of_status:
                of_status[amount["kind"]] += Decimal(amount["yuan"])
    return {status: {kind: str(yuan) for kind, yuan in by_kind.items()} for status, by_kind in sums.items()}


def assessment(rules: Json, household: Json, on: date, release: int = 0) -> Json:
    """The whole machine-readable assessment."""
    case = Case(rules, household, on)
    results = [result(case, benefit) for benefit in rules["benefits"]]
    return {"release": release, "on": on.isoformat(), "benefits": results, "totals": totals(results)}
