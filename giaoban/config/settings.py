"""Settings of the one project. What differs between installations comes from the environment:

GIAOBAN_DATA, GIAOBAN_PORT, GIAOBAN_PROCESSES, GIAOBAN_ZONE, GIAOBAN_HOSTS, GIAOBAN_HTTPS,
DATABASE_URL, GIAOBAN_OWNER_URL.
"""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from giaoban.config import environment

CHECKOUT = Path(__file__).resolve().parents[2]
DATA = environment.data_folder()

SECRET_KEY = environment.secret_key(DATA)
DEBUG = False
HTTPS = os.environ.get("GIAOBAN_HTTPS") == "1"
ALLOWED_HOSTS = os.environ.get("GIAOBAN_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
GIAOBAN_ZONE = environment.zone(DATA)
GIAOBAN_MARK = environment.mark(DATA)
GIAOBAN_PERIOD = environment.opening_period(DATA)
GIAOBAN_TODAY = environment.standing_day(DATA)
GIAOBAN_ICONS = environment.icons()

INSTALLED_APPS = [
    "giaoban.web",
    "giaoban.demo",
    "giaoban.conferences",
    "giaoban.reporting",
    "giaoban.tasks",
    "giaoban.recommendations",
    "giaoban.correspondence",
    "giaoban.directives",
    "giaoban.people",
    "giaoban.files",
    "giaoban.notices",
    "giaoban.regulations",
    "giaoban.accounts",
    "giaoban.organisations",
    "giaoban.search",
    "giaoban.periods",
    "giaoban.audit",
    "giaoban.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials",
    "csp",
    "allauth",
    "allauth.account",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "giaoban.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "giaoban.accounts.middleware.SignedInMiddleware",
    "giaoban.core.memo.MemoMiddleware",
    "giaoban.core.middleware.NormaliseMiddleware",
    "giaoban.core.middleware.RefusalMiddleware",
    "giaoban.audit.middleware.OnceMiddleware",
]

ROOT_URLCONF = "giaoban.config.urls"
ASGI_APPLICATION = "giaoban.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "giaoban.web.context.shell",
            ],
            "builtins": ["giaoban.core.templatetags.house"],
        },
    }
]

FORM_RENDERER = "giaoban.core.forms.HouseRenderer"

DATABASES = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "giaoban.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"change_password": "giaoban.accounts.forms.PasswordForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/15m/key", "login": "60/m/ip", "change_password": "5/m/user"}
ACCOUNT_SESSION_REMEMBER = False

SESSION_ENGINE = "giaoban.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_NAME = "__Host-giaoban" if HTTPS else "giaoban"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", "English")]
LANGUAGE_COOKIE_NAME = "giaoban_language"
LOCALE_PATHS = [CHECKOUT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
FORMAT_MODULE_PATH = ["giaoban.core.formats"]

LOCAL = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": LOCAL},
    # The menu's statement, by what it was written from: up to 16 MB a process (web/context.py). What it
    # compares with the clock is at most five minutes old.
    "statements": {
        "BACKEND": LOCAL,
        "LOCATION": "statements",
        "TIMEOUT": 300,
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}

STATIC_URL = "/static/"
STATIC_ROOT = environment.cache_folder() / "static"
STATICFILES_DIRS = environment.vendored(CHECKOUT / "node_modules")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("GIAOBAN_FROM", "giaoban@localhost")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
