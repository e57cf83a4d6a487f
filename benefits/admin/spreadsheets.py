"""Spreadsheets that come from and go to staff: XLSX and CSV, read with care, written so that text stays text."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from itertools import islice
from typing import NamedTuple

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from benefits.admin.xlsx import TooLarge, sheet_rows
from config.uploads import SmallFile

# The byte order mark by which Excel knows UTF-8.
BOM = "\ufeff"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_ROWS, MAX_COLUMNS = 1000, 50
_WIDTHS = (12, 40)


class UnreadableTable(ValueError):
    """A file that is no table we can read; its text says why, and what to do."""


class Row(NamedTuple):
    """A row that is not empty, by its number in the spreadsheet, in which the first is 1."""

    number: int
    cells: list[str]


def read_table(file: SmallFile) -> list[Row]:
    """The rows of the first sheet, as text; a formula stands there as one, with its sign. Raises UnreadableTable."""
    rows = _xlsx(file.content) if file.name.endswith(".xlsx") else _csv(file.content)
    read = list(islice(rows, MAX_ROWS + 1))
    if len(read) > MAX_ROWS:
        raise UnreadableTable(_("表格超过%s行（包括空行）。请删去多余的行，再上传。") % MAX_ROWS)
    numbered = (Row(number, list(map(_tidy, cells))) for number, cells in enumerate(read, start=1))
    return [row for row in numbered if any(row.cells)]


def csv_text(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The rows as CSV, line by line, for Excel and its like."""
    writer = csv.writer(_Echo())
    for number, row in enumerate(rows):
        yield (BOM if number == 0 else "") + writer.writerow(map(harmless, row))


def xlsx_bytes(title: str, rows: Iterable[Iterable[str]]) -> bytes:
    """The rows as a workbook with one sheet: all text, the first row a heading that stays in view."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", harmless(cell)) for cell in row])
    for cells in sheet.columns:
        longest = max(len(cell.value or "") for cell in cells)
        width = min(max(longest * 2, _WIDTHS[0]), _WIDTHS[1])
        sheet.column_dimensions[get_column_letter(cells[0].column)].width = width
        for cell in cells:
            # Otherwise Excel takes a telephone that somebody types for a number, and drops its 0.
            cell.number_format = "@"
        cells[0].font = Font(bold=True)
    sheet.freeze_panes = "A2"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def harmless(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would take it for a formula (or has one there already)."""
    return f"'{text}" if text.startswith("'") or _could_be_a_formula(text) else text


def as_written(text: str) -> str:
    """What `harmless` made the text of."""
    return text.removeprefix("'")


def is_formula(text: str) -> bool:
    """Whether a cell computes something. A telephone that begins with + or - does not."""
    return _FORMULA.match(unicodedata.normalize("NFKC", text)) is not None


_FORMULA = re.compile(r"\s*([=@]|[+-](?![-\d\s()]*\Z))")


def _could_be_a_formula(text: str) -> bool:
    # Full-width signs count too, and what stands behind blanks, a tab or a line's end.
    return text[:1] in ("\t", "\r") or unicodedata.normalize("NFKC", text.lstrip()[:1]) in ("=", "+", "-", "@")


class _Echo:
    """Gives the writer's lines back, so that none has to wait for the others."""

    def write(self, line: str) -> str:
        return line


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _csv(content: bytes) -> Iterator[list[str]]:
    try:
        yield from csv.reader(StringIO(_decoded(content), newline=""), strict=True)
    except csv.Error as error:
        raise UnreadableTable(_("不是正确的 CSV 表格，可能缺了引号。请用表格软件另存为 CSV 后再上传。")) from error


def _decoded(content: bytes) -> str:
    # Excel's own CSV in China is GBK, which GB18030 extends.
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableTable(_("不是 CSV 文本，或者编码认不出。请另存为“CSV UTF-8”或 .xlsx 后再上传。"))


def _xlsx(content: bytes) -> Iterator[list[str]]:
    try:
        yield from sheet_rows(content, MAX_COLUMNS)
    except TooLarge as error:
        message = _("表格解开后太大。请只保留要导入的一张表，去掉图片和格式，再上传。")
        raise UnreadableTable(message) from error
    except Exception as error:
        # A broken workbook fails in any way there is.
        message = _("打不开这个表格，可能已损坏、有密码，或不是 .xlsx 文件。请用表格软件另存为 .xlsx 后再上传。")
        raise UnreadableTable(message) from error
