"""The households that are measured: invented, in the keys of the facts."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from benefits.eligibility.facts import CHILDREN, DUE_DATE, FactType, Scope
from benefits.eligibility.rulebook import Question, Rulebook

ON = date(2026, 11, 23)

# All questions answered; a toddler and a pupil, another child on the way.
TWO_CHILDREN: dict[str, Any] = {
    "district": "xinwu",
    "permanent_resident": True,
    "wuxi_hukou": True,
    "residence_permit": False,
    "marital_status": "married",
    "newly_married": False,
    "household_category": "low_income",
    "preparing_pregnancy": False,
    "infertility_treatment": False,
    "pregnant": True,
    "on_maternity_leave": False,
    "medical_insurance": "employee",
    "insured_in_wuxi": True,
    "insured_district": "xinwu",
    "employment": "employee",
    "spouse_employed": True,
    "returning_after_birth": False,
    "in_skills_training": False,
    "bought_new_home": True,
    "home_purchase_date": "2026-03-01",
    "home_district": "binhu",
    "has_property_certificate": True,
    "first_home_fund_loan": True,
    "renting": False,
    "housing_fund_account": True,
    "applying_public_rental": False,
    "applying_affordable_home": False,
    "children": [
        {
            "birth_date": "2025-03-24",
            "childcare": "inclusive_nursery",
            "birth_defect": False,
            "disability": False,
            "in_distress": False,
            "sibling_at_school": False,
        },
        {
            "birth_date": "2017-09-01",
            "childcare": "none",
            "birth_defect": False,
            "disability": False,
            "in_distress": False,
            "sibling_at_school": True,
        },
    ],
}


def random_household(rulebook: Rulebook, choose: random.Random) -> dict[str, Any]:
    """A household with some answers unknown."""
    household = _answers(rulebook.questions_by_scope[Scope.HOUSEHOLD].values(), choose)
    children = rulebook.questions_by_scope[Scope.CHILD].values()
    household[CHILDREN] = [_answers(children, choose) for _ in range(choose.choice((0, 1, 1, 2, 2, 3)))]
    return household


def _answers(questions: Any, choose: random.Random) -> dict[str, Any]:
    known = (question for question in questions if question.type is not FactType.CHILDREN and choose.random() < 0.85)
    return {question.key: _answer(question, choose) for question in known}


def _answer(question: Question, choose: random.Random) -> Any:
    match question.type:
        case FactType.BOOL:
            return choose.random() < 0.4
        case FactType.CHOICE:
            return choose.choice(question.values)
        case FactType.INTEGER:
            return choose.randint(1, 4)
        case FactType.MONEY:
            return f"{choose.randint(0, 900_000) / 100:.2f}"
        case _ if question.key == DUE_DATE:
            return (ON + timedelta(days=choose.randint(0, 280))).isoformat()
        case _:
            return (ON - timedelta(days=choose.randint(0, 6_500))).isoformat()
