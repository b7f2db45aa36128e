"""The table of contents: every address of the product, package by package."""

from django.contrib import admin
from django.urls import include, path

from collections_app.shared.health import healthz

from .shell import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("accounts.urls")),
    path("", include("accounts.intake.urls")),
    path("", include("collections_app.arrangements.urls")),
    path("", include("collections_app.contacts.urls")),
    path("", include("collections_app.compliance.urls")),
    path("", include("collections_app.dashboards.urls")),
    path("", include("collections_app.cases.urls")),
    path("", include("collections_app.desk.urls")),
    path("", include("collections_app.integrations.urls")),
    path("", include("collections_app.nightly.urls")),
    path("", include("collections_app.people.urls")),
    path("", include("collections_app.results.urls")),
    path("api/v1/", include("collections_app.api")),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
]

handler400 = "collections_app.shared.error_pages.bad_request"
handler403 = "collections_app.shared.error_pages.forbidden"
handler404 = "collections_app.shared.error_pages.not_found"
handler500 = "collections_app.shared.error_pages.server_error"
