"""The look in numbers: colours in one place and legible, and a first view that an old telephone loads quickly."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from shutil import copytree

import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage
from django.test import Client

from config.display import DISPLAY_COOKIE
from config.stylesheet import SITE, SiteStorage, site_stylesheet
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
HOUSEHOLD = {
    "district": "liangxi",
    "children": "yes",
    "birth_date": "2025-05-24",
    "childcare": "inclusive_nursery",
}
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
    tokens = (CSS / "tokens.css").read_text(encoding="utf-8")
    for file in CSS.glob("*.css"):
        css = file.read_text(encoding="utf-8")
        known = set(re.findall(r"(--[a-z0-9-]+):", tokens + css))
        # What stands on every page of the sheet is no token.
        used = set() if file.name == "paper.css" else set(re.findall(r"var\((--[a-z0-9-]+)", css))
        assert used <= known, file.name


@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_has_seven_to_one_on_every_ground_so_that_both_versions_need_one_palette(text, ground):
    assert contrast(text, ground) >= 7


@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_the_edge_of_what_can_be_pressed_has_three_to_one(edge, ground):
    assert contrast(edge, ground) >= 3


def source(name: str) -> str:
    return Path(finders.find(name)).read_text(encoding="utf-8")


def sizes(html: str) -> list[tuple[str, int]]:
    """What the page loads, itself included: each address with its size as it goes over the wire."""
    loaded = re.findall(r'<(?:link rel="(?:stylesheet|icon)" href|script src|img src)="/static/([^"]+)"', html)
    files = [(name, site_stylesheet() if name == SITE else source(name)) for name in dict.fromkeys(loaded)]
    return [(name, len(gzip.compress(text.encode()))) for name, text in [("page.html", html), *files]]


class Looker(Resident):
    """A resident who keeps every page that is shown on the way."""

    def __init__(self, client: Client) -> None:
        super().__init__(client)
        self.pages: dict[str, str] = {}

    def opens(self, address: str) -> Looker:
        super().opens(address)
        assert self.response.status_code == 200, address
        self.pages[self.address] = self.html
        return self


@pytest.mark.parametrize("display", ["standard-18", "elder-18"])
def test_the_first_view_of_every_page_is_small(client: Client, published, display):
    client.cookies[DISPLAY_COOKIE] = display
    looker = Looker(client)
    for address in ("/", "/measures/9/", "/departments/", "/check/open/", "/check/"):
        looker.opens(address)
    looker.begin().walk(**HOUSEHOLD)
    for address in ("results/", "results/timeline/", "results/print/", "code/", "what-if/choose/"):
        looker.opens(f"/check/{address}")
    looker.opens("/check/what-if/question/?change=district").answer(district="xinwu")
    looker.walk()
    assert {"/check/", "/check/children/1/", "/check/results/", "/check/what-if/"} <= set(looker.pages)
    for address, html in looker.pages.items():
        loaded = sizes(html)
        assert sum(size for _, size in loaded) <= MAX_BYTES, address
        # One more for what a page may ask for later, such as the icon at its usual address.
        assert len(loaded) < MAX_REQUESTS, address
        assert sum(size for name, size in loaded if name.endswith(".js")) <= MAX_SCRIPT_BYTES, address


def test_the_collected_stylesheet_asks_for_no_other(tmp_path: Path):
    sources = FileSystemStorage(CSS.parent)
    names = [f"css/{file.name}" for file in CSS.glob("*.css")]
    storage = SiteStorage(location=tmp_path)
    copytree(CSS, tmp_path / "css")
    failed = [
        done for _, _, done in storage.post_process({name: (sources, name) for name in names}) if done is not True
    ]
    assert failed == []
    collected = (tmp_path / storage.stored_name(SITE)).read_text(encoding="utf-8")
    assert "@import" not in collected
    apart = {SITE, "css/paper.css", "css/paper-screen.css", "css/pdf.css"}
    assert [name for name in names if name not in apart and source(name) not in collected] == []
    assert "@media print {\n/* Paper" in collected
