from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "collections_app.integrations"
    label = "integrations"
