from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "collections_app.demo"
    label = "demo"
