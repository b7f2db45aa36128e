from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "collections_app.people"
    label = "people"
