"""Whatever is sent to the check, and whatever the cookie holds, the answer is a page or a redirect."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benefits.check.answers import Answers, Refused, Said, seal
from benefits.check.forms import ASKED, UNKNOWN, UNKNOWN_PREFIX
from benefits.check.question_page import AGAIN, CHANGE, THEN
from config.display import DISPLAY_COOKIE, LANGUAGE, TEXT, VERSION
from tests.check.conversation import Resident

pytestmark = pytest.mark.usefixtures("release")

KEYS = [
    "district",
    "permanent_resident",
    "household_category",
    "due_date",
    "employer_social_insurance_paid",
    "maternity_leave_child_order",
    "home_purchase_date",
    "children",
    "birth_date",
    "childcare",
    "nothing",
]
ADDRESSES = [
    "/check/",
    *(f"/check/step/{name}/" for name in ("home", "pregnancy", "leave", "purchase", "children", "none")),
    "/check/children/",
    *(f"/check/children/{number}/" for number in (0, 1, 2, 3, 11)),
    *(f"/check/children/{number}/remove/" for number in (1, 2)),
    "/check/answers/",
    "/check/results/",
    "/check/results/print/",
    *(f"/check/what-if/{name}" for name in ("", "choose/", "question/", "undo/", "drop/", "keep/")),
    *(f"/check/{name}/" for name in ("code", "open", "reopened", "reopened/again", "counter", "keep", "clear")),
]
texts = st.one_of(
    st.sampled_from(
        ["yes", "no", UNKNOWN, "on", "binhu", "none", "2024-02-29", "2024年2月30日", "１，２００", "-1", "3", ""]
    ),
    st.text(max_size=250),
    st.sampled_from(["\x00", "九" * 201, "1" * 10_000, "😀", "\u202e", "<script>"]),
)
names = st.one_of(
    st.sampled_from(KEYS),
    st.sampled_from(KEYS).map(UNKNOWN_PREFIX.__add__),
    st.sampled_from([LANGUAGE, VERSION, TEXT]),
    st.text(max_size=20),
)
posts = st.builds(
    lambda asked, fields, key: fields | {ASKED: asked, "key": key},
    st.lists(st.sampled_from(KEYS), max_size=6),
    st.dictionaries(names, st.lists(texts, min_size=1, max_size=2), max_size=8),
    st.one_of(st.sampled_from([*KEYS, "children.0", "children.1", "children.0.childcare"]), texts),
)
CHILD_KEYS = [f"children.{number}.{name}" for number in (0, 2, 10) for name in ("birth_date", "childcare", "nothing")]
queries = st.dictionaries(
    st.sampled_from([CHANGE, AGAIN, THEN, "why", "begun"]),
    st.sampled_from([*KEYS, *CHILD_KEYS, "results", "1", "\x00"]),
    max_size=2,
)
values = st.one_of(st.none(), st.booleans(), st.integers(-5, 10**9), texts)
children = st.one_of(
    values, st.lists(st.one_of(values, st.dictionaries(st.sampled_from(KEYS), values, max_size=4)), max_size=12)
)
households = st.builds(
    lambda answers, listed: answers | listed,
    st.dictionaries(st.sampled_from(KEYS), values, max_size=6),
    st.one_of(st.just({}), children.map(lambda value: {"children": value})),
)
full_keys = st.one_of(names, st.builds("children.{}.{}".format, st.integers(0, 12), st.sampled_from(KEYS)))
declined = st.lists(full_keys, max_size=6).map(tuple)
cookies = st.builds(
    Answers,
    audience=st.sampled_from(["resident", "employer", "institution"]),
    has_consented=st.sampled_from([True, True, True, False]),
    release=st.integers(0, 3),
    household=households,
    declined=declined,
    supposed=st.one_of(st.none(), st.builds(Said, households, declined)),
    dropped=st.lists(full_keys, max_size=2).map(tuple),
    refused=st.one_of(
        st.none(),
        st.builds(
            Refused,
            st.sampled_from(ADDRESSES),
            st.builds(
                lambda asked, fields: fields | {ASKED: asked},
                st.lists(st.sampled_from(KEYS)),
                st.dictionaries(names, st.lists(texts, max_size=1), max_size=4),
            ),
            st.lists(names, max_size=2).map(tuple),
            st.booleans(),
        ),
    ),
)


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(cookies, st.sampled_from(["", "elder-18"]), st.sampled_from(ADDRESSES), queries, posts)
def test_no_post_and_no_cookie_makes_the_check_fail(answers, display, address, query, post):
    client = Client(raise_request_exception=True)
    client.cookies["answers"] = seal(answers)
    client.cookies[DISPLAY_COOKIE] = display
    response = client.post(address, post, query_params=query)
    assert response.status_code in (200, 302, 404, 405)
    response = client.get(address, query_params=query)
    assert response.status_code in (200, 204, 302, 404)
    if response.status_code == 302:
        Resident(client).opens(response["Location"])


@pytest.mark.parametrize("count", [1_000, 10_000])
def test_thousands_of_fields_are_a_bad_request_at_most(client, count):
    Resident(client).begin()
    response = client.post(
        "/check/step/home/", {ASKED: "district"} | {f"field{number}": "x" for number in range(count)}
    )
    assert response.status_code in (302, 400)


def test_a_broken_encoding_is_no_failure(client):
    Resident(client).begin()
    body = b"asked-questions=children&children=%ff%fe\xff\xfe&%00=%00"
    response = client.post("/check/children/", body, content_type="application/x-www-form-urlencoded; charset=utf-8")
    assert response.status_code == 302
    assert client.get("/check/children/?change=%ff%00").status_code == 200


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x"]
)
def test_a_body_of_another_kind_is_no_failure(client, kind):
    Resident(client).begin()
    assert client.generic("POST", "/check/step/home/", b'{"district": 1}', content_type=kind).status_code in (302, 400)
