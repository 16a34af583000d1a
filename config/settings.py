"""One settings module for every environment; what differs comes from environment variables.

STEWARD_MODE is `production` (the default, strict), `demo` (local services, e-mails shown on a page) or `test`.
"""

from pathlib import Path

from csp.constants import NONE, SELF

from config import env
from config.databases import database_from_url
from config.logs import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent

MODE = env.text("STEWARD_MODE", "production")
IS_LOCAL = MODE in {"demo", "test"}
DEBUG = env.flag("DEBUG", False)

SECRET_KEY = env.text(
    "SECRET_KEY",
    "only-for-this-machine-not-a-secret" if IS_LOCAL else None,
    hint="Make one with: python -c 'import secrets; print(secrets.token_urlsafe(50))'",
)
ALLOWED_HOSTS = env.words(
    "ALLOWED_HOSTS",
    "localhost,127.0.0.1,[::1],testserver" if IS_LOCAL else None,
    hint="The host names that the product answers to, with commas between.",
)
SITE_URL = env.text(
    "SITE_URL",
    "http://localhost:8000" if IS_LOCAL else None,
    hint="The public address, with https://, that links in e-mails start with.",
).rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
BEHIND_PROXY = env.flag("BEHIND_PROXY", not IS_LOCAL)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "missions.core",
    "missions.register",
    "missions.people",
    "missions.stewardship",
    "missions.notices",
    "missions.maps",
    "missions.market",
    "missions.stakeholders",
    "missions.problems",
    "missions.interventions",
    "missions.adoption",
    "missions.standards",
    "missions.outcomes",
    "missions.decisions",
    "missions.reports",
    "codesign",
    "funding",
    "config",
]

MIDDLEWARE = [
    "config.health.health",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.refusals.WithoutNul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "config.refusals.Refusals",
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
                "config.context.product",
            ],
            "builtins": ["missions.core.templatetags.steward"],
        },
    }
]
FORM_RENDERER = "config.forms.GovukRenderer"

DATABASES = {
    "default": database_from_url(
        env.text("DATABASE_URL", hint="For example postgres://user:password@host:5432/steward."),
        pool_size=env.number("DATABASE_POOL", 0),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL", hint="For example redis://host:6379/0.")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", REDIS_URL)
CELERY_TIMEZONE = "Europe/London"
CELERY_TASK_IGNORE_RESULT = True
# A job is acknowledged when it is done, so that a killed worker's job runs again; every job may run twice.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 15 * 60, "socket_timeout": 10, "socket_connect_timeout": 5}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "public_home"

ACCOUNT_ADAPTER = "missions.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {"confirm_login_code": "missions.people.sign_in.CodeForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,5/5m/key", "login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_PREVENT_ENUMERATION = True
# Rate limits are for each visitor, not for the proxy that all of them come through.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 1) if BEHIND_PROXY else 0
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "build" / "govuk"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = IS_LOCAL
WHITENOISE_AUTOREFRESH = MODE == "test"

DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Steward <steward@localhost>")
# Every message is an outbox row first; a job delivers it through this backend.
EMAIL_BACKEND = "missions.core.mail.OutboxBackend"
DELIVERY_EMAIL_BACKEND = env.text(
    "DELIVERY_EMAIL_BACKEND",
    {"demo": "django.core.mail.backends.dummy.EmailBackend", "test": "django.core.mail.backends.locmem.EmailBackend"}.get(
        MODE, "django.core.mail.backends.smtp.EmailBackend"
    ),
)
EMAIL_HOST = env.text(
    "EMAIL_HOST", "localhost" if IS_LOCAL else None, hint="The mail server that delivers what the product sends."
)
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", not IS_LOCAL)
EMAIL_TIMEOUT = 20
# Where messages leave through GOV.UK Notify (missions.core.notify.NotifyBackend).
NOTIFY_API_KEY = env.text("NOTIFY_API_KEY", "")
NOTIFY_TEMPLATE_ID = env.text("NOTIFY_TEMPLATE_ID", "")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "config.pages.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not IS_LOCAL
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", not IS_LOCAL)
SECURE_HSTS_SECONDS = 0 if IS_LOCAL else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = not IS_LOCAL
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000

LOGGING_CONFIG = "config.logs.configure"
LOGGING = logging_config(as_json=not IS_LOCAL, level=env.text("LOG_LEVEL", "WARNING" if MODE == "test" else "INFO"))

DEMO = MODE == "demo"
if MODE == "test":
    # A page that asks the database once per row fails its test.
    INSTALLED_APPS.append("zeal")
    MIDDLEWARE.insert(0, "zeal.middleware.zeal_middleware")
    CELERY_TASK_ALWAYS_EAGER = CELERY_TASK_EAGER_PROPAGATES = True
