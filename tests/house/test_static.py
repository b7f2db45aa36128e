"""Static files can be collected under hashed names: every file they mention exists."""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command


def test_static_files_collect_with_a_manifest(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    storage = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": storage}}
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()
    assert "fairdue" not in staticfiles_storage.url("css/tokens.css")
    assert staticfiles_storage.url("css/tokens.css") != "/static/css/tokens.css"
