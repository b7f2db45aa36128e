"""Settings of a test run: the real ones, with cheap passwords and tasks that run in place."""

import os

os.environ.setdefault("DEBUG", "on")
# A developer's own .env never decides a test.
os.environ["ENV_FILE"] = os.devnull

from .settings import *

DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "tests"}
LOGGING["root"]["level"] = "WARNING"
AXES_ENABLED = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MAIL_IS_SET = True
# Tests empty tables with TRUNCATE between stories; append-only tables allow it only under this flag.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c fairdue.allow_truncate=on"
# Nothing is collected here; the live server of browser tests finds static files itself.
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
