from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.core.checks import Tags, register


class SharedConfig(AppConfig):
    name = "collections_app.shared"
    label = "shared"

    def ready(self) -> None:
        from .checks import field_keys_are_fernet_keys

        register(field_keys_are_fernet_keys, Tags.security)


class SupportAdminConfig(admin.AdminConfig):
    """Django's admin, with our read-only site as the default one."""

    default = False
    default_site = "collections_app.shared.read_only_admin.SupportSite"
