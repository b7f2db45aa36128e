"""Every REST address of integrations, below `/api/v1/`."""

from collections_app.shared.routes import route

from . import changes, daily_files, deliveries, keys, webhooks

urlpatterns = [
    route("changes", changes.ChangesFeed.as_view(), name="api-changes"),
    route("api-keys", keys.ApiKeys.as_view(), name="api-keys"),
    route("api-keys/<str:prefix>/revocation", keys.KeyRevocation.as_view(), name="api-key-revocation"),
    route("daily-files", daily_files.DailyFiles.as_view(), name="api-daily-files"),
    route("daily-files/<str:day>/<str:name>", daily_files.OneDailyFile.as_view(), name="api-daily-file"),
    route("webhooks", webhooks.Webhooks.as_view(), name="api-webhooks"),
    route("webhooks/<int:pk>", webhooks.OneWebhook.as_view(), name="api-webhook"),
    route("webhooks/<int:pk>/pause", webhooks.WebhookPause.as_view(), name="api-webhook-pause"),
    route("webhooks/<int:pk>/resumption", webhooks.WebhookResumption.as_view(), name="api-webhook-resumption"),
    route("webhooks/<int:pk>/secret", webhooks.WebhookSecret.as_view(), name="api-webhook-secret"),
    route("webhooks/<int:pk>/again", webhooks.WebhookAgain.as_view(), name="api-webhook-again"),
    route("webhook-deliveries", deliveries.WebhookDeliveries.as_view(), name="api-webhook-deliveries"),
    route("webhook-deliveries/<int:pk>", deliveries.OneDelivery.as_view(), name="api-delivery"),
    route("webhook-deliveries/<int:pk>/again", deliveries.DeliveryAgain.as_view(), name="api-delivery-again"),
]
