"""Open cases by team, queue and bucket, and what they owe, as they stand now."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from collections_app.cases.queries import visible_cases
from collections_app.cases.queries.queues import Queue, queues_now
from collections_app.people.models import Team
from collections_app.shared.actor import Actor

from .portfolio import DELINQUENT


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Open cases of one team in one queue, or what they owe: `figures` by bucket.

    No team: of `takers`, who may take from the queue, everybody where they are none; no queue: of none.
    """

    team: Team | None
    queue: Queue | None
    takers: list[Team]
    figures: dict[int, Any]

    @property
    def by_bucket(self) -> list[tuple[str, Any]]:
        """The name of every delinquent bucket with its figure."""
        return [(bucket.name, self.figures.get(bucket, 0)) for bucket in DELINQUENT]

    @property
    def total(self) -> Any:
        return sum(self.figures.values())


def open_cases(actor: Actor, *, measure: str = "accounts", currency: str = "") -> list[Desk]:
    """A line for every team and queue with open cases `actor` may see: queues by rank, those in none last.

    `measure`: `accounts` counts cases, of every currency; `balance` and `past_due` add up what those of one owe.
    """
    found: dict[tuple[int | None, int | None], dict[int, Any]] = {}
    cases = visible_cases(actor).filter(closed_on=None)
    if measure != "accounts":
        cases = cases.filter(currency=currency)
    added = Count("id") if measure == "accounts" else Sum(measure)
    for team, queue, bucket, figure in cases.values_list("team_id", "queue_id", "bucket").annotate(added).order_by():
        found.setdefault((team, queue), {})[bucket] = figure
    queues, teams = queues_now(), Team.objects.in_bulk()
    by_id, rank = {queue.id: queue for queue in queues}, {queue.id: queue.rank for queue in queues}
    last = max(rank.values(), default=0) + 1
    order = sorted(found, key=lambda key: (rank.get(key[1] or 0, last), key[0] is not None, key[0] or 0))
    takers = {queue.id: [teams[team] for team in sorted(queue.teams)] for queue in queues}
    return [
        Desk(
            team=teams.get(team or 0),
            queue=by_id.get(queue or 0),
            takers=[] if team else takers.get(queue or 0, []),
            figures=found[team, queue],
        )
        for team, queue in order
    ]
