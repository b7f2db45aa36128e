"""The REST door: every address under `/api/v1/`, package by package, without a slash at the end."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

urlpatterns = [
    path("", include("accounts.intake.rows_api")),
    path("", include("accounts.api.urls")),
    path("", include("accounts.intake.api")),
    path("", include("collections_app.arrangements.api.urls")),
    path("", include("collections_app.compliance.api.urls")),
    path("", include("collections_app.cases.api.urls")),
    path("", include("collections_app.casefile.api")),
    path("", include("collections_app.contacts.api.urls")),
    path("", include("collections_app.dashboards.api.urls")),
    path("", include("collections_app.integrations.api.urls")),
    path("", include("collections_app.nightly.api")),
    path("", include("collections_app.people.api.urls")),
    path("", include("collections_app.results.api.urls")),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api-schema", template_name="shared/api_docs.html"),
        name="api-docs",
    ),
]
