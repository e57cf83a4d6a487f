#!/usr/bin/env python
"""Django's command line; production settings unless the environment says otherwise."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
    from django.core.management import execute_from_command_line

    from config.env import MissingSettings

    try:
        execute_from_command_line(sys.argv)
    except MissingSettings as missing:
        sys.exit(str(missing))


if __name__ == "__main__":
    main()
