"""Reads of integrations."""

from .webhooks import deliveries, webhooks, with_counts

__all__ = ["deliveries", "webhooks", "with_counts"]
