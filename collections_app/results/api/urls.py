"""Every REST address of results, below `/api/v1/`."""

from collections_app.shared.routes import route

from . import results, schemes

urlpatterns = [
    route("results", results.Results.as_view(), name="api-results"),
    route("scorecard-schemes", schemes.Schemes.as_view(), name="api-scorecard-schemes"),
]
