"""Every REST address of integrations, below `/api/v1/`."""

from collections_app.shared.routes import route

from . import changes, keys

urlpatterns = [
    route("changes", changes.ChangesFeed.as_view(), name="api-changes"),
    route("api-keys", keys.ApiKeys.as_view(), name="api-keys"),
    route("api-keys/<str:prefix>/revocation", keys.KeyRevocation.as_view(), name="api-key-revocation"),
]
