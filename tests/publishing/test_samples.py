"""The sample households: always the same, coherent, and answering whatever may be asked, also what is new."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from benefits.eligibility.assess import Status, assess
from benefits.eligibility.facts import CHILDREN, FactType, Question, Scope
from benefits.eligibility.household import Household, household_from
from benefits.eligibility.rulebook import Rulebook
from benefits.publishing.samples import COUNT, sample_household, sample_households
from tests.rulebooks import real_rulebook

HOUSEHOLD_17 = {
    "permanent_resident": True,
    "wuxi_hukou": False,
    "residence_permit": True,
    "marital_status": "married",
    "newly_married": True,
    "household_category": "none",
    "preparing_pregnancy": False,
    "infertility_treatment": False,
    "pregnant": True,
    "due_date": "2027-07-01",
    "medical_insurance": "flexible_employee",
    "insured_in_wuxi": True,
    "insured_district": "huishan",
    "employment": "flexible",
    "spouse_employed": False,
    "returning_after_birth": False,
    "in_skills_training": False,
    "bought_new_home": False,
    "first_home_fund_loan": False,
    "renting": True,
    "housing_fund_account": False,
    "applying_public_rental": False,
    "applying_affordable_home": False,
    "children": [],
}
ROOT = Path(__file__).resolve().parents[2]
ON = date(2026, 11, 24)
FEW = 1_000


def checksum(samples: list[dict[str, Any]]) -> str:
    return sha256(json.dumps(samples, sort_keys=True).encode()).hexdigest()


@pytest.fixture(scope="module")
def samples() -> list[dict[str, Any]]:
    return list(sample_households(real_rulebook().questions, ON))


@pytest.fixture(scope="module")
def households(samples) -> list[Household]:
    return [household_from(real_rulebook(), data, ON) for data in samples]


def with_questions(*questions: Question) -> Rulebook:
    """The real rulebook with these questions added, or in the place of those with their keys."""
    new = {question.key: question for question in questions}
    kept = [new.pop(question.key, question) for question in real_rulebook().questions]
    return replace(real_rulebook(), questions=(*kept, *new.values()))


def some(rulebook: Rulebook, count: int = FEW) -> list[dict[str, Any]]:
    return list(islice(sample_households(rulebook.questions, ON), count))


def values_of(rulebook: Rulebook, key: str) -> Counter:
    return Counter(data.get(key) for data in some(rulebook))


def test_there_are_ten_thousand_and_every_one_is_a_household_of_the_check(households):
    assert len(households) == COUNT == 10_000


def test_another_process_makes_the_same_households(samples):
    program = (
        "import json, sys; from datetime import date; from benefits.publishing.samples import sample_households;"
        "from tests.rulebooks import real_rulebook; from tests.publishing.test_samples import checksum;"
        f"print(checksum(list(sample_households(real_rulebook().questions, date({ON.year}, {ON.month}, {ON.day})))))"
    )
    environment = {"PYTHONHASHSEED": "12345", "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == checksum(samples)


def test_household_17_is_the_same_on_every_machine(samples):
    """Pinned: whoever opens a sample from an old page finds the household of which it spoke."""
    assert samples[17] == HOUSEHOLD_17


def test_one_household_is_made_alone_as_among_the_others(samples):
    for index in (0, 17, COUNT - 1):
        assert sample_household(real_rulebook(), index, ON) == samples[index]


@pytest.mark.parametrize("on", [date(2024, 2, 29), date(2025, 1, 31), date(2030, 12, 31)])
def test_they_are_valid_on_any_day(on):
    for data in islice(sample_households(real_rulebook().questions, on), FEW):
        household_from(real_rulebook(), data, on)


def test_every_question_is_answered_in_every_way_and_left_open_by_some(samples):
    children = [child for data in samples for child in data.get(CHILDREN) or ()]
    for question in real_rulebook().questions:
        if question.type is FactType.CHILDREN:
            continue
        given = Counter(each.get(question.key) for each in (samples if question.scope is Scope.HOUSEHOLD else children))
        assert given[None] > 300, question.key
        for value in question.values or ((True, False) if question.type is FactType.BOOL else ()):
            assert given[value] >= 20, (question.key, value)


def test_every_benefit_comes_out_in_every_way_that_it_can(households):
    """But for those that need no condition, and the one that waits for the day of publication."""
    outcomes = Counter(
        (result.benefit.key, result.status)
        for household in households
        for result in assess(real_rulebook(policy_published_on="2026-01-01"), household, ON).benefits
    )
    for benefit in real_rulebook().benefits:
        if any(tier.conditions for tier in benefit.tiers):
            for status in Status:
                assert outcomes[benefit.key, status] >= 5, (benefit.key, status)


def test_the_mix_is_that_of_the_documentation(samples):
    known = [data for data in samples if CHILDREN in data]
    counts = Counter(len(data[CHILDREN]) for data in known)
    assert counts.keys() == {0, 1, 2, 3, 4}
    assert 0.42 < counts[1] / len(known) < 0.46
    hardship = [data["household_category"] for data in samples if "household_category" in data]
    assert 0.04 < sum(category != "none" for category in hardship) / len(hardship) < 0.06
    expecting = [data["pregnant"] for data in known if "pregnant" in data and not data[CHILDREN]]
    assert 0.19 < sum(expecting) / len(expecting) < 0.25
    assert 0.01 < 1 - len(known) / COUNT < 0.03


def test_births_stand_thick_where_rules_change(samples):
    """Three in ten within a day of a whole half-year, against one in sixty by chance."""
    births = [child["birth_date"] for data in samples for child in data.get(CHILDREN) or () if "birth_date" in child]
    near = sum(
        abs((date.fromisoformat(born) - date(year, month, 24)).days) <= 1
        for born in births
        for year, month in [(int(born[:4]), 5 if int(born[5:7]) < 8 else 11)]
    )
    assert 0.25 < near / len(births) < 0.4


def test_answers_hang_together(samples):
    for data in samples:
        if data.get("on_maternity_leave"):
            assert data.get("employment", "employee") == "employee"
        if data.get("medical_insurance") == "none":
            assert not data.get("insured_in_wuxi")
        if data.get("bought_new_home") is False:
            assert "home_purchase_date" not in data
        if "due_date" in data:
            assert data.get("pregnant", True)
        if data.get("residence_permit"):
            assert not data.get("wuxi_hukou")
        births = [child.get("birth_date", "") for child in data.get(CHILDREN) or ()]
        assert [born for born in births if born] == sorted(born for born in births if born)


def test_a_question_added_changes_no_answer_to_the_others(samples):
    rulebook = with_questions(Question("twins", Scope.HOUSEHOLD, FactType.BOOL, "family"))
    added = some(rulebook)
    assert 0.2 < sum(data.get("twins") is True for data in added) / FEW < 0.35
    assert [{key: value for key, value in data.items() if key != "twins"} for data in added] == samples[:FEW]


def test_a_choice_added_is_answered_by_some_and_changes_nobody_else(samples):
    asked = real_rulebook().question_of["employment"]
    rulebook = with_questions(replace(asked, values=("retired", *asked.values)))
    added = some(rulebook)
    assert 30 < sum(data.get("employment") == "retired" for data in added) < 70
    assert all(new == old for new, old in zip(added, samples, strict=False) if new.get("employment") != "retired")


def test_a_choice_taken_away_is_answered_by_nobody(samples):
    asked = real_rulebook().question_of["employment"]
    values = tuple(value for value in asked.values if value != "employee")
    given = values_of(with_questions(replace(asked, values=values)), "employment")
    assert set(given) == {*values, None}
    assert given["flexible"] == sum(data.get("employment") == "flexible" for data in samples[:FEW])


@pytest.mark.parametrize(
    ("question", "least", "most"),
    [
        (Question("asked", Scope.HOUSEHOLD, FactType.INTEGER, "family"), 0, 10),
        (Question("asked", Scope.HOUSEHOLD, FactType.INTEGER, "family", minimum=Decimal(3), maximum=Decimal(4)), 3, 4),
        (Question("asked", Scope.HOUSEHOLD, FactType.INTEGER, "family", maximum=Decimal(-5)), -5, -5),
        (Question("asked", Scope.HOUSEHOLD, FactType.MONEY, "family"), 0, 200_000),
        (
            Question("asked", Scope.HOUSEHOLD, FactType.MONEY, "family", minimum=Decimal(50), maximum=Decimal(60)),
            50,
            60,
        ),
        (Question("asked", Scope.HOUSEHOLD, FactType.MONEY, "family", minimum=Decimal(10**6)), 10**6, 10**6),
    ],
)
def test_numbers_nobody_knew_of_lie_within_their_limits(question, least, most):
    given = [Decimal(value) for value in values_of(with_questions(question), "asked").elements() if value is not None]
    assert len(given) > 900
    assert least <= min(given) <= max(given) <= most


@pytest.mark.parametrize(
    ("earliest", "latest"), [(None, None), (None, 0), (-30, 30), (0, 300), (5, None), (-(10**9), 10**9)]
)
def test_days_nobody_knew_of_lie_within_their_limits(earliest, latest):
    asked = Question("asked", Scope.CHILD, FactType.DATE, "children", earliest_days=earliest, latest_days=latest)
    rulebook = with_questions(asked)
    answered = 0
    for data in some(rulebook):
        answered += any("asked" in child for child in data.get(CHILDREN) or ())
        household_from(rulebook, data, ON)
    assert answered > 700


def test_a_known_question_of_another_type_is_answered_as_a_new_one():
    asked = Question("pregnant", Scope.HOUSEHOLD, FactType.CHOICE, "family", values=("yes", "no", "perhaps"))
    assert set(values_of(with_questions(asked), "pregnant")) == {"yes", "no", "perhaps", None}
    asked = Question("employment", Scope.HOUSEHOLD, FactType.BOOL, "work")
    assert set(values_of(with_questions(asked), "employment")) == {True, False, None}
    asked = Question("home_purchase_date", Scope.HOUSEHOLD, FactType.CHOICE, "purchase")
    assert set(values_of(with_questions(asked), "home_purchase_date")) == {None}
