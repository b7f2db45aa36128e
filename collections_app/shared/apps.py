from django.apps import AppConfig
from django.contrib.admin import apps as admin


class SharedConfig(AppConfig):
    name = "collections_app.shared"
    label = "shared"


class SupportAdminConfig(admin.AdminConfig):
    """Django's admin, with our read-only site as the default one."""

    default = False
    default_site = "collections_app.shared.read_only_admin.SupportSite"
