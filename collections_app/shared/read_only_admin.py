"""Django's admin is a window for support, never a door: it shows rows and changes none."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView


class SupportSite(admin.AdminSite):
    """The admin without doors of its own: log-in and password are those of the product."""

    site_title = site_header = _("Fairdue support")
    index_title = _("Rows as they stand, read-only")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only what was made read-only comes in; tables that other packages bring along stay out of sight."""
        if admin_class is not None and issubclass(admin_class, ReadOnlyAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect("home")
        return redirect_to_login(request.GET.get("next", request.path))

    def get_urls(self) -> list[Any]:
        own = [path("password_change/", RedirectView.as_view(pattern_name="change-password"), name="password_change")]
        return own + [url for url in super().get_urls() if getattr(url, "name", "") not in {"password_change"}]


class ReadOnlyAdmin(admin.ModelAdmin):
    """Every registered model uses this class; administrators may look, nobody may write."""

    actions = None
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
