from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "collections_app.events"
    label = "events"
