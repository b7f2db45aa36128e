"""What the server of `tests.processes` loads once: importing this is a Django as tests know it, without a database."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collections_app.settings_test")
django.setup()
