"""Taking a delivery to send: a lease, so that every delivery has one sender at a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from collections_app.shared import sql

LEASE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A delivery that is this sender's for a while, from `at` on."""

    id: int
    event_id: int
    attempts: int
    webhook_id: int
    at: datetime


def claim(webhook_id: int, *, at: datetime) -> Claimed | None:
    """The next delivery of a webhook that is due, for this sender alone; None when there is none."""
    found = sql.rows(
        sql.load("collections_app.integrations", "claim_delivery"),
        {"webhook": webhook_id, "at": at, "until": at + LEASE},
    )
    if not found:
        return None
    number, attempts, event_id = found[0]
    return Claimed(id=number, event_id=event_id, attempts=attempts, webhook_id=webhook_id, at=at)
