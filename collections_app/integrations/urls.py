"""Addresses of integrations."""

from django.urls import path

from .views import daily_files, delivery, keys, webhooks

urlpatterns = [
    path("integrations/", keys.keys, name="integrations"),
    path("integrations/keys/new/", keys.new_key, name="new-api-key"),
    path("integrations/keys/<str:prefix>/revoke/", keys.revoke_key, name="revoke-api-key"),
    path("integrations/files/", daily_files.daily_files, name="daily-files"),
    path("integrations/files/<str:day>/<str:name>", daily_files.daily_file, name="daily-file"),
    path("integrations/webhooks/", webhooks.webhooks, name="webhooks"),
    path("integrations/webhooks/new/", webhooks.new_webhook, name="new-webhook"),
    path("integrations/webhooks/<int:webhook_id>/", webhooks.webhook, name="webhook"),
    path("integrations/webhooks/<int:webhook_id>/change/", webhooks.change, name="change-webhook"),
    path("integrations/webhooks/<int:webhook_id>/secret/", webhooks.renew_secret, name="renew-webhook-secret"),
    path("integrations/webhooks/<int:webhook_id>/again/", webhooks.all_again, name="send-dead-again"),
    path("integrations/webhooks/<int:webhook_id>/<str:what>/", webhooks.switch, name="switch-webhook"),
    path("integrations/deliveries/", webhooks.deliveries, name="webhook-deliveries"),
    path("integrations/deliveries/<int:delivery_id>/", delivery.delivery, name="webhook-delivery"),
    path("integrations/deliveries/<int:delivery_id>/again/", webhooks.again, name="send-delivery-again"),
    path("integrations/dead-letters/", webhooks.dead_letters, name="dead-letters"),
]
