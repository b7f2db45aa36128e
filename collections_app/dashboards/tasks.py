"""Background work: alerts and summaries, which Beat calls again and again, and past days somebody asked for.

What was done is not done twice.
"""

from datetime import date

from celery import shared_task

from collections_app.shared import clock
from collections_app.shared.actor import Actor

from . import actions, mails
from .models import CorrectedDay


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
