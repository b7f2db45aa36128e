"""The way of one file: reading, checking, merging. Each phase shows on the delivery as soon as it begins."""

import logging
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import DateTimeField, Func

from accounts.intake import spool
from accounts.intake.encoding import examine
from accounts.intake.layouts import ENTRIES, Layout
from accounts.intake.merge import Landed, merge
from accounts.intake.refusals import FileRefused
from accounts.intake.staging import drop_tables, stage
from accounts.intake.validate import check
from accounts.models import Delivery, FeedDay
from accounts.queries import recorded_from, recording_day
from collections_app.events import actions as events
from collections_app.shared import clock
from collections_app.shared.actor import Actor

log = logging.getLogger(__name__)

TRIES = 3


class NightBegan(Exception):
    """A night has begun since the rows were checked: they are for the one after it."""


def work(delivery: Delivery, *, actor: Actor, path: Path, demo: bool, at: datetime) -> Delivery:
    """Take the file at `path` in; the delivery comes back DONE or REFUSED.

    What nobody expected refuses the delivery as `failed` and is raised.
    """
    try:
        _read_check_merge(delivery, actor=actor, path=path, demo=demo, at=at)
    except FileRefused as refused:
        refuse(delivery, refused, actor=actor)
    except Exception:
        refuse(delivery, FileRefused("failed"), actor=actor)
        raise
    finally:
        if not connection.needs_rollback:
            drop_tables()
    delivery.refresh_from_db()
    spool.forget(delivery.pk)
    return delivery


def progress(delivery: Delivery, **columns: Any) -> None:
    """Write columns of the delivery at once, so that a page that looks sees them."""
    Delivery.objects.filter(pk=delivery.pk).update(**columns)
    for name, value in columns.items():
        setattr(delivery, name, value)


def refuse(delivery: Delivery, refused: FileRefused, *, actor: Actor) -> Delivery:
    """The whole file is refused: say why, and keep nothing of it."""
    with transaction.atomic():
        progress(
            delivery,
            status=Delivery.Status.REFUSED,
            refusal_code=refused.code,
            refusal_data=refused.data,
            finished_at=_this_moment(),
        )
        events.record(
            "delivery.refused",
            actor=actor,
            data={"delivery": delivery.pk, "file": delivery.file_name, "reason": refused.code},
            on=delivery.recorded_on,
        )
    spool.forget(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def _read_check_merge(delivery: Delivery, *, actor: Actor, path: Path, demo: bool, at: datetime) -> None:
    """All three phases; again from the start when someone wrote one of the same rows, or a night began, meanwhile."""
    for attempt in range(1, TRIES + 1):
        progress(delivery, recorded_on=recording_day(at))
        layout = _read(delivery, path)
        params = _params(delivery, demo=demo, at=at)
        progress(delivery, status=Delivery.Status.CHECKING)
        check(layout, params)
        progress(delivery, status=Delivery.Status.MERGING)
        try:
            with transaction.atomic():
                _must_be_before_the_night(params, at=at)
                _finish(delivery, merge(layout, params), actor=actor)
            return
        except (IntegrityError, NightBegan):
            if attempt == TRIES:
                raise
            log.info("delivery %s: rows changed meanwhile, checking again", delivery.pk)


def _must_be_before_the_night(params: dict[str, Any], *, at: datetime) -> None:
    """No night may begin while the rows land; raises NightBegan when one has begun since they were checked."""
    if (recording_day(at), recorded_from()) != (params["recording_day"], params["business_date"]):
        raise NightBegan


def _read(delivery: Delivery, path: Path) -> Layout:
    progress(delivery, status=Delivery.Status.READING, bytes_read=0, rows_read=0)
    examined = examine(path, limit_megabytes=settings.INTAKE_MAX_MEGABYTES)
    progress(
        delivery,
        encoding=examined.encoding.removesuffix("-sig"),
        sha256=examined.sha256,
        size_bytes=examined.size_bytes,
    )

    def chosen(layout: Layout) -> None:
        if delivery.feed_day and layout is not ENTRIES:
            raise FileRefused("feed_day_layout", layout=layout.name)
        progress(delivery, layout=layout.name)

    def report(bytes_read: int, rows_read: int) -> None:
        progress(delivery, bytes_read=bytes_read, rows_read=rows_read)

    return stage(path=path, encoding=examined.encoding, named=delivery.layout or None, chosen=chosen, report=report)


def _finish(delivery: Delivery, landed: Landed, *, actor: Actor) -> None:
    progress(
        delivery,
        status=Delivery.Status.DONE,
        finished_at=_this_moment(),
        refusal_data={},
        rows_new=landed.new,
        rows_changed=landed.changed,
        rows_same=landed.same,
        rows_rejected=landed.rejected,
    )
    if delivery.feed_day and _fed(delivery, landed):
        FeedDay.objects.get_or_create(
            day=delivery.feed_day, defaults={"recorded_on": delivery.recorded_on, "decided_by": delivery.delivered_by}
        )
    events.record(
        "delivery.landed",
        actor=actor,
        data={
            "delivery": delivery.pk,
            "file": delivery.file_name,
            "layout": delivery.layout,
            "new": landed.new,
            "changed": landed.changed,
            "same": landed.same,
            "rejected": landed.rejected,
            "feed_day": delivery.feed_day,
        },
        on=delivery.recorded_on,
    )


def _fed(delivery: Delivery, landed: Landed) -> bool:
    """A feed of which every row was rejected has not arrived; one without a row says that nobody paid."""
    return delivery.rows_read == 0 or landed.rejected < delivery.rows_read


def _params(delivery: Delivery, *, demo: bool, at: datetime) -> dict[str, Any]:
    """What the statements of `sql/` ask for by name."""
    return {
        "delivery_id": delivery.pk,
        "actor": delivery.delivered_by,
        "api_key": delivery.api_key,
        "today": clock.local_date(at),
        "business_date": recorded_from(),
        "recording_day": delivery.recorded_on,
        "demo": demo,
        "at": at,
    }


def _this_moment() -> Func:
    """The database's clock: a long transaction ends later than it began."""
    return Func(function="clock_timestamp", output_field=DateTimeField())
