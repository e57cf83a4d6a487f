"""Language, version and size of the text: two cookies that hold wishes, and a switch that leads back."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from benefits.check.answers import COOKIE, Answers, seal
from config.display import DISPLAY_COOKIE, LANGUAGE, LANGUAGE_COOKIE, NEXT, TEXT, TEXT_POINTS, VERSION, YEAR
from tests.check.conversation import everything_declined

pytestmark = [pytest.mark.urls("tests.project.test_responses"), pytest.mark.usefixtures("published")]

PAGES = [
    "/",
    "/measures/",
    "/measures/9/",
    "/departments/",
    "/departments/health-commission/",
    "/privacy/",
    "/accessibility/",
    "/sitemap/",
    "/check/",
    "/check/step/home/?again=1",
    "/check/children/",
    "/check/answers/",
    "/check/results/",
    "/check/results/print/",
    "/check/clear/",
    "/account/login/",
]
ERRORS = {"/no-such-page/": 404, "/broken/": 500, "/bad/": 400, "/denied/": 403}


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def opening_tag(response) -> str:
    return re.search(r"<html[^>]*>", response.content.decode())[0]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("version", ["standard-18", "elder-30"])
def test_every_page_speaks_the_language_and_shows_the_version(client, language, version):
    client.cookies[LANGUAGE_COOKIE], client.cookies[DISPLAY_COOKIE] = language, version
    client.cookies[COOKIE] = seal(everything_declined(Answers(has_consented=True, household={"district": "binhu"})))
    tag = {"zh-hans": "zh-Hans", "en": "en"}[language]
    for address in PAGES:
        response = client.get(address)
        assert response.status_code == 200, address
        assert f'lang="{tag}"' in opening_tag(response), address
        assert ('class="elder text-30"' in opening_tag(response)) is (version == "elder-30"), address
        assert response["Content-Language"] == tag, address
        assert "Cookie" in response["Vary"], address
        assert "css/site.css" in response.content.decode(), address


def test_the_pages_for_what_goes_wrong_know_language_and_version_too(client):
    for address, status in ERRORS.items():
        client.cookies[LANGUAGE_COOKIE], client.cookies[DISPLAY_COOKIE] = "en", "elder-22"
        response = client.get(address)
        assert response.status_code == status
        assert opening_tag(response) == '<html lang="en" class="elder text-22">', address
        assert 'name="display-language" value="zh-hans"' in re.sub(r"\s+", " ", response.content.decode())
        client.cookies.clear()
        assert opening_tag(client.get(address)) == '<html lang="zh-Hans">', address


def test_an_error_page_of_the_server_asks_neither_database_nor_release(client, django_assert_num_queries, monkeypatch):
    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr("benefits.catalogue.context.current_release", fail)
    with django_assert_num_queries(0):
        response = client.get("/broken/")
    assert response.status_code == 500
    assert "css/site.css" in response.content.decode()
    assert "再试一次" in response.content.decode()


def test_what_the_browser_says_of_its_languages_does_not_decide(client):
    response = client.get("/", headers={"accept-language": "en-GB,en;q=0.9"})
    assert opening_tag(response) == '<html lang="zh-Hans">'


def test_a_cookie_with_anything_else_in_it_counts_as_the_default(client):
    for value in ("", "fr", "EN", "zh", "\x00", "en" * 2000, "\xe9", "standard-elder-18", "Elder-18", "-"):
        client.cookies[LANGUAGE_COOKIE] = client.cookies[DISPLAY_COOKIE] = value
        response = client.get("/privacy/")
        assert response.status_code == 200, value
        assert opening_tag(response) == '<html lang="zh-Hans">', value
    for value in ("elder", "elder-", "elder-19", "elder-0018", "elder-\xb9\xb8"):
        client.cookies[DISPLAY_COOKIE] = value
        assert opening_tag(client.get("/privacy/")) == '<html lang="zh-Hans" class="elder text-18">', value


def test_a_switch_is_remembered_for_a_year_and_leads_back(client):
    response = client.post(reverse("display"), {VERSION: "elder", NEXT: "/measures/9/?x=1"})
    assert response["Location"] == "/measures/9/?x=1"
    for name in (LANGUAGE_COOKIE, DISPLAY_COOKIE):
        cookie = response.cookies[name]
        assert (cookie["max-age"], cookie["path"], cookie["samesite"], cookie["httponly"]) == (YEAR, "/", "Lax", True)


def test_each_switch_leaves_the_others_as_they_are(client):
    client.post(reverse("display"), {LANGUAGE: "en"})
    client.post(reverse("display"), {VERSION: "elder"})
    client.post(reverse("display"), {TEXT: "26"})
    assert opening_tag(client.get("/")) == '<html lang="en" class="elder text-26">'
    client.post(reverse("display"), {VERSION: "standard"})
    assert opening_tag(client.get("/")) == '<html lang="en">'
    client.post(reverse("display"), {VERSION: "elder"})
    assert "text-26" in opening_tag(client.get("/"))


def test_a_switch_to_what_there_is_not_is_the_default(client):
    for sent in ({}, {LANGUAGE: "xx"}, {TEXT: "1000"}, {VERSION: ""}, {TEXT: ["26", "\x00"]}):
        assert client.post(reverse("display"), sent)["Location"] == "/"
        assert opening_tag(client.get("/")) == '<html lang="zh-Hans">', sent


ELSEWHERE = [
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "javascript:alert(1)",
    "measures/",
    "http:///elsewhere.example",
    "/" + "x" * 2000,
    "/\n/elsewhere.example",
    "",
]


def test_the_way_back_stays_on_this_site(client):
    for address in ELSEWHERE:
        location = client.post(reverse("display"), {LANGUAGE: "en", NEXT: address})["Location"]
        assert location.startswith("/"), address
        assert not location.startswith(("//", "/\\")), address
        assert "\n" not in location


def test_to_open_the_address_of_the_switch_leads_home(client):
    assert client.get(reverse("display"))["Location"] == "/"


def test_the_navigation_marks_the_page_and_what_stands_below_it(client):
    def marked(address: str) -> list[tuple[str, str]]:
        html = re.sub(r"\s+", " ", client.get(address).content.decode())
        return re.findall(r'<a href="([^"]+)" aria-current="(\w+)"', html)

    assert marked("/measures/") == [("/measures/", "page")]
    assert marked("/measures/9/") == [("/measures/", "true")]
    assert marked("/check/clear/") == [("/check/clear/", "page")]
    assert marked("/") == marked("/no-such-page/") == []


def test_each_size_of_text_has_its_style():
    from django.contrib.staticfiles import finders

    with open(finders.find("css/elder.css"), encoding="utf-8") as file:
        css = file.read()
    for points in TEXT_POINTS:
        assert f".elder.text-{points} {{\n  font-size: {points}pt;" in css
