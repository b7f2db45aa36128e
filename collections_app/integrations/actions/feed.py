"""The change feed after a dump was restored."""

from django.db import transaction

from collections_app.events import actions as events
from collections_app.events.models import FeedLine
from collections_app.shared import sql
from collections_app.shared.actor import Actor

LINE = 2**40
"""More transactions than a server counts between two dumps; the numbers of a new line all come after the old one's."""


@transaction.atomic
def continue_feed(*, actor: Actor) -> int:
    """Begin a new line of numbers, after everything a dump brought and after everything readers may have read since.

    No row is rewritten and every cursor stays good: a reader goes on with what is written from now on. Run it after
    every restore; once more does no harm. Returns the first number of the line. Raises Refused: `forbidden`.
    """
    actor.must("integrations.manage")
    sql.run("LOCK TABLE events_event IN ACCESS EXCLUSIVE MODE")
    last = sql.value("SELECT coalesce(max(txid), 0) FROM events_event")
    start = (last // LINE + 1) * LINE
    FeedLine.objects.update_or_create(pk=1, defaults={"starts_at": start})
    sql.run("ALTER TABLE events_event ALTER COLUMN txid SET DEFAULT pg_current_xact_id()::text::bigint + %s", [start])
    events.record("feed.continued", actor=actor, data={"starts_at": start})
    return start
