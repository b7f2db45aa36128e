from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArrangementsConfig(AppConfig):
    name = "collections_app.arrangements"
    label = "arrangements"
    verbose_name = _("Arrangements")
    default_auto_field = "django.db.models.BigAutoField"
