"""The local run and demonstration: production, loosened to plain http on this computer. DEBUG=1 while writing code."""

import os
from pathlib import Path
from urllib.parse import quote

from config.env import environment
from config.local import local_environment

LOCAL = Path(__file__).resolve().parent.parent.parent / ".local"

environment.fall_back_on(
    DATABASE_URL=f"sqlite:///{quote(str(LOCAL / 'portal.sqlite3'))}",
    ALLOWED_HOSTS="localhost,127.0.0.1,[::1]",
)
environment.fall_back_on(**local_environment(LOCAL))

from .demonstration import *  # noqa: E402, F403 - the fall-backs come first

DEBUG = os.environ.get("DEBUG") == "1"
