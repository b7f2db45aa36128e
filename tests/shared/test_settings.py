"""A server starts only with its secrets; a developer's machine needs none."""

import os
import subprocess
import sys

import pytest

from collections_app.shared.checks import field_keys_are_fernet_keys

SECRETS = {"SECRET_KEY": "x" * 50, "FIELD_KEY": "ZGV2ZWxvcG1lbnQtb25seS1maWVsZC1rZXktMzIhISE=", "HASH_KEY": "y" * 32}


def start(**given):
    """Read the settings in a fresh process with nothing but `given` in its environment."""
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, **given}
    program = (
        "from django.conf import settings; print(settings.SECURE_HSTS_SECONDS, settings.SESSION_COOKIE_SECURE, "
        "settings.SECURE_SSL_REDIRECT, settings.STORAGES['staticfiles']['BACKEND'].rsplit('.', 1)[1])"
    )
    environment["DJANGO_SETTINGS_MODULE"] = "collections_app.settings"
    return subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("missing", SECRETS)
def test_a_server_without_a_secret_says_which_one(missing):
    done = start(**{name: value for name, value in SECRETS.items() if name != missing})
    assert done.returncode != 0
    assert f"Set the environment variable {missing}" in done.stderr


def test_a_developers_machine_needs_no_secret():
    assert start(DEBUG="on").stdout.split() == ["0", "False", "False", "StaticFilesStorage"]


def test_https_makes_cookies_and_transport_strict():
    assert start(**SECRETS, HTTPS="on").stdout.split() == ["31536000", "True", "True", "ManifestStaticFilesStorage"]


def test_a_key_that_cannot_encrypt_is_told_at_the_start(settings):
    assert field_keys_are_fernet_keys() == []
    settings.FIELD_KEYS = [settings.FIELD_KEYS[0], "short"]
    assert [problem.msg for problem in field_keys_are_fernet_keys()] == ["Key 2 in FIELD_KEY is not a Fernet key."]
