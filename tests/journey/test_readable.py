"""Every text of our own that a resident may read is plain: the data, the interface, and sentences as they come out."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.utils.functional import Promise

from benefits.eligibility.assess import assess
from benefits.eligibility.facts import DERIVED
from benefits.eligibility.household import household_from
from benefits.eligibility.rulebook import Audience
from benefits.models import Release
from benefits.publishing.content import Content, Text
from benefits.publishing.current import PublishedRelease, loaded
from benefits.publishing.places import records
from benefits.publishing.samples import sample_household
from benefits.publishing.tone import LONGEST_QUESTION, LONGEST_SENTENCE, OWN
from benefits.results.comparison import Side, comparison
from benefits.results.page import results_page
from benefits.results.sheet import sheet
from benefits.results.timeline_page import timeline_page
from tests.project.test_english import WITHIN, messages
from tests.readability import faults, is_common

ON = date(2026, 11, 23)
SAMPLES = range(0, 10_000, 400)
# Where residents' words come from; the admin, accounts and trials are the staff's.
RESIDENTS = re.compile(
    r"templates/(?!staff/|admin/|account/|mfa/|check/(?:_?trial|_keep_example|not_in_trial))"
    r"|benefits/(?:check/(?!trial)|results/(?!checks)|catalogue/)|benefits/publishing/(?:standing|words)\.py|config/"
)
# Said to no resident: a pattern of dates.
NO_WORDS = {"Y年n月j日"}
# In pages: quotations, and an assessment in itself.
NOT_OURS = {"quotations", "source", "result", "conditions"}
HAN = re.compile("[\u4e00-\u9fff]")
# How an answer may be typed.
EXAMPLES = re.compile(r"例如 ?[0-9年月日. 或-]+")


def told(found: Mapping[str, list[str]]) -> str:
    return "\n".join(f"{text}: {' | '.join(wrong)}" for text, wrong in found.items() if wrong)


def names_of(content: Content) -> list[str]:
    """Names that may hold uncommon characters: terms, places and departments, as they are."""
    places = content.questions["district"].choices.values()
    departments = [name.zh for each in content.departments.values() for name in (each.name, each.short_name)]
    names = [term.name.zh for term in content.terms.values()] + [place.zh for place in places] + departments
    return [name for name in names if not all(map(is_common, name))]


def zh(value: Text | Mapping[str, Text]) -> Iterator[str]:
    yield from (text.zh for text in ([value] if isinstance(value, Text) else value.values()))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("字" * 41 + "。", "41: "),
        ("没有居住证就不能填写。", "double negative: "),
        ("饕", "rare: 饕"),
        ("请上传file。", "Latin: file"),
        ("有两个孩子。", "numeral: 两个"),
        ("住满一年。", "numeral: 一年"),
        ("选第二项。", "numeral: 第二"),
        ("自2026-01-01起。", "date: 2026-0"),
    ],
)
def test_what_is_not_plain_is_found(text: str, wrong: str) -> None:
    [found] = faults(text)
    assert found.startswith(wrong) or found == wrong


@pytest.mark.content_only
def test_what_the_release_says_in_our_words_is_plain(real_content: dict[str, Any]) -> None:
    content = Content.from_json(real_content["content"])
    source = "\n".join(measure.text for measure in content.measures.values())
    rare = names_of(content)
    found: dict[str, list[str]] = {}
    for kind, _key, record in records(content):
        for field in OWN.get(kind, ()):
            longest = LONGEST_QUESTION if field == "wording" else LONGEST_SENTENCE
            for text in zh(getattr(record, field)):
                found[text] = list(faults(text, longest=longest, rare=rare, source=source))
    for derived in DERIVED.values():
        found[derived.label] = list(faults(derived.label))
    assert len(found) > 400
    assert not told(found)


def test_what_the_interface_says_is_plain() -> None:
    said = {message.rpartition(WITHIN)[2] for path, message in messages() if RESIDENTS.match(path)} - NO_WORDS
    assert len(said) > 500
    assert not told({text: list(faults(EXAMPLES.sub("", text))) for text in said | set(_texts())})


def _texts() -> Iterator[str]:
    """Chinese beside its English in code."""
    for folder in ("check", "results", "catalogue", "publishing"):
        for path in (settings.BASE_DIR / "benefits" / folder).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                is_text = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text"
                if is_text and node.args and isinstance(node.args[0], ast.Constant):
                    yield node.args[0].value


@pytest.fixture
def release(published: Release) -> PublishedRelease:
    return loaded(published)


def test_what_is_made_of_answers_is_plain(release: PublishedRelease) -> None:
    content = release.content
    # Names that a sentence quotes are looked at where they stand.
    questions = content.questions.values()
    names = "\n".join(name for each in questions for text in (each.label, each.choices) for name in zh(text))
    rare = names_of(content)
    said = set(_made(release))
    assert len(said) > 500
    # Only what ends is a sentence; a list of names may be longer.
    longest = {text: LONGEST_SENTENCE if "。" in text else sys.maxsize for text in said}
    assert not told({text: list(faults(text, longest=longest[text], rare=rare, source=names)) for text in said})


def _made(release: PublishedRelease) -> Iterator[str]:
    """What households read of their results, on screen and paper, of later days, and beside another's results."""
    before = None
    for number in SAMPLES:
        household = household_from(release.rulebook, sample_household(release.rulebook, number, ON), ON)
        assessment = assess(release.rulebook, household, ON)
        declined = [key for key in release.rulebook.question_of if key not in household.answers][::2]
        page = results_page(release, assessment, household, Audience.RESIDENT, declined, change_url=str)
        yield from words_in(sheet(page, release, assessment))
        yield from words_in(timeline_page(release, assessment, household, Audience.RESIDENT, change_url=str))
        after = Side(release, assessment, household, Audience.RESIDENT)
        compared = comparison(before or after, after)
        yield from (*words_in(compared), compared.summary)
        before = after


def words_in(value: object) -> Iterator[str]:
    """All Chinese in a page, but for what it quotes of the document and what is no word to anybody."""
    match value:
        case Text():
            yield from words_in(value.zh)
        case str() | Promise():
            if HAN.search(str(value)):
                yield str(value)
        case tuple() | list():
            named = (
                zip(value._fields, value, strict=True) if hasattr(value, "_fields") else (("", each) for each in value)
            )
            yield from (said for name, each in named if name not in NOT_OURS for said in words_in(each))
        case _ if is_dataclass(value):
            yield from (
                said
                for each in fields(value)
                if each.name not in NOT_OURS
                for said in words_in(getattr(value, each.name))
            )
