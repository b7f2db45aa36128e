"""Every setting of the system, read from the environment; `docs/reference/settings.md` lists them.

With DEBUG on, missing secrets get development values. With DEBUG off, a missing secret stops the start.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from collections_app import schedule
from collections_app.shared.redis_urls import broker_url, cache_url

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))

DEBUG = env.bool("DEBUG", default=False)


def secret(name: str, development_value: str) -> str:
    """The secret `name`; its development value only while DEBUG is on."""
    value = env.str(name, default="")
    if not value and not DEBUG:
        raise ImproperlyConfigured(f"Set the environment variable {name} (or DEBUG=on on a developer's machine).")
    return value or development_value


# -- secrets ----------------------------------------------------------------------------------------
SECRET_KEY = secret("SECRET_KEY", "development-only-" + "x" * 50)
# Fernet keys, comma-separated: the first encrypts, all decrypt, so a key is rotated by putting a new one first.
FIELD_KEYS = secret("FIELD_KEY", "ZGV2ZWxvcG1lbnQtb25seS1maWVsZC1rZXktMzIhISE=").split(",")
HASH_KEY = secret("HASH_KEY", "development-only-hash-key")

# -- where it answers --------------------------------------------------------------------------------
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
ROOT_URLCONF = "collections_app.urls"
WSGI_APPLICATION = "collections_app.wsgi.application"
ASGI_APPLICATION = "collections_app.asgi.application"

INSTALLED_APPS = [
    # what we build, highest floor first
    "collections_app.demo",
    "collections_app.nightly",
    "collections_app.desk",
    "collections_app.dashboards",
    "collections_app.results",
    "collections_app.casefile",
    "collections_app.contacts",
    "collections_app.arrangements",
    "collections_app.cases",
    "collections_app.compliance",
    "collections_app.integrations",
    "accounts",
    "collections_app.people",
    "collections_app.idempotency",
    "collections_app.events",
    "collections_app.shared",
    # what we stand on
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "collections_app.shared.apps.SupportAdminConfig",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "rest_framework",
    "knox",
    "rest_framework_api_key",  # its own table stays empty: integrations.ApiKey is the table in use
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "collections_app.shared.drafts.StoredDrafts",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "collections_app.shared.addresses.AddressesWithoutNul",
    "collections_app.shared.web.RefusedPages",
    "axes.middleware.AxesMiddleware",
    "collections_app.idempotency.middleware.IdempotencyKeys",
]

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
                "collections_app.shell.shell",
            ],
        },
    },
]

# -- data --------------------------------------------------------------------------------------------
DATABASES = {
    "default": {
        **env.db_url("DATABASE_URL", default="postgres://app@localhost/app"),
        "CONN_MAX_AGE": env.int("DATABASE_CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
INTAKE_MAX_MEGABYTES = env.int("INTAKE_MAX_MEGABYTES", default=200)

REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": cache_url(REDIS_URL)},
    # Calls of the REST door are counted in Redis; while it is lost, in each web process by itself.
    "throttle": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "throttle"},
}

STATE_DIR = Path(env.str("FAIRDUE_STATE_DIR", default=str(BASE_DIR / "var")))

# -- background work -----------------------------------------------------------------------------------
CELERY_BROKER_URL = broker_url(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Asia/Shanghai"
NIGHT_HOUR = env.int("NIGHT_HOUR", default=1)
NIGHT_MINUTE = env.int("NIGHT_MINUTE", default=30)
NIGHT_SHARDS = env.int("NIGHT_SHARDS", default=1)
IDEMPOTENCY_DAYS = env.int("IDEMPOTENCY_DAYS", default=2)
# Hosts a webhook may call although they are not public, by name or number; plain http is allowed for them too.
WEBHOOK_PRIVATE_HOSTS = env.list("WEBHOOK_PRIVATE_HOSTS", default=[])
WEBHOOK_LOG_DAYS = env.int("WEBHOOK_LOG_DAYS", default=30)
DAILY_FILES_DAYS = env.int("DAILY_FILES_DAYS", default=90)
CELERY_BEAT_SCHEDULE = schedule.by_the_clock(night_hour=NIGHT_HOUR, night_minute=NIGHT_MINUTE)

# -- mail --------------------------------------------------------------------------------------------
# smtp+tls://user:password@host:587, smtp+ssl://…:465, consolemail:// to read mail in the log; none: nothing is sent.
MAIL_IS_SET = bool(env.str("EMAIL_URL", default=""))
_mail = env.email_url_config(env.str("EMAIL_URL", default="") or "dummymail://")
EMAIL_BACKEND: str = _mail["EMAIL_BACKEND"]
EMAIL_HOST: str = _mail.get("EMAIL_HOST") or "localhost"
EMAIL_PORT: int = _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER: str = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD: str = _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS: bool = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL: bool = _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="fairdue@localhost")
# Domains that mail may go to; none named: any.
MAIL_DOMAINS = frozenset(one.strip().lstrip("@").lower() for one in env.list("MAIL_DOMAINS", default=[]) if one.strip())
PUBLIC_URL = env.str("PUBLIC_URL", default="http://localhost:8000")

# -- people ---------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
# Log-in names are unique without regard to letter case, by a constraint this check does not look at.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
ACTOR_RESOLVER = "collections_app.people.queries.actor_for"
# What the floors above `accounts` erase when it erases a cardholder: takes actor and cardholder_id, returns a count.
ERASE_ALSO = [
    "collections_app.compliance.actions.erasure.erase_words",
    "collections_app.cases.actions.erasure.erase_reasons",
    "collections_app.contacts.actions.erasure.erase_notes",
    "collections_app.casefile.notes.erase_notes",
    "collections_app.arrangements.actions.erasure.erase_reasons",
]
# Who wakes sleeping cases when a floor below (compliance, bank files) lets a contact be made sooner than was known.
WAKES_CASES = "collections_app.cases.waking.wake_cases"
# The outcomes of contacts, for compliance, whose phrases are for one of them: rows with code, names and is_active.
OUTCOME_LIST = "collections_app.contacts.queries.lists.outcome_list"
# Whose files an outside agency may open: takes the actor, gives ids of cardholders.
CARDHOLDERS_OF_DESK = "collections_app.cases.queries.cases.cardholders_of_desk"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=10) * 3600
PASSWORD_RESET_TIMEOUT = env.int("INVITE_HOURS", default=72) * 3600

# Axes counts wrong passwords per user name and address together: a stranger cannot lock an agent out of the desk.
AXES_FAILURE_LIMIT = env.int("LOGIN_ATTEMPTS", default=5)
AXES_COOLOFF_TIME = timedelta(minutes=env.float("LOGIN_COOLOFF_MINUTES", default=15.0))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "collections_app.people.views.log_in.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# Who failed to come in, for the page of that user; counting starts anew after each success, this does not.
AXES_ENABLE_ACCESS_FAILURE_LOG = True

# -- languages and dates ---------------------------------------------------------------------------------
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Shanghai"
# Only a demo, where nobody can be called, may show its desks at another hour than it is; `run.py demo` sets this.
DEMO_CLOCK_SHIFT = timedelta(minutes=env.int("DEMO_CLOCK_MINUTES", default=0))
USE_TZ = True
USE_I18N = True
# Numbers are grouped where a filter says so: a key of four digits in an address or a form must stay a key.
USE_THOUSAND_SEPARATOR = False

# -- static files -----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(STATE_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_ROOT = STATE_DIR / "media"

# -- safety of the browser -----------------------------------------------------------------------------------
HTTPS = env.bool("HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
# Only behind a proxy that sets this header itself; otherwise a client could claim to speak HTTPS.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
CSRF_FAILURE_VIEW = "collections_app.shared.error_pages.form_expired"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # Tabler draws its arrows and ticks with data: images in CSS.
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# -- REST ------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "knox.auth.TokenAuthentication",
        "collections_app.integrations.authentication.ApiKeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["collections_app.shared.api.Needs"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_PAGINATION_CLASS": "collections_app.shared.api.CursorPages",
    "DEFAULT_FILTER_BACKENDS": ["accounts.api.filters.NamedFilters"],
    "DEFAULT_SCHEMA_CLASS": "collections_app.shared.schema.Schema",
    "DEFAULT_THROTTLE_CLASSES": ["collections_app.shared.throttling.PerCaller"],
    "DEFAULT_THROTTLE_RATES": {"caller": env.str("API_RATE", default="1200/min")},
    "EXCEPTION_HANDLER": "collections_app.shared.api.problem_response",
    "NON_FIELD_ERRORS_KEY": "",
    "PAGE_SIZE": 50,
    "COERCE_DECIMAL_TO_STRING": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
REST_KNOX = {
    "TOKEN_TTL": timedelta(hours=env.float("TOKEN_HOURS", default=12.0)),
    "SECURE_HASH_ALGORITHM": "hashlib.sha512",
    "AUTH_TOKEN_CHARACTER_LENGTH": 64,
    "TOKEN_LIMIT_PER_USER": env.int("TOKENS_PER_USER", default=10),
    "AUTO_REFRESH": False,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Fairdue",
    "DESCRIPTION": "Accounts, statements, ledger, buckets and portfolio figures of a credit-card portfolio.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "collections_app.shared.schema.describe_times",
        "collections_app.shared.schema.describe_conditions",
        "collections_app.shared.schema.give_examples",
        "collections_app.shared.schema.describe_problems",
        "collections_app.shared.schema.describe_idempotency_keys",
    ],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    # By noun, closed and searchable: two hundred open calls keep a browser busy for a minute.
    "SWAGGER_UI_SETTINGS": {
        "deepLinking": True,
        "docExpansion": "none",
        "filter": True,
        "defaultModelsExpandDepth": -1,
    },
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "AccountStatusEnum": "accounts.models.CardAccount.Status",
        "AddressKindEnum": "accounts.models.Address.Kind",
        "BooksEnum": "accounts.models.CardAccount.Books",
        "BucketEnum": "accounts.models.derived.DelinquencyBucket.labels",
        "CardholderKindEnum": "accounts.models.Cardholder.Kind",
        "ComponentEnum": "accounts.models.LedgerEntry.Component",
        "ConsentKindEnum": "collections_app.compliance.models.Consent.Kind",
        "ContactPointKindEnum": "accounts.models.ContactPoint.Kind",
        "ContactPointStatusEnum": "accounts.models.ContactPoint.Status",
        "DeliveryStatusEnum": "accounts.models.Delivery.Status",
        "DuplicateStatusEnum": "accounts.models.SuspectedDuplicate.Status",
        "EntryKindEnum": "accounts.models.LedgerEntry.Kind",
        "HoldKindEnum": "accounts.models.AccountHold.Kind",
        "NightStatusEnum": "collections_app.nightly.models.Night.Status",
        "PartyRoleEnum": "accounts.models.PartyRole",
        "PermitStateEnum": "collections_app.compliance.models.Permit.State",
        "PhraseKindEnum": "collections_app.compliance.models.phrase.Phrase.Kind",
        "PlaceableHoldKindEnum": "accounts.api.holds.PLACEABLE",
        "PromiseStatusEnum": "collections_app.arrangements.models.promise.PromiseStatus",
        "WebhookDeliveryStatusEnum": "collections_app.integrations.models.WebhookDelivery.Status",
        "WebhookPauseReasonEnum": "collections_app.integrations.models.Webhook.Reason",
        "WebhookStateEnum": "collections_app.integrations.models.Webhook.State",
        "UserRoleEnum": "collections_app.people.rules.roles.ROLES",
        "RestrictionEnum": "accounts.models.Cardholder.Restriction",
        "RelatedPartyStatusEnum": "accounts.models.RelatedParty.Status",
        "RowStatusEnum": "collections_app.shared.bulk.ROW_STATUSES",
        "StopSignalKindEnum": "collections_app.compliance.models.StopSignal.Kind",
    },
}

# -- words in the log ---------------------------------------------------------------------------------------------
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Axes tells every log-in as news; wrong passwords it tells as warnings.
    "loggers": {"axes": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
