"""What the local run and the tests loosen alike: no operator is named, and plain http on this computer will do."""

from django.utils.translation import gettext_noop as _

from config.env import environment

environment.fall_back_on(
    PORTAL_ORGANISER=_("待填"),
    PORTAL_CONTACT=_("待填"),
    PORTAL_SITE_CODE=_("待填"),
    PORTAL_ICP_NUMBER=_("待填"),
    PORTAL_POLICE_NUMBER=_("待填"),
    PORTAL_ERROR_REPORT_URL=_("待填"),
)

from .base import *  # noqa: E402, F403 - the fall-backs come first

IS_DEMONSTRATION = True

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
