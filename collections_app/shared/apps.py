from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "collections_app.shared"
    label = "shared"
