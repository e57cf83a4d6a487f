"""Collects the static files when they have changed since the last time, and only then."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = ".collected"


def is_collected() -> bool:
    stamp = Path(settings.STATIC_ROOT) / STAMP
    return stamp.exists() and stamp.read_text() == _fingerprint()


def collect() -> None:
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    (Path(settings.STATIC_ROOT) / STAMP).write_text(_fingerprint())


def _fingerprint() -> str:
    """A hash of every source file's name and content. Not of its time, which a copy into an image changes."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(ignore_patterns=[]):
            digest.update(name.encode())
            digest.update(Path(storage.path(name)).read_bytes())
    return digest.hexdigest()
