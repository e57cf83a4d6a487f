"""Production. Every setting that differs between places comes from the environment; none has a default here."""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from config.databases import with_options
from config.env import environment

BASE_DIR = Path(__file__).resolve().parent.parent.parent

# What the environment must say

SECRET_KEY = environment.text("SECRET_KEY", "50 个以上随机字符 / 50 or more random characters")
ANSWERS_KEYS = environment.fernet_keys(
    "ANSWERS_KEYS", "答案 cookie 的 Fernet 密钥，新的在前，逗号分隔 / Fernet keys, newest first"
)
ALLOWED_HOSTS = environment.listing("ALLOWED_HOSTS", "网站域名，逗号分隔 / host names, comma-separated")
DATABASE_URL = environment.text("DATABASE_URL", "postgres://…")
PORTAL = {
    "organiser": environment.text("PORTAL_ORGANISER", "主办单位"),
    "contact": environment.text("PORTAL_CONTACT", "联系方式"),
    "site_code": environment.text("PORTAL_SITE_CODE", "网站标识码"),
    "icp_number": environment.text("PORTAL_ICP_NUMBER", "ICP备案号"),
    "police_number": environment.text("PORTAL_POLICE_NUMBER", "公安备案号"),
    "error_report_url": environment.text("PORTAL_ERROR_REPORT_URL", "“我为政府网站找错”的网址"),
}
IS_DEMONSTRATION = False

# What the environment may say

# Old secret keys, newest first: sessions and second factors made with them stay good.
SECRET_KEY_FALLBACKS = environment.optional_listing("SECRET_KEY_FALLBACKS")
# Proxies of our own in front, each of which adds its visitor's address to X-Forwarded-For. Without one (0) the header
# is not believed; with one that is not counted here, everybody shares the proxy's address and its limit.
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", 0, "自己的反向代理层数 / number of our own proxies", at_least=0)
# Wrong passwords and codes within these minutes, of one account and from one address; the next try is refused.
SIGN_IN_MINUTES = environment.number("SIGN_IN_MINUTES", 15, "登录限制的分钟数 / minutes")
SIGN_IN_TRIES_BY_ACCOUNT = environment.number("SIGN_IN_TRIES_BY_ACCOUNT", 5, "每个账号可试的次数 / tries")
SIGN_IN_TRIES_BY_ADDRESS = environment.number("SIGN_IN_TRIES_BY_ADDRESS", 20, "每个地址可试的次数 / tries")
PASSWORD_MIN_LENGTH = environment.number("PASSWORD_MIN_LENGTH", 12, "密码最短长度，不少于 8 / at least 8", at_least=8)

environment.refuse_if_missing()

# The application

DEBUG = False
INSTALLED_APPS = [
    "config.site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "crispy_forms",
    "csp",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "accounts",
    "benefits",
]
MIDDLEWARE = [
    "config.health.HealthMiddleware",
    "config.display.DisplayMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.uploads.UploadMiddleware",
    "config.characters.CharacterMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "benefits.catalogue.middleware.NoReleaseMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.portal",
                "config.display.context",
                "benefits.catalogue.context.release",
                "benefits.check.trial.mark",
                "benefits.check.context.surroundings",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ("portal",)
CRISPY_TEMPLATE_PACK = "portal"
CRISPY_FAIL_SILENTLY = False

# Data

DATABASES = {"default": with_options(dj_database_url.parse(DATABASE_URL))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Counts tries to sign in and remembers used codes. In the database, since all processes must see the same; with room
# for far more than the limits let anybody fill, since what is pushed out would be a try forgotten.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "sign_in_tries",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Sign-in: staff only, by user name, password and (second factor) a code of an authenticator app or a recovery code.
# accounts/urls.py names the pages of django-allauth that we offer; accounts/adapters.py says what we do differently.

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.StaffBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapters.SignInAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# The session ends with the browser, and after SESSION_COOKIE_AGE in any case.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {"login": "accounts.forms.SignInForm", "reauthenticate": "accounts.forms.PasswordForm"}
# One kind of limit, which the page for it explains: tries that fail, and passwords changed by whoever is signed in.
ACCOUNT_RATE_LIMITS = {
    "login_failed": ",".join(
        [f"{SIGN_IN_TRIES_BY_ADDRESS}/{SIGN_IN_MINUTES}m/ip", f"{SIGN_IN_TRIES_BY_ACCOUNT}/{SIGN_IN_MINUTES}m/key"]
    ),
    "change_password": f"{SIGN_IN_TRIES_BY_ACCOUNT}/{SIGN_IN_MINUTES}m/user",
    "login": None,
    "reauthenticate": None,
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# The code before and the code after count too, for telephones whose clock is half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "无锡生育支持自测"
MFA_FORMS = {
    "authenticate": "accounts.forms.SignInCodeForm",
    "reauthenticate": "accounts.forms.CodeAgainForm",
    "activate_totp": "accounts.forms.SetUpForm",
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": PASSWORD_MIN_LENGTH}

# Whether a publisher may approve what they edited themselves, as in an office of one. The history says where they did.
ONE_PERSON_MAY_PUBLISH = environment.flag("ONE_PERSON_MAY_PUBLISH")

# Language and time

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Static files

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.stylesheet.SiteStorage"},
}

# Security. TLS ends at a proxy: gunicorn believes its X-Forwarded-Proto if FORWARDED_ALLOW_IPS names the proxy.

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 60 * 60
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
# The longest honest request is a benefit with the largest table that decision_table/moves.py lets grow; where a page
# takes a file, that file. More is refused unread: see config/uploads.py. A file is held in memory alone.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["config.uploads.NoFiles"]

# Logs go to standard error and never hold an answer: see config/logs.py

LOGGING_CONFIG = "config.logs.configure"
LOGGING = {"level": "INFO"}
