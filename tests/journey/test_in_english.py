"""Whoever chooses English reads English: on every page, whatever was answered and whatever goes wrong.

What stays Chinese is quoted, and says so in its `lang`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from benefits.models import Release
from benefits.publishing.standing import STANDINGS
from tests.check.conversation import Resident
from tests.english import CHINESE, Reader, follow, in_english, not_english

pytestmark = [pytest.mark.urls("tests.project.test_responses"), pytest.mark.usefixtures("published")]

IN_HARDSHIP = {
    "district": "xinwu",
    "permanent_resident": True,
    "wuxi_hukou": True,
    "household_category": "low_income",
    "pregnant": True,
    "medical_insurance": "employee",
    "insured_in_wuxi": True,
    "employment": "employee",
    "children": [
        {"birth_date": "2025-03-24", "childcare": "inclusive_nursery", "in_distress": True},
        {"birth_date": "2020-01-31", "sibling_at_school": True},
    ],
}
FROM_ELSEWHERE = {
    "district": "elsewhere",
    "wuxi_hukou": False,
    "residence_permit": True,
    "pregnant": False,
    "bought_new_home": True,
    "home_purchase_date": "2026-01-02",
    "children": [],
}
EMPLOYER = {
    "employment": "employee",
    "employer_is_enterprise": True,
    "on_maternity_leave": True,
    "maternity_leave_child_order": 3,
    "employer_social_insurance_paid": "1234.50",
}
REFUSED = [
    ("leave", "maternity_leave_child_order", "first"),
    ("leave", "maternity_leave_child_order", "11"),
    ("leave", "employer_social_insurance_paid", "a lot"),
    ("leave", "employer_social_insurance_paid", "1.234"),
    ("leave", "employer_social_insurance_paid", "1" * 201),
    ("pregnancy", "due_date", "soon"),
    ("pregnancy", "due_date", "1 January 2020"),
    ("purchase", "home_purchase_date", "29 February 2023"),
    ("purchase", "home_purchase_date", "2999-1-1"),
    ("purchase", "home_district", "atlantis"),
]


@pytest.fixture
def reader() -> Iterator[Reader]:
    client = Reader(raise_request_exception=False)
    with in_english(client):
        yield client


def assert_english(reader: Reader) -> None:
    """No page that the reader was given has any Chinese but what is marked; else all of it is told, page by page."""
    assert reader.pages
    found = {address: chinese for address, page in reader.pages.items() if (chinese := not_english(page))}
    assert not found, "\n".join(f"{address}: {' | '.join(dict.fromkeys(words))}" for address, words in found.items())


def test_every_page_that_a_link_leads_to(reader: Reader) -> None:
    follow(reader, "/")
    assert {"GET /measures/13/", "GET /departments/xinwu/", "GET /privacy/", "GET /check/"} <= set(reader.pages)
    assert all('<html lang="en"' in page for page in reader.pages.values())
    assert_english(reader)


def test_every_step_of_a_check_where_nothing_is_known(reader: Reader) -> None:
    Resident(reader).begin().walk()
    follow(reader, "/check/results/", within="/check/")
    assert_english(reader)


@pytest.mark.parametrize(
    ("audience", "household"),
    [("resident", IN_HARDSHIP), ("resident", FROM_ELSEWHERE), ("employer", EMPLOYER), ("institution", {})],
)
def test_the_results_with_all_they_lead_to(reader: Reader, audience: str, household: dict[str, Any]) -> None:
    resident = Resident(reader).has(audience=audience, household=household)
    while resident.opens("/check/results/").asked:
        resident.walk()
    follow(reader, "/check/results/", within="/check/")
    reader.get("/check/results/print/?answers=0")
    assert_english(reader)


def test_what_is_said_of_a_wrong_answer_and_how_a_right_one_is_shown_again(reader: Reader) -> None:
    resident = Resident(reader).has(household=IN_HARDSHIP | EMPLOYER | FROM_ELSEWHERE)
    for section, name, typed in REFUSED:
        resident.opens(f"/check/step/{section}/?change={name}").answer(**{name: typed})
        assert 'id="error-summary"' in resident.html, name
        assert_english(reader)
    resident.opens("/check/step/purchase/?change=home_purchase_date").answer(home_purchase_date="2 January 2026")
    resident.opens("/check/step/purchase/?change=home_purchase_date")
    assert 'value="2 January 2026"' in resident.html


def test_what_is_said_when_something_goes_wrong(reader: Reader) -> None:
    for address in ("/bad/", "/denied/", "/no-such-page/", "/broken/", "/check/?begun=1", "/account/login/"):
        reader.get(address)
    reader.post("/check/", {})
    Reader(enforce_csrf_checks=True).post("/check/", {})
    assert_english(reader)


def test_every_status_of_a_document_has_its_english() -> None:
    texts = [
        text
        for standing in STANDINGS.values()
        for text in (standing.name, standing.verb, standing.silent, standing.caution, *standing.sentences)
    ]
    assert all(bool(text.zh) == bool(text.en) and not CHINESE.search(text.en) for text in texts)


def test_all_that_the_policy_says_has_its_english(published: Release) -> None:
    texts = list(_texts(published.content))
    assert len(texts) > 500
    assert not [text for text in texts if bool(text["zh"]) != bool(text["en"]) or CHINESE.search(text["en"])]
    translations = [measure["text_en"] for measure in published.content["content"]["measures"]]
    assert all(text and not CHINESE.search(text) for text in translations)


def _texts(data: Any) -> Iterator[dict[str, str]]:
    """Every pair of Chinese and English in a release."""
    if isinstance(data, dict) and data.keys() == {"zh", "en"}:
        yield data
    elif isinstance(data, dict | list):
        for each in data.values() if isinstance(data, dict) else data:
            yield from _texts(each)
