"""What the local run and the tests loosen alike: no operator is named, and plain http on this computer will do."""

from config.env import environment

environment.fall_back_on(
    PORTAL_ORGANISER="待填",
    PORTAL_CONTACT="待填",
    PORTAL_SITE_CODE="待填",
    PORTAL_ICP_NUMBER="待填",
    PORTAL_POLICE_NUMBER="待填",
    PORTAL_ERROR_REPORT_URL="待填",
)

from .base import *  # noqa: E402, F403 - the fall-backs come first

IS_DEMONSTRATION = True

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
