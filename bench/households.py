"""The households that are measured: invented, in the keys of the facts."""

from __future__ import annotations

from datetime import date
from typing import Any

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

# Two toddlers more, and the day on which the fifth child is due: what moves a timeline most.
_TODDLER = TWO_CHILDREN["children"][0]
FOUR_CHILDREN: dict[str, Any] = {
    **TWO_CHILDREN,
    "due_date": "2027-03-01",
    "children": [
        *TWO_CHILDREN["children"],
        {**_TODDLER, "birth_date": "2024-02-29"},
        {**_TODDLER, "birth_date": "2022-07-15"},
    ],
}
