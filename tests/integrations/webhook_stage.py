"""A webhook, a pass of the sender, and what they left: for tests of webhooks."""

from datetime import timedelta

import pytest

from collections_app.integrations import sending
from collections_app.integrations.actions import webhooks as actions
from collections_app.integrations.dispatch import make_deliveries
from collections_app.integrations.models import WebhookAttempt, WebhookDelivery
from collections_app.shared import clock

from .feed import settled

NOW = clock.now()
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def this_machine_is_allowed(settings):
    settings.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1"]


def webhook(cast, told, *kinds, role="manager"):
    url = told if isinstance(told, str) else told.url
    asked = {"name": "warehouse", "url": url, "kinds": kinds or ["payment.*"], "at": NOW}
    return actions.create_webhook(actor=cast.actor(role), **asked)


def run(at=NOW):
    """One pass at a moment: what was made and what was taken."""
    settled()
    return make_deliveries(at=at), sending.send_due(now=lambda: at)


def state_of(hook):
    rows = WebhookDelivery.objects.filter(webhook=hook).order_by("event_id")
    return [(row.event_id, row.status, row.attempts, row.last_error) for row in rows]


def attempts_of(hook):
    rows = WebhookAttempt.objects.filter(delivery__webhook=hook).order_by("id")
    return list(rows.values_list("at", "number", "status_code", "error"))
