#!/usr/bin/env python
"""Django's command line: local settings where `make` has set up a local portal, else production."""

import os
import sys
from pathlib import Path

LOCAL_KEYS = Path(__file__).resolve().parent / ".local" / "env"


def main() -> None:
    settings = "config.settings.dev" if LOCAL_KEYS.exists() else "config.settings.base"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    from django.core.management import execute_from_command_line

    from config.env import MissingSettings

    try:
        execute_from_command_line(sys.argv)
    except MissingSettings as missing:
        sys.exit(str(missing))


if __name__ == "__main__":
    main()
