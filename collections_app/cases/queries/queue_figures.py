"""How queues stand, counted over the cases the reader may see: what is counted is what a click behind it lists."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from accounts.queries import working_day
from collections_app.shared import sql
from collections_app.shared.actor import Actor

from .policy import desk_policy
from .sight import SEEN, sight


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFigures:
    """How a queue stands at a moment. `callable` is an estimate: whom compliance refuses is only known once asked.

    `oldest`: since when the case waits that waits longest, from its last contact or, never called, its opening.
    """

    cases: int = 0
    worked: int = 0
    held: int = 0
    asleep: int = 0
    callable: int = 0
    due: int = 0
    oldest: datetime | None = None


def queue_figures(actor: Actor, *, at: datetime) -> dict[int, QueueFigures]:
    """The figures of every queue in which `actor` sees cases, by the queue's number; two queries."""
    rested = at - timedelta(minutes=desk_policy(working_day(at)).rest_minutes)
    rows = sql.dicts(
        sql.load("collections_app.cases", "queue_figures").format(seen=SEEN),
        {"at": at, "rested": rested, "zone": settings.TIME_ZONE, **sight(actor)},
    )
    return {row.pop("queue_id"): QueueFigures(**row) for row in rows}
