"""Support view of the events; nothing can be changed here."""

from django.contrib import admin

from collections_app.shared.read_only_admin import ReadOnlyAdmin

from .models import Event


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["id", "recorded_at", "kind", "actor", "api_key", "business_date", "account_id", "cardholder_id"]
    list_filter = ["kind"]
    ordering = ["-id"]
