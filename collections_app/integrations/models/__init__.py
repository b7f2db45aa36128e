"""Tables of integrations."""

from .api_key import ApiKey
from .webhook import Reader, Webhook, WebhookDelivery

__all__ = ["ApiKey", "Reader", "Webhook", "WebhookDelivery"]
