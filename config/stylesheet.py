"""One stylesheet a page: css/site.css imports the others, and holds them itself once the static files are collected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from whitenoise.storage import CompressedManifestStaticFilesStorage

SITE = "css/site.css"
_IMPORT = re.compile(r'^@import "([a-z-]+\.css)"(?: (print|screen))?;$', re.MULTILINE)


def site_stylesheet() -> str:
    """The text of site.css with each file that it imports in the import's place."""
    return _IMPORT.sub(_imported, _source(SITE))


def _imported(match: re.Match[str]) -> str:
    name, medium = match.groups()
    text = _source(f"css/{name}")
    return text if medium is None else f"@media {medium} {{\n{text}}}\n"


def _source(name: str) -> str:
    return Path(finders.find(name)).read_text(encoding="utf-8")


class SiteStorage(CompressedManifestStaticFilesStorage):
    """Collected files under names that change with their content, compressed, and site.css without an import."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if SITE in paths and not dry_run:
            Path(self.path(SITE)).write_text(site_stylesheet(), encoding="utf-8")
            paths = paths | {SITE: (self, SITE)}
        yield from super().post_process(paths, dry_run, **options)
