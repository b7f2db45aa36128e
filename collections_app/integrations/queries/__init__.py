"""Reads of integrations."""

from .webhooks import deliveries, webhooks, with_attempts, with_counts

__all__ = ["deliveries", "webhooks", "with_attempts", "with_counts"]
