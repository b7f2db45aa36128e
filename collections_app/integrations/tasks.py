"""Webhooks and daily files as background work."""

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db import transaction

from collections_app.shared import clock, sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

from .actions.daily_files import remove_daily_files, write_daily_files
from .dispatch import make_deliveries
from .models import WebhookAttempt, WebhookDelivery
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


@shared_task
def forget_old_deliveries() -> int:
    """Delete from the log what was delivered or withheld more than settings.WEBHOOK_LOG_DAYS ago; how many that were.

    Attempts that old go too, also those of what was given up, which itself stays.
    """
    before = clock.now() - timedelta(days=settings.WEBHOOK_LOG_DAYS)
    over = [WebhookDelivery.Status.DONE, WebhookDelivery.Status.WITHHELD]
    old = WebhookDelivery.objects.filter(status__in=over, made_at__lt=before)
    with transaction.atomic():
        WebhookAttempt.objects.filter(at__lt=before).delete()
        WebhookAttempt.objects.filter(delivery__in=old).delete()  # what was made then and sent again since
        return old.delete()[0]


@shared_task
def remove_old_daily_files() -> int:
    """Remove the daily files written more than settings.DAILY_FILES_DAYS ago; of how many days."""
    before = clock.now() - timedelta(days=settings.DAILY_FILES_DAYS)
    return len(remove_daily_files(actor=Actor.night(), before=before))


@shared_task
def write_files_of_the_day() -> bool:
    """Write the daily files once a night is done; whether they were written now."""
    try:
        on = write_daily_files(actor=Actor.night(), at=clock.now())
    except Refused as refused:
        log.debug("No daily files: %s (%s)", refused.message, refused.code)
        return False
    log.info("The files of %s lie in the outbox.", on)
    return True
