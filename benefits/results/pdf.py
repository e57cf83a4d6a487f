"""The sheet as a PDF, by WeasyPrint: tagged for screen readers, in a Chinese face, at most two at a time in a process.

WeasyPrint needs pango, harfbuzz-subset and the Noto CJK fonts of the system. Where one of them is missing the portal
offers no PDF, and everything else works. It is imported here, when it is first needed, and nowhere else.
"""

from __future__ import annotations

import warnings
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock

from django.contrib.staticfiles import finders

AT_ONCE = 2
STYLES = ("css/paper.css", "css/pdf.css")
# A tagged PDF with its title and language, as ISO 14289-1 wants it.
VARIANT = "pdf/ua-1"
_SAMPLE = "<!doctype html><html lang=zh-Hans><title>直骨</title><body>直骨</body></html>"
# What a PDF calls the face that pdf.css names.
_FACE = b"Noto-Sans-CJK-SC"


_making_presses = Lock()


class BusyError(Exception):
    """This process makes as many PDFs as it makes at once."""


class Press:
    """What one PDF at a time is made with: fonts, which two threads cannot share while they set text, and styles."""

    def __init__(self) -> None:
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher

        self._fonts = FontConfiguration()
        # No protocol is allowed: whatever a page says, nothing is fetched for it, from outside or from the disk.
        self._fetches_nothing = URLFetcher(allowed_protocols=())
        self._styles = [
            CSS(string=_style(name), font_config=self._fonts, url_fetcher=self._fetches_nothing) for name in STYLES
        ]

    def pdf(self, html: str, **options: bool) -> bytes:
        """The HTML as a PDF."""
        from weasyprint import HTML

        return HTML(string=html, url_fetcher=self._fetches_nothing).write_pdf(
            stylesheets=self._styles, font_config=self._fonts, pdf_variant=VARIANT, **options
        )


@cache
def is_available() -> bool:
    """Whether PDFs can be made here, in the face they need, and without delay: found by making one, once a process."""
    try:
        # What WeasyPrint lacks it prints, or warns of where it could go on slowly or without fonts.
        with redirect_stdout(StringIO()), warnings.catch_warnings():
            warnings.filterwarnings("error", module="weasyprint")
            return _FACE in Press().pdf(_SAMPLE, uncompressed_pdf=True)
    except (ImportError, OSError, Warning):
        return False


def is_offered() -> bool:
    """Whether it is known by now that PDFs can be made: no page waits to find out, which takes a second or two.

    config/gunicorn.py has each process find out when it starts.
    """
    return is_available.cache_info().currsize > 0 and is_available()


def pdf(html: str) -> bytes:
    """The HTML of a sheet as a PDF; for where it `is_available`. Raises BusyError."""
    with _making_presses:
        # Two threads at the first PDF would each make its own: a cache does not wait.
        presses = _presses()
    try:
        press = presses.get_nowait()
    except Empty:
        raise BusyError from None
    try:
        return press.pdf(html)
    finally:
        presses.put(press)


@cache
def _presses() -> SimpleQueue[Press]:
    presses: SimpleQueue[Press] = SimpleQueue()
    for _ in range(AT_ONCE):
        presses.put(Press())
    return presses


def _style(name: str) -> str:
    return Path(finders.find(name)).read_text(encoding="utf-8")
