from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ResultsConfig(AppConfig):
    """What agents and teams achieved, and how it is weighed."""

    name = "collections_app.results"
    label = "results"
    verbose_name = pgettext_lazy("results", "Results")
    default_auto_field = "django.db.models.BigAutoField"
