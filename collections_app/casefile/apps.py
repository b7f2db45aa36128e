from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasefileConfig(AppConfig):
    name = "collections_app.casefile"
    label = "casefile"
    verbose_name = _("Case file")
    default_auto_field = "django.db.models.BigAutoField"
