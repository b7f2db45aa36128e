"""What happened to a customer while somebody has his case open: all that may change what may be done with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from collections_app.events.seen import Seen, events_since

KINDS = (
    "signal.received",
    "signal.lifted",
    "hold.placed",
    "hold.released",
    "hold.ran_out",
    "cardholder.restricted",
    "cardholder.opened",
    "cardholder.changed",
    "payment.posted",
    "payment.reversed",
    "contact_point.added",
    "contact_point.changed",
    "consent.given",
    "consent.withdrawn",
    "override.granted",
)
MOST = 20
"""More than can come while a case is open."""
_TOLD = ("kind", "channel", "until", "status", "restriction", "rule", "amount")
"""What of an event's data is told: which stop, hold or number, how much; never who wrote what about whom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that happened: `kind` is the event's, one of KINDS; `account_id` where it happened to one account."""

    id: int
    kind: str
    at: datetime
    account_id: int | None
    data: Mapping[str, Any]


def changes_since(seen: Seen | None, cardholder_id: int) -> tuple[Change, ...]:
    """What changed after all that was `seen` (None: nothing is known of it, so nothing is told), oldest first.

    One query, whatever happened.
    """
    if seen is None:
        return ()
    return tuple(
        Change(
            id=event["id"],
            kind=event["kind"],
            at=event["recorded_at"],
            account_id=event["account_id"],
            data={name: event["data"][name] for name in _TOLD if event["data"].get(name) is not None},
        )
        for event in events_since(seen, cardholder_id, kinds=KINDS, limit=MOST)
    )
