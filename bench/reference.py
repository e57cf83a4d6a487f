"""The thirteen measures written by hand as plain functions, without reasons: what the engine's speed is held against.

For households with every question answered. Each function gives the amount, or None where there is no claim.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeAlias

from benefits.eligibility.household import Household

Amount: TypeAlias = tuple[Any, ...]
# For a benefit per child, the amounts of all children stand in the place of the amount.
Result: TypeAlias = tuple[str, Any]

IN_KIND = ("in_kind",)
AS_REGULATED = ("as_regulated",)
# What cannot be settled: the document it depends on has not been issued.
OPEN = ("open",)
INSURANCES = {"employee", "flexible_employee", "resident"}
HARDSHIPS = {"low_income", "extreme_poverty", "marginal_low_income", "rigid_expenditure"}
INCLUSIVE = {"inclusive_nursery", "inclusive_kindergarten"}
SECOND_CHILD_FROM = date(2016, 1, 1)


class Home:
    """A household's answers with what several measures need worked out once."""

    def __init__(self, household: Household, on: date, published_on: date | None) -> None:
        self.published_on = published_on
        self.of = of = household.answers.get
        self.children = household.children or ()
        self.births = sorted(child["birth_date"] for child in self.children)
        self.ages = [_months(child["birth_date"], on) for child in self.children]
        youngest = min(self.ages, default=9999)
        self.has_minor = youngest < 216
        self.has_under_3 = youngest < 36
        self.has_under_1 = youngest < 12
        self.multi_child = len(self.children) >= 2
        self.pregnant = of("pregnant")
        self.on_leave = of("on_maternity_leave")
        self.employed = of("employment") == "employee"
        self.insurance = of("medical_insurance") if of("insured_in_wuxi") else None
        self.insured = self.insurance in INSURANCES
        self.hardship = of("household_category") in HARDSHIPS
        self.returning = of("returning_after_birth")


def _months(born: date, on: date) -> int:
    months = (on.year - born.year) * 12 + on.month - born.month
    if on.day < born.day and (on + timedelta(days=1)).month == on.month:
        months -= 1
    return months


def maternity_allowance(home: Home) -> Amount | None:
    return AS_REGULATED if home.insurance == "employee" and (home.pregnant or home.on_leave) else None


def unemployed_insurance_premiums(home: Home) -> Amount | None:
    return IN_KIND if home.of("employment") == "unemployment_benefit" else None


def flexible_worker_maternity_cover(home: Home) -> Amount | None:
    if home.of("employment") in {"flexible", "new_form", "migrant_worker"} or home.insurance == "flexible_employee":
        return IN_KIND
    return None


def prenatal_checkup_cover(home: Home) -> Amount | None:
    if home.pregnant and home.insurance == "employee":
        return "ceiling", Decimal("2500.00"), "paid"
    if home.pregnant and home.insurance == "resident":
        return "ceiling", Decimal("1200.00"), "eligible_costs"
    return None


def labour_pain_relief_cover(home: Home) -> Amount | None:
    return IN_KIND if home.pregnant and home.insured else None


def assisted_reproduction_cover(home: Home) -> Amount | None:
    return IN_KIND if home.of("infertility_treatment") and home.insured else None


def return_to_work_training(home: Home) -> Amount | None:
    return IN_KIND if home.returning else None


def skills_training_allowance(home: Home) -> Amount | None:
    return AS_REGULATED if home.returning and home.of("in_skills_training") else None


def maternity_labour_protection(home: Home) -> Amount | None:
    return IN_KIND if home.employed and (home.pregnant or home.on_leave or home.has_under_1) else None


def family_friendly_post(home: Home) -> Amount | None:
    return IN_KIND if home.returning or home.has_minor else None


def flexible_work(home: Home) -> Amount | None:
    return IN_KIND if home.employed and home.has_minor else None


def for_everybody(home: Home) -> Amount:
    return IN_KIND


def fertility_assessment(home: Home) -> Amount | None:
    return IN_KIND if home.of("preparing_pregnancy") else None


def infertility_care(home: Home) -> Amount | None:
    return IN_KIND if home.of("infertility_treatment") else None


def prenatal_screening(home: Home) -> Amount | None:
    return IN_KIND if home.pregnant else None


def matchmaking_events(home: Home) -> Amount | None:
    return IN_KIND if home.of("marital_status") in {"single", "divorced_or_widowed"} else None


def employer_insurance_subsidy(home: Home) -> Amount | None:
    if not (home.employed and home.of("employer_is_enterprise") and home.on_leave):
        return None
    percent = {1: 50, 2: 50, 3: 80}.get(home.of("maternity_leave_child_order"))
    if percent is None:
        return None
    share = home.of("employer_social_insurance_paid") * percent / 100
    return "percent", percent, share.quantize(Decimal("0.01"), ROUND_HALF_UP)


def leave_entitlements(home: Home) -> Amount | None:
    married = home.of("newly_married")
    if home.employed and (home.pregnant or home.on_leave or home.has_under_3 or married):
        return IN_KIND
    return IN_KIND if home.of("spouse_employed") and (home.pregnant or home.has_under_3 or married) else None


def hardship_pregnancy_grant(home: Home) -> Amount | None:
    return ("one_off", Decimal("5000.00")) if home.pregnant and home.hardship else None


def national_birth_subsidy(home: Home) -> Amount | None:
    return AS_REGULATED if home.pregnant or home.has_under_3 else None


def newborn_hukou_reward(home: Home) -> Amount | None:
    return AS_REGULATED if home.of("wuxi_hukou") and (home.pregnant or home.has_under_1) else None


def second_third_child_reward(home: Home) -> Amount | None:
    return AS_REGULATED if (home.multi_child and home.has_under_3) or (home.pregnant and home.children) else None


def maternity_care_services(home: Home) -> Amount | None:
    of = home.of
    if home.pregnant or of("preparing_pregnancy") or home.on_leave or home.has_under_1 or of("newly_married"):
        return IN_KIND
    return None


def community_childcare(home: Home) -> Amount | None:
    return IN_KIND if home.has_under_3 else None


def workplace_childcare(home: Home) -> Amount | None:
    return IN_KIND if home.has_under_3 and home.employed else None


def parenting_guidance(home: Home) -> Amount | None:
    return IN_KIND if home.pregnant or home.has_under_3 else None


def infant_childcare(home: Home) -> Amount | None:
    return IN_KIND if home.has_under_1 else None


def by_regulation_for_all(home: Home) -> Amount:
    return AS_REGULATED


def wider_free_education(home: Home) -> Amount | None:
    return IN_KIND if home.has_minor else None


def affordable_home_choice(home: Home) -> Amount | None:
    return IN_KIND if home.of("applying_affordable_home") and home.has_minor else None


def home_purchase_grant(home: Home) -> Amount | None:
    of = home.of
    if not (of("wuxi_hukou") and of("bought_new_home") and of("has_property_certificate") and home.multi_child):
        return None
    if home.births[1] < SECOND_CHILD_FROM:
        return None
    if home.published_on is None:
        return OPEN
    return ("one_off", Decimal("30000.00")) if of("home_purchase_date") >= home.published_on else None


def housing_fund_loan_uplift(home: Home) -> Amount | None:
    return AS_REGULATED if home.multi_child and home.of("first_home_fund_loan") else None


def housing_fund_rent_withdrawal(home: Home) -> Amount | None:
    return AS_REGULATED if home.multi_child and home.of("renting") and home.of("housing_fund_account") else None


def public_rental_choice(home: Home) -> Amount | None:
    return IN_KIND if home.of("applying_public_rental") and home.has_minor else None


def family_tax_relief(home: Home) -> Amount | None:
    return AS_REGULATED if home.has_minor else None


Child: TypeAlias = Mapping[str, Any]


def newborn_screening(home: Home, child: Child, age: int) -> Amount | None:
    return IN_KIND if age <= 0 else None


def childcare_subsidy(home: Home, child: Child, age: int) -> Amount | None:
    if not home.of("permanent_resident") or child["childcare"] not in INCLUSIVE or age > 36:
        return None
    return "monthly", Decimal("500.00") if age <= 18 else Decimal("300.00")


def free_childcare(home: Home, child: Child, age: int) -> Amount | None:
    return IN_KIND if home.hardship and age <= 36 else None


def child_health_services(home: Home, child: Child, age: int) -> Amount | None:
    return IN_KIND if age < 216 else None


def child_medicine_cover(home: Home, child: Child, age: int) -> Amount | None:
    return AS_REGULATED if age < 216 else None


def birth_defect_medical_aid(home: Home, child: Child, age: int) -> Amount | None:
    return AS_REGULATED if child["birth_defect"] and home.hardship and age < 216 else None


def children_in_distress_support(home: Home, child: Child, age: int) -> Amount | None:
    return AS_REGULATED if child["in_distress"] and age < 216 else None


def sibling_school_place(home: Home, child: Child, age: int) -> Amount | None:
    return IN_KIND if home.multi_child and child["sibling_at_school"] and 24 <= age <= 191 else None


def migrant_school_entry(home: Home, child: Child, age: int) -> Amount | None:
    return IN_KIND if not home.of("wuxi_hukou") and home.of("residence_permit") and 36 <= age <= 191 else None


def education_aid(home: Home, child: Child, age: int) -> Amount | None:
    return AS_REGULATED if (home.hardship or child["in_distress"]) and 36 <= age <= 215 else None


def inclusive_special_education(home: Home, child: Child, age: int) -> Amount | None:
    return IN_KIND if child["disability"] and age < 216 else None


def after_school_care(home: Home, child: Child, age: int) -> Amount | None:
    return IN_KIND if 72 <= age <= 179 else None


OF_HOUSEHOLD: dict[str, Callable[[Home], Amount | None]] = {
    "maternity-allowance": maternity_allowance,
    "unemployed-insurance-premiums": unemployed_insurance_premiums,
    "flexible-worker-maternity-cover": flexible_worker_maternity_cover,
    "prenatal-checkup-cover": prenatal_checkup_cover,
    "labour-pain-relief-cover": labour_pain_relief_cover,
    "assisted-reproduction-cover": assisted_reproduction_cover,
    "return-to-work-training": return_to_work_training,
    "skills-training-allowance": skills_training_allowance,
    "maternity-labour-protection": maternity_labour_protection,
    "family-friendly-post": family_friendly_post,
    "flexible-work": flexible_work,
    "fair-employment-protection": for_everybody,
    "fertility-assessment": fertility_assessment,
    "infertility-care": infertility_care,
    "nipt-screening": labour_pain_relief_cover,
    "prenatal-screening": prenatal_screening,
    "adolescent-health-education": for_everybody,
    "early-pregnancy-care": for_everybody,
    "matchmaking-events": matchmaking_events,
    "employer-insurance-subsidy": employer_insurance_subsidy,
    "leave-entitlements": leave_entitlements,
    "hardship-pregnancy-grant": hardship_pregnancy_grant,
    "national-birth-subsidy": national_birth_subsidy,
    "newborn-hukou-reward": newborn_hukou_reward,
    "second-third-child-reward": second_third_child_reward,
    "maternity-care-services": maternity_care_services,
    "community-childcare": community_childcare,
    "workplace-childcare": workplace_childcare,
    "caring-employer-award": by_regulation_for_all,
    "childcare-provider-funding": by_regulation_for_all,
    "parenting-guidance": parenting_guidance,
    "infant-childcare": infant_childcare,
    "wider-free-education": wider_free_education,
    "affordable-home-choice": affordable_home_choice,
    "home-purchase-grant": home_purchase_grant,
    "housing-fund-loan-uplift": housing_fund_loan_uplift,
    "housing-fund-rent-withdrawal": housing_fund_rent_withdrawal,
    "public-rental-choice": public_rental_choice,
    "childcare-tax-relief": by_regulation_for_all,
    "family-tax-relief": family_tax_relief,
}
OF_CHILD: dict[str, Callable[[Home, Child, int], Amount | None]] = {
    "newborn-screening": newborn_screening,
    "childcare-subsidy": childcare_subsidy,
    "free-childcare": free_childcare,
    "child-health-services": child_health_services,
    "child-medicine-cover": child_medicine_cover,
    "birth-defect-medical-aid": birth_defect_medical_aid,
    "children-in-distress-support": children_in_distress_support,
    "sibling-school-place": sibling_school_place,
    "migrant-school-entry": migrant_school_entry,
    "education-aid": education_aid,
    "inclusive-special-education": inclusive_special_education,
    "after-school-care": after_school_care,
}


def assess_by_hand(household: Household, on: date, published_on: date | None = None) -> dict[str, Result]:
    """Each benefit's status and amount (for a benefit per child: each child's amount, None where it has no claim)."""
    home = Home(household, on, published_on)
    results: dict[str, Result] = {}
    for key, claim in OF_HOUSEHOLD.items():
        amount = claim(home)
        if amount is OPEN:
            results[key] = ("undetermined", None)
        else:
            results[key] = ("not_eligible" if amount is None else "eligible", amount)
    for key, claim_of_child in OF_CHILD.items():
        amounts = [claim_of_child(home, child, age) for child, age in zip(home.children, home.ages, strict=True)]
        results[key] = ("eligible" if any(amounts) else "not_eligible", amounts)
    return results
