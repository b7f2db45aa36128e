"""Tables of integrations."""

from .api_key import ApiKey
from .webhook import Reader, Webhook, WebhookAttempt, WebhookDelivery

__all__ = ["ApiKey", "Reader", "Webhook", "WebhookAttempt", "WebhookDelivery"]
