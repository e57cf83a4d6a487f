"""The look in numbers: colours in one place and legible, and a first view that an old telephone loads quickly."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from config.display import DISPLAY_COOKIE
from tests.check.conversation import Resident

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
TEMPLATES = CSS.parents[1] / "templates"
TOKENS = dict(re.findall(r"--color-([a-z-]+): (#[0-9a-f]{6});", (CSS / "tokens.css").read_text(encoding="utf-8")))
A_COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch|color)\(|:\s*(?:white|black|gr[ae]y|red)\b"
)
# Paper is black and grey whatever the screen shows; the admin keeps the colours that Django gives it.
NOT_OURS = {"print.css", "paper.css", "pdf.css"}

GROUNDS = ("paper", "mist", "accent-tint", "notice", "danger-tint")
TEXTS = [
    *((text, ground) for text in ("ink", "muted", "accent", "accent-deep", "danger") for ground in GROUNDS),
    *(("paper", ground) for ground in ("accent", "accent-deep", "ink", "danger")),
]
EDGES = [
    ("line-strong", "paper"),
    ("line-strong", "mist"),
    ("line-strong", "accent-tint"),
    ("notice-line", "notice"),
    ("accent", "line"),
]
MAX_BYTES, MAX_REQUESTS, MAX_SCRIPT_BYTES = 60 * 1024, 8, 15 * 1024


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(TOKENS[one]), luminance(TOKENS[other])))
    return (lighter + 0.05) / (darker + 0.05)


def test_colours_stand_in_the_tokens_alone():
    files = [file for file in CSS.glob("*.css") if file.name not in NOT_OURS | {"tokens.css"}]
    strays = [f"{file.name}: {found}" for file in files for found in A_COLOUR.findall(file.read_text(encoding="utf-8"))]
    assert not strays


def test_colours_of_templates_are_tokens():
    """The colour around the page, which a stylesheet cannot set, and nothing else."""
    found = {
        (name, value)
        for file in TEMPLATES.rglob("*.html")
        for name, value in re.findall(r'([a-z-]+)="(#[0-9a-fA-F]{3,8})"', file.read_text(encoding="utf-8"))
    }
    assert found == {("content", TOKENS["accent"])}


def test_a_stylesheet_uses_no_token_that_there_is_not():
    known = set(re.findall(r"(--[a-z0-9-]+):", (CSS / "tokens.css").read_text(encoding="utf-8")))
    used = {
        (file.name, name)
        for file in CSS.glob("*.css")
        # What stands on every page of the sheet is no token.
        if file.name != "paper.css"
        for name in re.findall(r"var\((--[a-z0-9-]+)", file.read_text(encoding="utf-8"))
    }
    assert {(file, name) for file, name in used if name not in known} == set()


@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_has_seven_to_one_on_every_ground_so_that_both_versions_need_one_palette(text, ground):
    assert contrast(text, ground) >= 7


@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_the_edge_of_what_can_be_pressed_has_three_to_one(edge, ground):
    assert contrast(edge, ground) >= 3


def sizes(html: str) -> list[tuple[str, int]]:
    """What the page loads, itself included: each address with its size as it goes over the wire."""
    loaded = re.findall(r'<(?:link rel="(?:stylesheet|icon)" href|script src|img src)="/static/([^"]+)"', html)
    files = [(name, Path(finders.find(name)).read_bytes()) for name in dict.fromkeys(loaded)]
    return [(name, len(gzip.compress(content))) for name, content in [("page.html", html.encode()), *files]]


@pytest.mark.parametrize("display", ["standard-18", "elder-18"])
def test_the_first_view_is_small(client: Client, published, display):
    client.cookies[DISPLAY_COOKIE] = display
    pages = [client.get(address).content.decode() for address in ("/", "/measures/9/", "/check/")]
    for html in [*pages, Resident(client).begin().html]:
        loaded = sizes(html)
        assert sum(size for _, size in loaded) <= MAX_BYTES
        # One more for what a page may ask for later, such as the icon at its usual address.
        assert len(loaded) < MAX_REQUESTS
        assert sum(size for name, size in loaded if name.endswith(".js")) <= MAX_SCRIPT_BYTES
