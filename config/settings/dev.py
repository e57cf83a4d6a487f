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
    PORTAL_ORGANISER="待填",
    PORTAL_CONTACT="待填",
    PORTAL_SITE_CODE="待填",
    PORTAL_ICP_NUMBER="待填",
    PORTAL_POLICE_NUMBER="待填",
    PORTAL_ERROR_REPORT_URL="待填",
)
environment.fall_back_on(**local_environment(LOCAL))

from .base import *  # noqa: E402, F403 - the fall-backs come first

DEBUG = os.environ.get("DEBUG") == "1"
IS_DEMONSTRATION = True

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
