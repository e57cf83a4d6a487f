"""`make bench`: the figures, on a SQLite database of its own with the real policy published."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Print the report; 1 if a target is missed."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
        import django

        django.setup()
        from django.core.management import call_command

        from bench import effect, engine, pages, questions
        from bench.report import as_markdown

        for command, options in (("migrate", {}), ("load_policy", {}), ("publish", {"note": "bench"})):
            call_command(command, verbosity=0, **options)
        lines = [
            *engine.lines(),
            *engine.command_line(dict(os.environ)),
            *pages.lines(),
            *effect.lines(),
            *questions.lines(),
        ]
        print(as_markdown(lines))
        return int(any(line.is_met is False for line in lines))


if __name__ == "__main__":
    sys.exit(main())
