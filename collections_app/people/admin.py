"""Support view of users and their roles; nothing can be changed here."""

from django.contrib import admin

from collections_app.shared.read_only_admin import ReadOnlyAdmin

from .models import RoleGrant, User


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ["username", "display_name", "is_active", "last_login", "joined_at"]
    search_fields = ["username", "display_name"]
    ordering = ["username"]
    exclude = ["password"]


@admin.register(RoleGrant)
class RoleGrantAdmin(ReadOnlyAdmin):
    list_display = ["user", "role", "valid_from", "valid_to", "granted_by"]
    list_filter = ["role"]
    list_select_related = ["user", "granted_by"]
    ordering = ["-id"]
