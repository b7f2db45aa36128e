"""Nights as background work: by the clock, and as somebody asked on the operations page or at the REST door."""

import logging
from datetime import date

from celery import shared_task
from django.conf import settings

from accounts.queries import installation
from collections_app.people.models import User
from collections_app.people.queries import actor_of_user
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

from . import actions

log = logging.getLogger(__name__)


@shared_task
def run_due_nights() -> int:
    """The night of every day up to today; how many were run. Beat calls it at NIGHT_HOUR:NIGHT_MINUTE.

    A simulated installation has no today, so nothing is run there. That another start holds the lock, or that no
    first night was ever asked for, is noted in the log.
    """
    here = installation()
    if here is None or here.simulated:
        log.info("No night by the clock: the installation is %s.", "simulated" if here else "empty")
        return 0
    try:
        return actions.run_nights(actor=Actor.night(), until=clock.local_date(), shards=settings.NIGHT_SHARDS)
    except Refused as refused:
        log.info("No night by the clock: %s (%s)", refused.message, refused.code)
        return 0


@shared_task
def run_nights_until(*, until: str, first: str | None, user_id: int | None) -> int:
    """Nights up to a date, as somebody asked; how many were run. A lock already held is noted in the log."""
    try:
        return actions.run_nights(
            actor=_asker(user_id),
            until=date.fromisoformat(until),
            first=date.fromisoformat(first) if first else None,
            shards=settings.NIGHT_SHARDS,
        )
    except Refused as refused:
        log.warning("The nights until %s were not run: %s (%s)", until, refused.message, refused.code)
        return 0


@shared_task
def verify_night(*, on: str, corrected: bool, user_id: int | None) -> bool:
    """Recompute a past night, as somebody asked; whether it came out alike."""
    return actions.verify(actor=_asker(user_id), on=date.fromisoformat(on), corrected=corrected)


def _asker(user_id: int | None) -> Actor:
    """Who asked, with what they may do by now: a role that ended meanwhile no longer counts."""
    return Actor.night() if user_id is None else actor_of_user(User.objects.get(pk=user_id), channel="browser")
