"""Settings of a test run: the real ones, with cheap passwords and tasks that run in place."""

import os

os.environ.setdefault("DEBUG", "on")
# A developer's own .env never decides a test.
os.environ["ENV_FILE"] = os.devnull

from .settings import *  # noqa: E402, F403

DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "tests"}  # noqa: F405
LOGGING["root"]["level"] = "WARNING"  # noqa: F405
AXES_ENABLED = True
# Tests empty tables with TRUNCATE between stories; append-only tables allow it only under this flag.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c fairdue.allow_truncate=on"  # noqa: F405
