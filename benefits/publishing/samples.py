"""Ten thousand invented households, always the same ones: what a change of rules does is counted on them.

They are no statistics of Wuxi. They are a plausible mix in which no situation that the rules tell apart is missing:

- Where: the eight districts roughly by size, 4% outside Wuxi. 62% have Wuxi hukou, 70% of the others a residence
  permit.
- Children: 16% none, 44% one, 32% two, 6% three, 2% four, elder ones one to five years apart. Of the youngest 12% are
  under 6 months, 22% up to 18, 22% up to 36, 16% under 6 years, 22% under 16, 6% up to 18 and just beyond. Three in ten
  were born on the very day on which they reach a whole half-year of age, one day before or one day after: there the
  rules change.
- Adults: most parents are married, most of those without children married or about to be. 22% of households without
  children expect one, 12% of those with a small child, none with a baby. Leave is for those with a baby and a job.
- Work: 55% employed, 33% in other work, on unemployment benefit or none. Insurance follows work: the employed have
  employee insurance, nine in ten; who does not work has resident insurance. 92% are insured in Wuxi, nearly always
  where they live.
- Hardship: 5% in all of its kinds. A birth defect 2%, a disability 1.5%, distress 1% of children.
- Home: 12% have bought a new home in the last three years, a quarter rent, few apply for public housing.
- Unknown: every answer is left out in 6% of households, the children in 2%; what does not arise (the date of a
  purchase where there was none) is unknown too.
- A question that was not known when this was written: yes in 30%, each choice alike, numbers and sums mostly small,
  days anywhere within its limits. A choice added to a known question: 5%.

Every answer is drawn from a row of numbers of its own, seeded by its name alone. So household 17 is the same in each
process and on each machine, and a question added to the rules changes no answer to the others.
"""

from __future__ import annotations

from array import array
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, TypeAlias

from benefits.eligibility.facts import BIRTH_DATE, CHILDREN, FactType, Question, Scope
from benefits.eligibility.household import FaultError, typed_answer
from benefits.eligibility.rulebook import Rulebook

Json: TypeAlias = dict[str, Any]
Shares: TypeAlias = Mapping[Any, float]

COUNT = 10_000
_SEED = "Wuxi 2026"
_UNKNOWN = 0.06
_CHILDREN_UNKNOWN = 0.02
_NEW_CHOICE = 0.05
_AT_A_LIMIT = 0.3
# A century: beyond it no limit of a date makes sense, and the calendar may end.
_FARTHEST_DAY = 36_500

_DISTRICTS = {
    "liangxi": 0.13,
    "xishan": 0.12,
    "huishan": 0.12,
    "binhu": 0.13,
    "xinwu": 0.13,
    "jingkai": 0.06,
    "jiangyin": 0.17,
    "yixing": 0.1,
}
_NUMBER_OF_CHILDREN = {0: 0.16, 1: 0.44, 2: 0.32, 3: 0.06, 4: 0.02}
# Completed months of the youngest child.
_YOUNGEST = {(0, 5): 0.12, (6, 18): 0.22, (19, 36): 0.22, (37, 71): 0.16, (72, 191): 0.22, (192, 227): 0.06}
_PARENTS = {"married": 0.9, "divorced_or_widowed": 0.08, "single": 0.02}
_WITHOUT_CHILDREN = {"married": 0.58, "single": 0.37, "divorced_or_widowed": 0.05}
_HARDSHIP = {
    "none": 0.95,
    "low_income": 0.015,
    "extreme_poverty": 0.005,
    "marginal_low_income": 0.015,
    "rigid_expenditure": 0.015,
}
_EMPLOYMENT = {
    "employee": 0.55,
    "flexible": 0.12,
    "new_form": 0.07,
    "migrant_worker": 0.08,
    "unemployment_benefit": 0.04,
    "not_working": 0.14,
}
_FLEXIBLE_INSURANCE = {"flexible_employee": 0.5, "resident": 0.4, "none": 0.1}
_INSURANCE: dict[str, Shares] = {
    "employee": {"employee": 0.92, "resident": 0.06, "none": 0.02},
    "flexible": _FLEXIBLE_INSURANCE,
    "new_form": _FLEXIBLE_INSURANCE,
    "migrant_worker": {"employee": 0.3, "resident": 0.55, "none": 0.15},
    "unemployment_benefit": {"employee": 0.85, "resident": 0.1, "none": 0.05},
    "not_working": {"resident": 0.85, "flexible_employee": 0.05, "none": 0.1},
}
# By completed months: the last of each row, and where such a child is looked after.
_CHILDCARE: tuple[tuple[int, Shares], ...] = (
    (5, {"none": 0.97, "inclusive_nursery": 0.02, "other": 0.01}),
    (23, {"none": 0.65, "inclusive_nursery": 0.25, "other": 0.1}),
    (36, {"none": 0.3, "inclusive_nursery": 0.35, "inclusive_kindergarten": 0.2, "other": 0.15}),
    (71, {"inclusive_kindergarten": 0.7, "other": 0.25, "none": 0.05}),
    (9999, {"none": 1.0}),
)
# What may be answered to a known choice question; whatever else it offers is new.
_KNOWN_CHOICES: dict[str, frozenset[str]] = {
    "district": frozenset({*_DISTRICTS, "elsewhere"}),
    "insured_district": frozenset(_DISTRICTS),
    "home_district": frozenset(_DISTRICTS),
    "marital_status": frozenset(_PARENTS),
    "household_category": frozenset(_HARDSHIP),
    "employment": frozenset(_EMPLOYMENT),
    "medical_insurance": frozenset({"employee", "flexible_employee", "resident", "none"}),
    "childcare": frozenset({"inclusive_nursery", "inclusive_kindergarten", "other", "none"}),
}


def sample_households(questions: Iterable[Question], on: date) -> Iterator[Json]:
    """The households in the keys of the facts, with answers to these questions only, as of a day."""
    by_scope: dict[Scope, list[Question]] = {scope: [] for scope in Scope}
    for question in questions:
        by_scope[question.scope].append(question)
    columns = _Columns()
    return (_household(_Draws(columns, index), by_scope, on) for index in range(COUNT))


def sample_household(rulebook: Rulebook, index: int, on: date) -> Json:
    """The household of this number, from 0 to COUNT - 1, as the rulebook's questions can ask for it."""
    by_scope = {scope: list(questions.values()) for scope, questions in rulebook.questions_by_scope.items()}
    return _household(_Draws(_Columns(), index), by_scope, on)


class _Columns(dict[str, Sequence[float]]):
    """For each name as many numbers from 0 to 1 as there are households, from a seed of its own."""

    def __missing__(self, name: str) -> Sequence[float]:
        # Of all that Random offers, only random() is promised to give the same numbers for ever.
        number = Random(f"{_SEED} {name}").random  # noqa: S311 - nothing here is secret
        column = self[name] = array("d", (number() for _ in range(COUNT)))
        return column


@dataclass(frozen=True, slots=True)
class _Draws:
    """One household's numbers, by the name of what they decide."""

    columns: _Columns
    index: int

    def number(self, name: str) -> float:
        return self.columns[name][self.index]

    def happens(self, name: str, share: float) -> bool:
        return self.number(name) < share

    def one_of(self, name: str, shares: Shares) -> Any:
        left = self.number(name)
        for value, share in shares.items():
            left -= share
            if left < 0:
                return value
        return value

    def whole(self, name: str, low: int, high: int) -> int:
        return low + int(self.number(name) * (high - low + 1))


def _household(draws: _Draws, questions: Mapping[Scope, list[Question]], on: date) -> Json:
    births = _births(draws, on)
    children = [_child(draws, f"{place}.", births[: place + 1], on) for place in range(len(births))]
    household = _asked(draws, "", questions[Scope.HOUSEHOLD], _adults(draws, births, on), on)
    if not draws.happens("children?", _CHILDREN_UNKNOWN):
        household[CHILDREN] = [
            _asked(draws, f"{place}.", questions[Scope.CHILD], child, on) for place, child in enumerate(children)
        ]
    return household


def _births(draws: _Draws, on: date) -> list[date]:
    """The children's birth dates, the eldest first."""
    births: list[date] = []
    months = 0
    for place in range(draws.one_of("number of children", _NUMBER_OF_CHILDREN)):
        name = f"birth {place}"
        if place == 0:
            months = draws.whole("age", *draws.one_of("age band", _YOUNGEST))
        else:
            months += draws.whole(name, 13, 60)
        if draws.happens(f"{name} at a limit", _AT_A_LIMIT):
            half_years = _months_before(on, 6 * round(months / 6))
            births.append(min(on, half_years + timedelta(days=draws.whole(f"{name} day", -1, 1))))
        else:
            births.append(_months_before(on, months) - timedelta(days=draws.whole(f"{name} day", 0, 27)))
    return sorted(births)


def _adults(draws: _Draws, births: list[date], on: date) -> Json:
    """What a household with these children would answer; None for what does not arise."""
    youngest = _months(births[-1], on) if births else None
    marital = draws.one_of("marital_status", _PARENTS if births else _WITHOUT_CHILDREN)
    about_to_marry = draws.happens("newly_married", {"married": 0.06 if births else 0.3}.get(marital, 0.08))
    employment = draws.one_of("employment", _EMPLOYMENT)
    pregnant = draws.happens("pregnant", _share_expecting(youngest))
    is_on_leave = employment == "employee" and draws.happens(
        "on_maternity_leave", 0.75 if youngest is not None and youngest < 6 else 0.03 if pregnant else 0.0
    )
    has_hukou = draws.happens("wuxi_hukou", 0.62)
    has_bought = draws.happens("bought_new_home", 0.12)
    lives_elsewhere = draws.happens("elsewhere", 0.04)
    district = draws.one_of("district", _DISTRICTS)
    insurance = draws.one_of("medical_insurance", _INSURANCE[employment])
    insured_here = insurance != "none" and draws.happens("insured_in_wuxi", 0.92)
    is_back = youngest is not None and draws.happens("returning_after_birth", 0.3 if youngest <= 18 else 0.03)
    return {
        "district": "elsewhere" if lives_elsewhere else district,
        "permanent_resident": draws.happens("permanent_resident", 0.1 if lives_elsewhere else 0.94),
        "wuxi_hukou": has_hukou,
        "residence_permit": not has_hukou and draws.happens("residence_permit", 0.7),
        "marital_status": marital,
        "newly_married": about_to_marry,
        "household_category": draws.one_of("household_category", _HARDSHIP),
        "preparing_pregnancy": not pregnant and draws.happens("preparing_pregnancy", 0.05 if births else 0.15),
        "infertility_treatment": draws.happens("infertility_treatment", 0.01 if births else 0.05),
        "pregnant": pregnant,
        "due_date": on + timedelta(days=draws.whole("due_date", 0, 280)) if pregnant else None,
        "on_maternity_leave": is_on_leave,
        "maternity_leave_child_order": max(1, len(births)) if is_on_leave else None,
        "employer_is_enterprise": draws.happens("employer_is_enterprise", 0.8) if employment == "employee" else None,
        "employer_social_insurance_paid": _sum(draws, "employer_social_insurance_paid", 100, 60_000)
        if is_on_leave
        else None,
        "medical_insurance": insurance,
        "insured_in_wuxi": insured_here,
        "insured_district": _near(draws, "insured_district", district) if insured_here else None,
        "employment": employment,
        "spouse_employed": draws.happens("spouse_employed", 0.65 if marital == "married" or about_to_marry else 0.15),
        "returning_after_birth": is_back,
        "in_skills_training": draws.happens("in_skills_training", 0.25 if is_back else 0.03),
        "bought_new_home": has_bought,
        "home_purchase_date": on - timedelta(days=draws.whole("home_purchase_date", 0, 1095)) if has_bought else None,
        "home_district": _near(draws, "home_district", district) if has_bought else None,
        "has_property_certificate": draws.happens("has_property_certificate", 0.6) if has_bought else None,
        "first_home_fund_loan": draws.happens("first_home_fund_loan", 0.4 if has_bought else 0.05),
        "renting": draws.happens("renting", 0.12 if has_hukou else 0.5),
        "housing_fund_account": draws.happens("housing_fund_account", 0.75 if employment == "employee" else 0.15),
        "applying_public_rental": draws.happens("applying_public_rental", 0.03),
        "applying_affordable_home": draws.happens("applying_affordable_home", 0.02),
    }


def _child(draws: _Draws, prefix: str, births: list[date], on: date) -> Json:
    """What would be answered of the last of these children; the others are elder ones."""
    months = _months(births[-1], on)
    has_pupil = any(36 <= _months(born, on) < 192 for born in births[:-1])
    childcare = next(shares for last, shares in _CHILDCARE if months <= last)
    return {
        BIRTH_DATE: births[-1],
        "childcare": draws.one_of(prefix + "childcare", childcare),
        "birth_defect": draws.happens(prefix + "birth_defect", 0.02),
        "disability": draws.happens(prefix + "disability", 0.015),
        "in_distress": draws.happens(prefix + "in_distress", 0.01),
        "sibling_at_school": has_pupil and draws.happens(prefix + "sibling_at_school", 0.4),
    }


def _asked(draws: _Draws, prefix: str, questions: list[Question], known: Json, on: date) -> Json:
    """The answers to these questions, as JSON: those known, and for a new question what its type suggests."""
    answers: Json = {}
    for question in questions:
        name = prefix + question.key
        if question.type is not FactType.CHILDREN and not draws.happens(f"{name}?", _UNKNOWN):
            value = _known_or_new(draws, name, question, known, on)
            if value is not None:
                answers[question.key] = value
    return answers


def _known_or_new(draws: _Draws, name: str, question: Question, known: Json, on: date) -> bool | int | str | None:
    """An answer that the question takes; None where the household has none."""
    value = _as_json(known[question.key]) if question.key in known else _as_json(_new(draws, name, question, on))
    if question.type is FactType.CHOICE and question.key in _KNOWN_CHOICES:
        return _choice(draws, name, question, value)
    if question.key not in known or value is None or _takes(question, value, on):
        return value
    return _as_json(_new(draws, name, question, on))


def _choice(draws: _Draws, name: str, question: Question, value: Any) -> Any:
    """The known choice, unless the question has it no more; or, in a few households, one that is new."""
    added = [choice for choice in question.values if choice not in _KNOWN_CHOICES[question.key]]
    if added and draws.happens(f"{name}+", _NEW_CHOICE):
        return added[draws.whole(f"{name}++", 0, len(added) - 1)]
    return value if value in question.values else None


def _as_json(value: Any) -> bool | int | str | None:
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _new(draws: _Draws, name: str, question: Question, on: date) -> Any:
    """An answer to a question of which nothing is known but its type, choices and limits."""
    low, high = (None if limit is None else int(limit) for limit in (question.minimum, question.maximum))
    match question.type:
        case FactType.BOOL:
            return draws.happens(name, 0.3)
        case FactType.CHOICE:
            return question.values[draws.whole(name, 0, len(question.values) - 1)] if question.values else None
        case FactType.INTEGER:
            low = min(0, high or 0) if low is None else low
            high = max(low, 10) if high is None else high
            return low + int(draws.number(name) * draws.number(name) * (high - low + 1))
        case FactType.MONEY:
            low = min(0, high or 0) if low is None else low
            return _sum(draws, name, low, max(low, 200_000) if high is None else high)
        case FactType.DATE:
            latest = max(0, question.earliest_days or 0) if question.latest_days is None else question.latest_days
            earliest = min(0, latest) - 6_570 if question.earliest_days is None else question.earliest_days
            return on + timedelta(days=draws.whole(name, max(earliest, -_FARTHEST_DAY), min(latest, _FARTHEST_DAY)))
        case FactType.CHILDREN:
            return None


def _takes(question: Question, raw: Any, on: date) -> bool:
    """Whether a known answer still has the question's type and lies within its limits."""
    try:
        typed_answer(question, raw, on)
    except FaultError:
        return False
    return True


def _share_expecting(youngest: int | None) -> float:
    if youngest is None:
        return 0.22
    if youngest < 9:
        return 0.0
    return 0.12 if youngest < 96 else 0.02


def _near(draws: _Draws, name: str, district: str) -> str:
    """Nearly always the district where the household lives."""
    return district if draws.happens(f"{name} is near", 0.9) else draws.one_of(name, _DISTRICTS)


def _sum(draws: _Draws, name: str, low: int, high: int) -> Decimal:
    """A sum in yuan to the fen, mostly nearer to the lower limit."""
    number = draws.number(name)
    return Decimal(low) + Decimal(int(number * number * number * (high - low) * 100)) / 100


def _months(born: date, on: date) -> int:
    """Completed months of age, near enough to tell babies from pupils."""
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)


def _months_before(on: date, months: int) -> date:
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))
