"""Handing a past day to a worker: asked for in a web request, computed outside of it."""

import logging
from datetime import date, datetime
from functools import partial

from kombu.exceptions import OperationalError

from collections_app.idempotency.after import after_answer
from collections_app.shared.actor import Actor

from . import actions, tasks
from .models import CorrectedDay

log = logging.getLogger(__name__)


def have_corrected(*, actor: Actor, day: date, again: bool = False, at: datetime) -> CorrectedDay:
    """How far `day` is as corrected since; asks a worker for it where nobody has. Refusals: `actions.ask_corrected`."""
    found, needed = actions.ask_corrected(actor=actor, day=day, again=again, at=at)
    if not needed:
        return found
    after_answer(partial(_send, day))
    found.refresh_from_db()
    return found


def _send(day: date) -> None:
    """Without a broker the day waits for the next sweep."""
    try:
        tasks.compute_corrected.apply_async([day.isoformat()], retry=False)
    except OperationalError as error:
        log.warning("no broker, the corrected figures of %s wait for the sweep: %s", day, error)
