from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NightlyConfig(AppConfig):
    """Conducts the nightly steps of the packages below it."""

    name = "collections_app.nightly"
    label = "nightly"
    verbose_name = _("Nights")
    default_auto_field = "django.db.models.BigAutoField"
