"""Open cases by team, queue and bucket, as they stand now."""

from dataclasses import dataclass

from django.db.models import Count

from collections_app.cases.queries import visible_cases
from collections_app.cases.queries.queues import Queue, queues_now
from collections_app.people.models import Team
from collections_app.shared.actor import Actor

from .portfolio import DELINQUENT


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Open cases of one team in one queue. No team: of everybody who may take from the queue; no queue: of none."""

    team: Team | None
    queue: Queue | None
    cases: dict[int, int]

    @property
    def by_bucket(self) -> list[tuple[str, int]]:
        """The name of every delinquent bucket with its open cases."""
        return [(bucket.name, self.cases.get(bucket, 0)) for bucket in DELINQUENT]

    @property
    def total(self) -> int:
        return sum(self.cases.values())


def open_cases(actor: Actor) -> list[Desk]:
    """A line for every team and queue with open cases `actor` may see: queues by rank, those in none last."""
    found: dict[tuple[int | None, int | None], dict[int, int]] = {}
    cases = visible_cases(actor).filter(closed_on=None)
    rows = cases.values_list("team_id", "queue_id", "bucket").annotate(Count("id"))
    for team, queue, bucket, count in rows.order_by():
        found.setdefault((team, queue), {})[bucket] = count
    queues, teams = queues_now(), Team.objects.in_bulk()
    by_id, rank = {queue.id: queue for queue in queues}, {queue.id: queue.rank for queue in queues}
    last = max(rank.values(), default=0) + 1
    order = sorted(found, key=lambda key: (rank.get(key[1] or 0, last), key[0] is not None, key[0] or 0))
    return [
        Desk(team=teams.get(team or 0), queue=by_id.get(queue or 0), cases=found[team, queue]) for team, queue in order
    ]
