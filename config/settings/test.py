"""The tests: production with fixed values, plain http, quick passwords; undefined template variables fail."""

from config.env import environment

environment.fall_back_on(
    SECRET_KEY="not-a-secret-" * 5,
    ANSWERS_KEYS="bm90LWEtc2VjcmV0LW5vdC1hLXNlY3JldC1ub3QtYS0=",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    DATABASE_URL="sqlite://:memory:",
)

from tests.templates import UndefinedVariable  # noqa: E402 - stands with the other imports of the project

from .demonstration import *  # noqa: E402, F403 - the fall-backs come first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable()  # noqa: F405

# Straight from the source folders: nothing has to be collected before a test.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
