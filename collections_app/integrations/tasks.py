"""Webhooks and daily files as background work."""

import logging

from celery import shared_task

from collections_app.shared import clock, sql
from collections_app.shared.errors import Refused

from .dispatch import make_deliveries
from .sending import send_due

log = logging.getLogger(__name__)
LOCK = "fairdue webhooks"


@shared_task
def deliver_webhooks() -> int:
    """One pass: deliveries for what is new, then everything that is due; how many were taken. Beat calls it often.

    While a pass runs the next does nothing, so that a slow receiver never fills the queue of the workers.
    """
    with sql.session_lock(LOCK) as mine:
        if not mine:
            return 0
        try:
            make_deliveries(at=clock.now())
        except Refused as refused:
            log.error("No new deliveries: %s (%s)", refused.message, refused.code)
        return send_due(now=clock.now)
