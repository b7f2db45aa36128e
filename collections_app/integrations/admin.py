"""Support view of the keys; nothing can be changed here."""

from django.contrib import admin

from collections_app.shared.read_only_admin import ReadOnlyAdmin

from .models import ApiKey


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyAdmin):
    list_display = ["prefix", "name", "user", "expiry_date", "revoked", "last_used_at"]
    list_select_related = ["user"]
    ordering = ["-created"]
    exclude = ["id", "hashed_key"]
