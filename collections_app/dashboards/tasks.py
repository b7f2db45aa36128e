"""Background work: alerts and summaries, which Beat calls again and again, and past days somebody asked for.

What was done is not done twice.
"""

from datetime import date, timedelta

from celery import shared_task
from django.db import transaction

from accounts.models import CorrectedFigure, CorrectedFlow, CorrectedTrend
from accounts.queries import installation
from collections_app.shared import clock
from collections_app.shared.actor import Actor

from . import actions, mails
from .models import CorrectedDay

KEEP_CORRECTED_DAYS = 7


@shared_task
def look_at_alerts() -> int:
    """Raise and end alerts, and write to their people; how many were raised now."""
    at = clock.now()
    raised = actions.check_alerts(actor=Actor.night(), at=at)
    mails.plan_alerts(at=at)
    mails.send_alerts(at=at)
    return len(raised)


@shared_task
def mail_summaries() -> int:
    """Send the summaries whose hour has come; how many were sent."""
    at = clock.now()
    mails.plan_summaries(at=at)
    return mails.send_summaries(at=at)


@shared_task
def compute_corrected(day: str) -> None:
    """Compute one past day as corrected since; how it went stands in its row."""
    actions.compute_corrected(actor=Actor.command("dashboards"), day=date.fromisoformat(day), at=clock.now())


@shared_task
def compute_days_left() -> int:
    """Compute the days that a lost broker, a killed worker or a running night left behind; how many there were."""
    left = list(CorrectedDay.objects.filter(status__in=CorrectedDay.UNDER_WAY).order_by("asked_at"))
    for one in left:
        actions.compute_corrected(actor=Actor.command("dashboards"), day=one.day, at=clock.now())
    return len(left)


@shared_task
def forget_old_days() -> int:
    """Forget the past days whose answer is that of an earlier night and that nobody asked for in a week; how many.

    Until then the page shows the old answer while the new one is computed.
    """
    here, before = installation(), clock.now() - timedelta(days=KEEP_CORRECTED_DAYS)
    if here is None or here.business_date is None:
        return 0
    over = CorrectedDay.objects.exclude(status__in=CorrectedDay.UNDER_WAY)
    with transaction.atomic():
        forgotten = over.filter(known_on__lt=here.business_date, asked_at__lt=before).delete()[0]
        for kept in (CorrectedFigure, CorrectedFlow, CorrectedTrend):
            kept.objects.exclude(day__in=CorrectedDay.objects.values("day")).delete()
    return forgotten
