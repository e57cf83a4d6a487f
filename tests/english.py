"""English pages, for tests: asked for as a visitor does, and searched for Chinese that nobody translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.utils import translation

# Characters, and the punctuation that is only Chinese; English has its own “ ” and ·.
CHINESE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")
# Chinese sentences follow one another without a space.
RUN_TOGETHER = re.compile(r"[a-z)”][.!?;,:][A-Z“]")
READ_OUT = ("alt", "aria-label", "content", "label", "placeholder", "title", "value")
NEVER_CLOSED = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Reader(Client):
    """A client that keeps every page it was given, by address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.pages: dict[str, str] = {}

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        if response.headers.get("Content-Type", "").startswith("text/html") and response.content:
            self.pages[f"{request['REQUEST_METHOD']} {request['PATH_INFO']}"] = response.content.decode()
        return response


@contextmanager
def in_english(client: Client) -> Iterator[None]:
    """Within it the client is a visitor who has chosen English."""
    client.cookies["language"] = "en"
    with translation.override("en"):
        yield


def follow(client: Reader, start: str, within: str = "/") -> None:
    """Opens every page that links lead to from here, each path once; the staff's are left out."""
    waiting, seen = [start], {urlsplit(start).path}
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        if response.status_code == 302:
            found = [response["Location"]]
        else:
            found = links(response.content.decode()) if response["Content-Type"].startswith("text/html") else []
        for link in found:
            target = urljoin(address, link)
            path = urlsplit(target).path
            if path not in seen and path.startswith(within) and not path.startswith("/account/"):
                seen.add(path)
                waiting.append(target)


def links(html: str) -> list[str]:
    """Where the links of a page lead."""
    return [link.replace("&amp;", "&") for link in re.findall(r'<a\b[^>]*\shref="(/[^"]*|\?[^"]*)"', html)]


def not_english(html: str) -> list[str]:
    """Chinese in a page's words, and in the attributes that are read out, where no lang says that it is Chinese; and
    English that is set as if it were.
    """
    search = _Search()
    search.feed(html)
    search.close()
    return search.found


class _Search(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or self._language
        for name in READ_OUT:
            self._look_at(given.get(name) or "", language)
        if tag not in NEVER_CLOSED:
            self._open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            continue

    def handle_data(self, data: str) -> None:
        self._look_at(data, self._language)

    @property
    def _language(self) -> str:
        return self._open[-1][1] if self._open else ""

    def _look_at(self, words: str, language: str) -> None:
        if not language.startswith("zh") and (CHINESE.search(words) or RUN_TOGETHER.search(words)):
            self.found.append(" ".join(words.split())[:80])
