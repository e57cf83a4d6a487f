"""The catalogue of the interface: everything in the source is in it, and everything in it has its English."""

from __future__ import annotations

import ast
import gettext
import re
from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation.template import templatize

from tests.english import CHINESE

CATALOGUE = settings.BASE_DIR / "locale" / "en" / "LC_MESSAGES" / "django.po"
FOLDERS = ("accounts", "benefits", "config")
MARKED = re.compile(r"(?:p?gettext|n?gettext)(?:_lazy|_noop)?|_")
PLACEHOLDER = re.compile(r"%\((\w+)\)|%s|%d|%%|\{\w*\}")
# What stands between a context and its message, as in a compiled catalogue.
WITHIN = "\4"
# Titles of documents are named as they are.
TITLE = re.compile("《[^》]*》")


def _entries() -> Iterator[dict[str, str]]:
    """The catalogue's entries: msgid, msgid_plural, msgstr or msgstr[0], msgstr[1], and whether any is fuzzy."""
    for block in CATALOGUE.read_text(encoding="utf-8").split("\n\n")[1:]:
        entry = {"fuzzy": "yes"} if re.search("^#,.*fuzzy", block, re.MULTILINE) else {}
        name = ""
        for line in block.splitlines():
            if match := re.fullmatch(r'([a-z_]+(?:\[\d\])?)? ?(".*")', line):
                name = match[1] or name
                entry[name] = entry.get(name, "") + ast.literal_eval(match[2])
        if "msgctxt" in entry:
            entry["msgid"] = entry["msgctxt"] + WITHIN + entry["msgid"]
        yield entry


ENTRIES = list(_entries())
ENGLISH = [(entry["msgid"], words) for entry in ENTRIES for name, words in entry.items() if name.startswith("msgstr")]


def test_the_catalogue_is_read() -> None:
    assert len(ENTRIES) > 1_000


def test_every_message_has_its_english() -> None:
    assert not [entry["msgid"] for entry in ENTRIES if "fuzzy" in entry]
    assert not [msgid for msgid, words in ENGLISH if not words]


def test_a_message_and_its_english_hold_the_same_places_for_what_is_filled_in() -> None:
    assert not [msgid for msgid, words in ENGLISH if _places(msgid) != _places(words)]


def test_no_english_holds_chinese() -> None:
    assert not [words for _, words in ENGLISH if CHINESE.search(TITLE.sub("", words))]


def test_what_was_compiled_is_the_catalogue() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for entry in ENTRIES:
        plural = entry.get("msgid_plural")
        said = [compiled.ngettext(entry["msgid"], plural, n) for n in (1, 2)] if plural else []
        expected = [entry["msgstr[0]"], entry["msgstr[1]"]] if plural else [entry["msgstr"]]
        assert (said or [compiled.gettext(entry["msgid"])]) == expected, "run make messages"


def test_every_message_of_the_source_is_in_the_catalogue() -> None:
    known = {entry["msgid"] for entry in ENTRIES}
    missing = {message for _path, message in messages() if message not in known}
    assert not missing, "run make messages"


def messages() -> Iterator[tuple[str, str]]:
    """What is marked for translation, in code and in templates, each with the path of its file."""
    for folder in FOLDERS:
        for path in (settings.BASE_DIR / folder).rglob("*.py"):
            name = path.relative_to(settings.BASE_DIR).as_posix()
            yield from ((name, message) for message in _in_code(path.read_text(encoding="utf-8")))
    for path in (settings.BASE_DIR / "templates").rglob("*.*"):
        name = path.relative_to(settings.BASE_DIR).as_posix()
        code = templatize(path.read_text(encoding="utf-8"))
        for message in re.findall(r"""\bn?gettext\(u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""", code):
            yield name, ast.literal_eval(message)


def _in_code(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and MARKED.fullmatch(node.func.id):
            parts = node.args[:2] if node.func.id.startswith("p") else node.args[:1]
            if all(isinstance(part, ast.Constant) for part in parts):
                yield WITHIN.join(part.value for part in parts)


def _places(message: str) -> Counter[str]:
    return Counter(match.group() for match in PLACEHOLDER.finditer(message))
