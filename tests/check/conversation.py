"""A resident at the check, for tests: fills in forms as a page shows them, and reads what comes."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.test import Client

from benefits.check import answers as cookie
from benefits.check.answers import Answers, keep, unseal
from benefits.check.forms import ASKED, UNKNOWN, UNKNOWN_PREFIX
from benefits.eligibility.facts import Scope
from benefits.publishing.current import current_release

MAX_HOPS = 6
MAX_PAGES = 40
CONSENT = {"audience": "resident", "consent": "on"}
TYPED = (
    "due_date",
    "maternity_leave_child_order",
    "employer_social_insurance_paid",
    "home_purchase_date",
    "birth_date",
)


def everything_declined(answers: Answers) -> Answers:
    """The answers, with every question about the household declined that they do not answer."""
    keys = {question.key for question in current_release().rulebook.questions if question.scope == Scope.HOUSEHOLD}
    return replace(answers, declined=tuple(keys - set(answers.household)))


def text_of(page: str) -> str:
    """The words of a page."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


class Resident:
    """Drives Django's test client and follows redirects by hand, so that each response can be looked at."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.address = "/check/"
        self.response: Any = None

    def begin(self, audience: str = "resident") -> Resident:
        return self.send("/check/", CONSENT | {"audience": audience})

    def opens(self, address: str) -> Resident:
        """Follows redirects to a page."""
        self.response = self.client.get(address)
        self.address = address
        hops = 0
        while self.response.status_code == 302:
            hops += 1
            assert hops < MAX_HOPS, self.response["Location"]
            self.address = self.response["Location"].partition("#")[0]
            self.response = self.client.get(self.address)
        return self

    def send(self, address: str, data: dict[str, Any]) -> Resident:
        response = self.client.post(address, data)
        assert response.status_code == 302, response.status_code
        return self.opens(response["Location"].partition("#")[0])

    def answer(self, **answers: Any) -> Resident:
        """Answers the questions of the page at hand; those not named are declined."""
        return self.send(self.address, self.filled(**answers))

    def filled(self, **answers: Any) -> dict[str, Any]:
        data: dict[str, Any] = {ASKED: self.asked}
        for name in self.asked:
            if name in answers:
                data[name] = answers[name]
            elif name in TYPED:
                data[UNKNOWN_PREFIX + name] = "on"
            else:
                data[name] = UNKNOWN
        return data

    @property
    def asked(self) -> list[str]:
        """The questions on the page."""
        return re.findall(rf'name="{ASKED}" value="([^"]+)"', self.html)

    @property
    def html(self) -> str:
        return self.response.content.decode()

    @property
    def text(self) -> str:
        """The page's words."""
        return text_of(self.html)

    @property
    def answers(self) -> Answers:
        answers = unseal(self.client.cookies[cookie.COOKIE].value)
        assert isinstance(answers, Answers), answers
        return answers

    def has(self, **fields: Any) -> Resident:
        """Starts out with these answers in the cookie."""
        sealed = keep(HttpResponse(), Answers(has_consented=True, **fields)).cookies[cookie.COOKIE].value
        self.client.cookies[cookie.COOKIE] = sealed
        return self

    def walk(self, **answers: Any) -> list[tuple[str, list[str]]]:
        """Answers whatever is asked, and declines the rest, until nothing is asked; the pages on the way."""
        pages = []
        while self.asked or self.is_at_list_of_children:
            assert len(pages) < MAX_PAGES, pages
            if self.asked:
                pages.append((self.address, self.asked))
                self.answer(**answers)
            else:
                self.opens(re.findall(r'class="btn btn--primary" href="([^"]+)"', self.html)[0])
        return pages

    @property
    def is_at_list_of_children(self) -> bool:
        """Whether the children are listed, and another may be added."""
        return self.address == "/check/children/" and not self.asked
