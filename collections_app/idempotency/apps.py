from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    name = "collections_app.idempotency"
    label = "idempotency"
