"""Every REST address of integrations, below `/api/v1/`."""

from collections_app.shared.routes import route

from . import changes

urlpatterns = [
    route("changes", changes.ChangesFeed.as_view(), name="api-changes"),
]
