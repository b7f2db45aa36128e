"""Kept answers are forgotten after settings.IDEMPOTENCY_DAYS: nobody repeats a request that late."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings

from collections_app.shared import clock

from .models import KeptAnswer


@shared_task
def forget_old_answers() -> int:
    """Delete what is older than the setting says; how many answers that were."""
    before = clock.now() - timedelta(days=settings.IDEMPOTENCY_DAYS)
    return KeptAnswer.objects.filter(kept_at__lt=before).delete()[0]
