"""Alerts and summaries as background work; Beat calls both again and again, and what was done is not done twice."""

from celery import shared_task

from collections_app.shared import clock
from collections_app.shared.actor import Actor

from . import actions, mails


@shared_task
def look_at_alerts() -> int:
    """Raise and end alerts, and write to their people; how many were raised now."""
    at = clock.now()
    raised = actions.check_alerts(actor=Actor.night(), at=at)
    mails.mail_raised(at=at)
    return len(raised)


@shared_task
def mail_summaries() -> int:
    """Send the summaries whose hour has come; how many were sent."""
    at = clock.now()
    mails.plan_summaries(at=at)
    return mails.send_summaries(at=at)
