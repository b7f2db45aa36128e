"""How far a reader has seen what happened to one cardholder, and what has happened since."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Q
from django.db.models.expressions import RawSQL

from collections_app.shared import sql

from .models import Event

TEXT = r"^[0-9]{1,18}(-[0-9]{1,18}){0,500}$"
_RUNNING = """ARRAY(
    SELECT running::text::bigint + coalesce((SELECT starts_at FROM events_feedline WHERE id = 1), 0)
    FROM pg_snapshot_xip(pg_current_snapshot()) running
)"""


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything up to the event `newest`, but for what the transactions `running` then had written and not committed.

    An event draws its number before it commits: by the newest number alone, whoever commits late is never told. As text
    it goes to a page or a machine and comes back: `8812`, or `8812-795-797`.
    """

    newest: int = 0
    running: tuple[int, ...] = ()

    def __str__(self) -> str:
        return "-".join(map(str, (self.newest, *self.running)))

    @classmethod
    def of(cls, text: str) -> "Seen | None":
        """What `text` says; None when it is none of ours."""
        if not re.fullmatch(TEXT, text):
            return None
        newest, *running = map(int, text.split("-"))
        return cls(newest, tuple(running))


def running_now() -> RawSQL:
    """As an annotation: the transactions that write at this moment, numbered as events number theirs (`Event.txid`)."""
    return RawSQL(_RUNNING, (), output_field=ArrayField(BigIntegerField()))


def seen_of(cardholder_id: int) -> Seen:
    """All that is to be seen of a cardholder now; one query. Look before you read what you show."""
    newest, running = sql.rows(
        f"SELECT coalesce((SELECT max(id) FROM events_event WHERE cardholder_id = %s), 0), {_RUNNING}",
        [cardholder_id],
    )[0]
    return Seen(newest, tuple(running))


def events_since(seen: Seen, cardholder_id: int, *, kinds: Collection[str], limit: int) -> list[dict[str, Any]]:
    """The events of these kinds that `seen` does not contain, oldest first, at most `limit`; one query.

    Each with id, kind, recorded_at, account_id and data.
    """
    missed = Q(id__gt=seen.newest)
    if seen.running:
        missed |= Q(txid__in=seen.running)
    events = Event.objects.filter(missed, cardholder_id=cardholder_id, kind__in=kinds).order_by("id")
    return [dict(event) for event in events.values("id", "kind", "recorded_at", "account_id", "data")[:limit]]
