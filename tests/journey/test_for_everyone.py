"""Every page that a person can see is for everyone: in both versions and languages, at the width of a small telephone.

320 px wide and 256 high is also what 1280 by 1024 leaves at a zoom of 400 %. The answers come with a cookie.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client
from django.urls import path, resolve
from django.utils import timezone
from playwright.sync_api import Page

from benefits.catalogue.urls import urlpatterns as catalogue_pages
from benefits.check.answers import COOKIE, Answers, AnswersTooLarge, Refused, Said, seal
from benefits.check.code import Snapshot
from benefits.check.forms import ASKED
from benefits.check.gate import private
from benefits.check.progress import replayed
from benefits.check.reopened import COOKIE as REOPENED
from benefits.check.reopened import keep_reopened
from benefits.check.urls import urlpatterns as check_pages
from benefits.publishing.current import PublishedRelease, ReleaseUnavailable, current_release
from config.display import DISPLAY_COOKIE, LANGUAGE_COOKIE
from config.views import csrf_failure, no_sign_in, too_many_tries
from tests.browser import Faults, assert_accessible, assert_fits
from tests.factories import UserFactory
from tests.project.test_responses import fail_with, handler400, handler403, handler404, handler500  # noqa: F401
from tests.project.test_responses import urlpatterns as failing
from tests.sign_in import signed_in

# Pages that no address alone leads to; all other addresses are the portal's, or fail as they are named.
urlpatterns = [
    path("too-large/", private(fail_with(AnswersTooLarge()))),
    path("release-gone/", private(fail_with(ReleaseUnavailable(7, is_for_now=False)))),
    path("no-token/", csrf_failure),
    path("too-many-tries/", too_many_tries),
    path("no-sign-in/", no_sign_in),
    path("busy/", lambda request: render(request, "results/paper/busy.html", {"with_answers": True})),
    path("no-pdf/", lambda request: render(request, "results/paper/no_pdf.html", {"with_answers": True})),
    *failing,
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.usefixtures("published")]

NARROW = {"width": 320, "height": 256}
PURCHASE = "/check/step/purchase/?change=home_purchase_date"
DUE_DATE = "/check/step/pregnancy/?change=due_date&then=timeline"
SUPPOSED = "/check/what-if/question/?change=children.0.childcare"
# They give a file, send on to another page, or are shown to staff alone.
NO_PAGES = {"pdf", "dates", "what_if_undo", "what_if_drop", "what_if_keep", "keep", "trial", "trial_end"}


def household() -> dict[str, Any]:
    """Something may be theirs, something is nearly so, and time brings changes."""
    months = [timezone.localdate() - timedelta(days=31 * age) for age in (12, 30)]
    return {
        "district": "xinwu",
        "permanent_resident": True,
        "pregnant": True,
        "household_category": "low_income",
        "children": [{"birth_date": born.isoformat(), "childcare": "none"} for born in months],
    }


def begun(release: PublishedRelease) -> Answers:
    return Answers(has_consented=True, household={"district": "xinwu", "children": household()["children"]})


def done(release: PublishedRelease) -> Answers:
    """Whatever was not answered was declined."""
    check = replayed(Answers(has_consented=True, household=household()), release, timezone.localdate())
    return replace(check.answers, declined=check.open)


def at_counter(release: PublishedRelease) -> Answers:
    return replace(done(release), is_at_counter=True)


def supposed(release: PublishedRelease) -> Answers:
    answers = done(release)
    children = [child | {"childcare": "inclusive_nursery"} for child in answers.household["children"]]
    return replace(answers, supposed=Said(answers.household | {"children": children}, answers.declined))


def refused(page: str, **typed: str) -> Callable[[PublishedRelease], Answers]:
    """This was typed on the page, and is refused."""
    kept = Refused(page, {name: [value] for name, value in typed.items()} | {ASKED: list(typed)})
    return lambda release: replace(done(release), refused=kept)


@dataclass(frozen=True)
class Visit:
    """A page, with what the browser holds. `is_complex`: looked at in every version and language."""

    address: str
    holds: Callable[[PublishedRelease], Answers] | None = None
    status: int = 200
    is_complex: bool = False

    def cookies(self) -> dict[str, str]:
        release = current_release()
        sealed = {COOKIE: seal(self.holds(release))} if self.holds else {}
        return sealed | reopened(release) if "/reopened/" in self.address else sealed


def reopened(release: PublishedRelease) -> dict[str, str]:
    said = done(release).said
    snapshot = Snapshot("resident", release.number, timezone.localdate(), said.household, said.declined)
    return {REOPENED: keep_reopened(HttpResponse(), snapshot).cookies[REOPENED].value}


VISITS = [
    Visit("/", is_complex=True),
    Visit("/measures/"),
    Visit("/measures/9/", is_complex=True),
    Visit("/departments/"),
    Visit("/departments/health-commission/"),
    Visit("/privacy/"),
    Visit("/accessibility/"),
    Visit("/sitemap/"),
    Visit("/check/"),
    Visit("/check/?why=expired", refused("/check/", audience="resident")),
    Visit("/check/?begun=1"),
    Visit("/check/step/pregnancy/", begun),
    Visit(PURCHASE, refused(PURCHASE, home_purchase_date="2023年2月29日"), is_complex=True),
    Visit("/check/children/", done),
    Visit("/check/children/", refused("/check/children/", children="")),
    Visit("/check/children/1/?change=childcare", done),
    Visit("/check/children/1/?change=birth_date", refused("/check/children/1/?change=birth_date", birth_date="2999")),
    Visit("/check/children/1/remove/", done),
    Visit("/check/answers/", done),
    Visit("/check/results/", done, is_complex=True),
    Visit("/check/results/print/", done, is_complex=True),
    Visit("/check/results/timeline/", done, is_complex=True),
    Visit(DUE_DATE, refused(DUE_DATE, due_date="2001-01-01")),
    Visit("/check/what-if/choose/", done),
    Visit(SUPPOSED, done),
    Visit(SUPPOSED, refused(SUPPOSED, childcare="")),
    Visit("/check/what-if/", supposed, is_complex=True),
    Visit("/check/code/", done),
    Visit("/check/open/"),
    Visit("/check/reopened/"),
    Visit("/check/reopened/again/"),
    Visit("/check/counter/", at_counter),
    Visit("/check/clear/", at_counter),
    Visit("/busy/"),
    Visit("/no-pdf/"),
    Visit("/too-large/", status=413),
    Visit("/release-gone/", status=410),
    Visit("/bad/", status=400),
    Visit("/denied/", status=403),
    Visit("/no-token/", status=403),
    Visit("/no-such-page/", status=404),
    Visit("/too-many-tries/", status=429),
    Visit("/broken/", status=500),
    Visit("/no-sign-in/", status=503),
]


def test_no_page_is_left_out():
    own = {pattern.name for pattern in (*check_pages, *catalogue_pages)} - NO_PAGES
    visited = {resolve(visit.address.partition("?")[0], __name__).url_name for visit in VISITS if visit.status == 200}
    assert own - visited == set()


@pytest.mark.parametrize(
    ("language", "points", "is_all"),
    [("zh-hans", 0, True), ("en", 18, True), ("zh-hans", 30, False), ("en", 0, False)],
    ids=["Chinese", "English in 长者版", "Chinese in its largest text", "English"],
)
def test_every_page(
    new_page: Callable[..., Page], live_server, faults: Faults, language: str, points: int, is_all: bool
) -> None:
    """`points`: the text of 长者版; 0 is the standard version."""
    faults.expect(*(visit.status for visit in VISITS))
    page = new_page(viewport=NARROW, reduced_motion="reduce")
    display = {LANGUAGE_COOKIE: language, DISPLAY_COOKIE: f"elder-{points}" if points else "standard-18"}
    session = signed_in(Client(), UserFactory(auditor=True)).cookies[settings.SESSION_COOKIE_NAME]
    for visit in VISITS:
        if not (is_all or visit.is_complex):
            continue
        cookies = visit.cookies() | display
        if "/counter/" in visit.address:
            cookies[session.key] = session.value
        page.context.clear_cookies()
        page.context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
        )
        response = page.goto(visit.address)
        assert (page.url.removeprefix(live_server.url), response.status) == (visit.address, visit.status)
        is_refused = page.title().startswith(("错误：", "Error: "))
        # What takes the focus by itself has it with the first picture of the page.
        page.wait_for_function("is => (document.activeElement.id === 'error-summary') === is", arg=is_refused)
        assert is_refused == page.locator("#error-summary").is_visible()
        assert_fits(page, target=60 if points else 44, points=points)
        assert_accessible(page)
