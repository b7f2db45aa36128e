"""The change feed: events in an order to which nothing is ever added behind a reader."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from collections_app.events.models import FeedLine
from collections_app.shared import sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

LARGEST = 1000
WINDOW = 20_000
"""Places looked at in one call that asks for kinds: a rare one is found over several calls, none of which is long."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """How far a reader has read: everything up to the event `id` of the transaction `txid`."""

    txid: int = 0
    id: int = 0


START = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One event as others see it; `account_no` and `customer_no` are the bank's, `api_key` begins the key used."""

    id: int
    kind: str
    occurred_at: datetime
    business_date: date | None
    actor: str
    api_key: str
    account_no: str | None
    customer_no: str | None
    data: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """`rows` of one call, the `place` to go on from, and whether there is more by now."""

    rows: list[Change]
    place: Place
    more: bool


def changes_after(place: Place, *, actor: Actor, kinds: Sequence[str] = (), limit: int = 500) -> Changes:
    """What came after `place`, the oldest transaction first; without kinds every kind.

    An event shows up once every transaction that began before its own has ended, so a long one (a night's step)
    holds the feed back, and nothing is skipped. Asked again with the same place, the same rows come first.
    Raises Refused: `feed_not_continued` (a dump was restored and `manage.py continue_feed` not run).
    Example: `changes_after(START, actor=actor, kinds=["payment.posted"], limit=100)`.
    """
    line = line_start()
    must_be_continued(line)
    window = WINDOW if kinds else limit
    found = sql.dicts(
        sql.load("collections_app.integrations", "changes"),
        {
            "txid": place.txid,
            "id": place.id,
            "line": line,
            "window": window,
            "kinds": list(kinds) or None,
            "everything": actor.everything,
            "clearances": sorted(actor.clearances),
            "limit": limit,
        },
    )
    rows = [row for row in found if row["id"] is not None]
    looked = found[0]["looked"]
    last = Place(found[0]["last_txid"], found[0]["last_id"]) if looked else place
    end = Place(rows[-1]["txid"], rows[-1]["id"]) if len(rows) == limit else last
    return Changes(rows=_changes(rows), place=end, more=end < last or looked == window)


def line_start() -> int:
    """What is added to this server's transaction numbers; 0 unless a dump was restored."""
    return FeedLine.objects.filter(pk=1).values_list("starts_at", flat=True).first() or 0


def horizon() -> Place:
    """Every place below this one is settled: a reader who starts here hears of everything written from now on."""
    oldest = sql.value("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
    return Place(oldest + line_start(), 0)


def cursor_of(place: Place) -> str:
    """The place as text for others, who need not know what it means."""
    text = json.dumps([place.txid, place.id])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def place_of(cursor: str) -> Place:
    """The place behind a cursor; an empty one is the start. Raises Refused("invalid", field="cursor")."""
    if not cursor:
        return START
    try:
        numbers = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if len(numbers) != 2 or any(type(one) is not int or not 0 <= one < 2**63 for one in numbers):
            raise ValueError("wrong shape")
    except (ValueError, TypeError, binascii.Error) as error:
        raise Refused("invalid", _("This cursor is none of ours."), field="cursor") from error
    return Place(*numbers)


def must_be_continued(line: int) -> None:
    """A server that counts anew would hide what a dump brought, and put new events before it: better no feed.

    Raises Refused: `feed_not_continued`.
    """
    if sql.value(sql.load("collections_app.integrations", "feed_is_ahead"), [line]):
        message = _("A dump was restored; the change feed goes on after manage.py continue_feed.")
        raise Refused("feed_not_continued", message)


def data_of(stored: Any) -> dict[str, Any]:
    """What an event carries, as a plain query gives it."""
    return stored if isinstance(stored, dict) else json.loads(stored)


def _changes(rows: Sequence[dict[str, Any]]) -> list[Change]:
    return [
        Change(
            id=row["id"],
            kind=row["kind"],
            occurred_at=row["recorded_at"],
            business_date=row["business_date"],
            actor=row["actor"],
            api_key=row["api_key"],
            account_no=row["account_no"],
            customer_no=row["customer_no"],
            data=data_of(row["data"]),
        )
        for row in rows
    ]
