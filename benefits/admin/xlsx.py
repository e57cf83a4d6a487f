"""The first sheet of an XLSX workbook as rows of text, read from its three parts that matter.

openpyxl, which writes our workbooks, reads styles and names too, and is kept busy for half a minute by a file of ten
kilobytes that is made for it. Here the work is bounded by what may be in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from posixpath import join, normpath
from xml.etree import ElementTree
from zipfile import ZipFile

# Of each part, unpacked: far more than an honest table needs. A file of a few kilobytes can unpack to gigabytes.
_MOST = 2 * 1024 * 1024
_MOST_ABOUT_IT = 256 * 1024
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile("([A-Z]{1,3})[0-9]+")


class TooLarge(ValueError):
    """A workbook with more in it than a table has."""


def sheet_rows(content: bytes, columns: int) -> Iterator[list[str]]:
    """Row by row, the empty ones between included, of each the first `columns` cells; a formula with its “=”.

    Raises TooLarge, and anything at all for what is no workbook.
    """
    with ZipFile(BytesIO(content)) as archive:
        strings = _shared_strings(archive)
        yield from _rows(_part(archive, _first_sheet(archive)), strings, columns)


def _part(archive: ZipFile, name: str, most: int = _MOST) -> ElementTree.Element:
    # Reading stops at the size that a part announces, so what is announced may be believed.
    if archive.getinfo(name).file_size > most:
        raise TooLarge
    return ElementTree.fromstring(archive.read(name))  # noqa: S314 - bounded, and expat bounds what entities become


def _first_sheet(archive: ZipFile) -> str:
    book = _part(archive, "xl/workbook.xml", _MOST_ABOUT_IT)
    relations = _part(archive, "xl/_rels/workbook.xml.rels", _MOST_ABOUT_IT)
    first = book.find(f"{_MAIN}sheets/{_MAIN}sheet").get(_RELATION)
    target = next(relation.get("Target") for relation in relations if relation.get("Id") == first)
    return normpath(join("/xl", target)).lstrip("/")


def _shared_strings(archive: ZipFile) -> list[str]:
    name = "xl/sharedStrings.xml"
    return [_plain(item) for item in _part(archive, name)] if name in archive.namelist() else []


def _rows(sheet: ElementTree.Element, strings: list[str], columns: int) -> Iterator[list[str]]:
    number = 0
    for row in sheet.iter(f"{_MAIN}row"):
        at = int(row.get("r") or number + 1)
        while number + 1 < at:
            number += 1
            yield [""] * columns
        number = at
        yield _cells(row, strings, columns)


def _cells(row: ElementTree.Element, strings: list[str], columns: int) -> list[str]:
    cells = [""] * columns
    for place, cell in enumerate(row.iter(f"{_MAIN}c")):
        named = _PLACE.fullmatch(cell.get("r") or "")
        column = _column(named[1]) if named else place
        if column < columns:
            cells[column] = _text(cell, strings)
    return cells


def _column(letters: str) -> int:
    """The place of a column by its letters: A is 0."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _text(cell: ElementTree.Element, strings: list[str]) -> str:
    formula, value = cell.find(f"{_MAIN}f"), cell.findtext(f"{_MAIN}v", "")
    if formula is not None:
        return f"={formula.text or ''}"
    match cell.get("t"):
        case "s":
            return strings[int(value)]
        case "inlineStr":
            return _plain(cell)
        case "str":
            return _unescaped(value)
        case "e":
            # What a formula failed at.
            return f"={value}"
        case "b":
            return "TRUE" if value == "1" else "FALSE"
        case _:
            return _number(value)


def _number(text: str) -> str:
    """A number in its digits, as Excel shows a telephone."""
    return f"{float(text):.0f}" if "E" in text.upper() else text.removesuffix(".0")


def _plain(item: ElementTree.Element) -> str:
    """The text of a string, of all its runs; the sounds that may stand beside Chinese characters are left out."""
    sounds = {text for sound in item.iter(f"{_MAIN}rPh") for text in sound.iter(f"{_MAIN}t")}
    return _unescaped("".join(text.text or "" for text in item.iter(f"{_MAIN}t") if text not in sounds))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
