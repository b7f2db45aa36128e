"""Writing events that stay written, and waiting until the feed serves them."""

import time

from django.db import connection

from collections_app.events.actions import record
from collections_app.integrations.queries.changes import START, changes_after, horizon
from collections_app.shared import sql
from collections_app.shared.actor import Actor

CHIEF = Actor.command("test")


def happen(kind="payment.posted", **more):
    """One committed event; its number."""
    return record(kind, actor=CHIEF, **more)


def settled():
    """Wait until everything written so far is in the feed: other databases of the server may run transactions too."""
    assert not connection.in_atomic_block
    last = sql.value("SELECT coalesce(max(txid), 0) FROM events_event")
    while horizon().txid <= last:
        time.sleep(0.01)


def read(place=START, **more):
    """The numbers of the events after a place, and the place to go on from."""
    found = changes_after(place, actor=more.pop("actor", CHIEF), **more)
    return [row.id for row in found.rows], found.place
