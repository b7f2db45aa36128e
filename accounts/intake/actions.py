"""Taking bank files in: from a path at once, or received now and taken in by a worker.

One file is one delivery. Its good rows land in one transaction, or nothing does.
"""

from collections.abc import Iterable
from contextlib import ExitStack
from datetime import date, datetime
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.intake import spool
from accounts.intake.encoding import refuse_by_head, refuse_by_size
from accounts.intake.layouts import ENTRIES, LAYOUTS
from accounts.intake.phases import progress, refuse, work
from accounts.intake.refusals import FileRefused
from accounts.models import Delivery, SuspectedDuplicate
from accounts.queries import recording_day
from collections_app.events import actions as events
from collections_app.shared import clock, sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

Status = Delivery.Status
TRIES = 3


def take_in(
    *,
    actor: Actor,
    path: Path,
    name: str = "",
    layout: str | None = None,
    feed_day: date | None = None,
    demo: bool = False,
    at: datetime,
) -> Delivery:
    """Take a file in now and return its delivery, DONE or REFUSED; rejects and counts stand with it.

    `name` is what people read of it, the file's own where it is empty. `layout` is guessed from the header when it is
    None. `feed_day` marks that day's payment feed as arrived.
    `demo` marks new cardholders as demo people. Raises Refused("forbidden", …) and Refused on an unknown layout.
    Example: `take_in(actor=Actor.command("intake"), path=Path("statements.csv"), at=clock.now())`.
    """
    actor.must("intake.upload")
    with ExitStack() as locks:
        # Seen by nobody before the lock is held, so that no worker takes the delivery for one left behind.
        with transaction.atomic():
            delivery = _open(actor=actor, name=name or path.name, layout=layout, feed_day=feed_day, at=at)
            locks.enter_context(sql.session_lock(_lock_name(delivery.pk)))
        return work(delivery, actor=actor, path=path, demo=demo, at=at)


def receive(
    *,
    actor: Actor,
    name: str,
    size_bytes: int,
    pieces: Iterable[bytes],
    layout: str | None = None,
    feed_day: date | None = None,
    at: datetime,
) -> Delivery:
    """Keep an uploaded file and open its delivery, WAITING for a worker.

    Raises FileRefused at once for what the size or the first bytes tell; nothing is kept then.
    """
    actor.must("intake.upload")
    refuse_by_size(size_bytes, limit_megabytes=settings.INTAKE_MAX_MEGABYTES)
    stream = iter(pieces)
    head = next(stream, b"")
    refuse_by_head(head)
    with transaction.atomic():
        delivery = _open(actor=actor, name=name, layout=layout, feed_day=feed_day, at=at, size_bytes=size_bytes)
        spool.keep(delivery.pk, chain([head], stream))
    return delivery


def take_in_received(*, actor: Actor, delivery_id: int, at: datetime) -> Delivery:
    """Take in a received file that waits, or that a worker began and left behind; else nothing changes.

    The actor is the worker; the facts carry the name of whoever delivered the file.
    """
    actor.must("intake.upload")
    with sql.session_lock(_lock_name(delivery_id)) as held:
        delivery = Delivery.objects.get(pk=delivery_id)
        if not held or delivery.status in (Status.DONE, Status.REFUSED):
            return delivery
        path = spool.spooled(delivery_id)
        tries = delivery.refusal_data.get("tries", 0) + 1
        if not path.exists() or tries > TRIES:
            return refuse(delivery, FileRefused("interrupted"), actor=actor)
        progress(delivery, refusal_data={"tries": tries})
        return work(delivery, actor=actor, path=path, demo=False, at=at)


def decide_duplicate(*, actor: Actor, suspected_id: int, status: str, reason: str, at: datetime) -> SuspectedDuplicate:
    """Say of a suspected duplicate payment that both are real (ACCEPTED) or that a reversal is wanted (REVERSAL_ASKED).

    Raises Refused: `forbidden`, `not_found`, `invalid` (another status), `already_decided`; at field reason `missing`,
    `too_long`, `card_number`.
    """
    actor.must("payments.reverse")
    if status not in (SuspectedDuplicate.Status.ACCEPTED, SuspectedDuplicate.Status.REVERSAL_ASKED):
        raise Refused("invalid", _("Choose “two payments” or “ask for reversal”."), field="status")
    reason = text_of(reason, field="reason", longest=300)
    with transaction.atomic():
        suspected = SuspectedDuplicate.objects.select_related("entry").filter(pk=suspected_id).first()
        if suspected is None:
            raise Refused("not_found", _("There is no such suspected duplicate."))
        decided = {"status": status, "reason": reason, "decided_by": actor.label, "decided_at": at}
        if not SuspectedDuplicate.objects.filter(pk=suspected_id, status="OPEN").update(**decided):
            raise Refused("already_decided", _("Someone has decided this already."))
        events.record(
            "duplicate.decided",
            actor=actor,
            account_id=suspected.entry.card_account_id,
            data={"entry": suspected.entry_id, "other": suspected.other_id, "status": status},
            on=recording_day(at),
        )
    suspected.refresh_from_db()
    return suspected


def _open(
    *, actor: Actor, name: str, layout: str | None, feed_day: date | None, at: datetime, size_bytes: int = 0
) -> Delivery:
    if layout and layout not in LAYOUTS:
        raise Refused("unknown_layout", _("There is no layout “%(layout)s”.") % {"layout": layout}, field="layout")
    if feed_day and layout not in (None, "", ENTRIES.name):
        raise Refused("feed_day_layout", _("A feed day belongs to a file of entries."), field="feed_day")
    if feed_day and feed_day > clock.local_date(at):
        raise Refused("in_the_future", _("The feed day is later than today."), field="feed_day")
    return Delivery.objects.create(
        file_name=name[-255:],
        layout=layout or "",
        feed_day=feed_day,
        recorded_on=recording_day(at),
        delivered_by=actor.label,
        api_key=actor.api_key,
        size_bytes=size_bytes,
    )


def _lock_name(delivery_id: int) -> str:
    """Held while someone works on the delivery; the database gives it back when that process dies."""
    return f"intake.delivery.{delivery_id}"
