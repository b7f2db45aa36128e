"""Handing a night to the workers: asked in a web request, done outside of it."""

from datetime import date
from typing import Any

from celery import Task
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from accounts.queries import installation
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

from . import queries, tasks
from .models import Night


def ask_for_nights(*, actor: Actor, until: date | None = None, first: date | None = None) -> date:
    """Queue the nights up to `until` (default: the next one) and return that date.

    `first` starts an installation that has no night yet. Raises Refused: `forbidden`, `no_first_night`, `future`
    (never ahead of the calendar, unless the installation is simulated), `done`, `queue_down`.
    """
    actor.must("nights.run")
    today, here = clock.local_date(), installation()
    coming = queries.coming(here, today=today)
    following = coming.next or first
    if following is None:
        raise Refused(
            "no_first_night", _("No night has run yet: say with which date the first one begins."), field="first"
        )
    until = until or following
    if until < following:
        raise Refused("done", _("This night is done already."), field="until")
    if until > today and not (here and here.simulated):
        raise Refused("future", _("This night has not come yet."), field="until" if coming.next else "first")
    first_text = following.isoformat() if coming.next is None else None
    _send(tasks.run_nights_until, until=until.isoformat(), first=first_text, user_id=actor.user_id)
    return until


def ask_to_verify(*, actor: Actor, on: date, corrected: bool) -> None:
    """Queue the recomputation of a finished night. Raises Refused: `forbidden`, `no_such_night`, `queue_down`."""
    actor.must("nights.view")
    if not Night.objects.filter(pk=on, status=Night.Status.DONE).exists():
        raise Refused("no_such_night", _("There is no finished night for that date."), field="date")
    _send(tasks.verify_night, on=on.isoformat(), corrected=corrected, user_id=actor.user_id)


def _send(task: Task, **arguments: Any) -> None:
    try:
        task.apply_async(kwargs=arguments, retry=False)
    except OperationalError as error:
        raise Refused(
            "queue_down",
            _("The queue of background work does not answer; on the server, manage.py nightly does the same."),
        ) from error
