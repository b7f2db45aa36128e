"""Queues as their pages and REST show them: the newest version, how it stands, who may work it today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from collections_app.cases.models import QueueVersion, WorkQueue
from collections_app.cases.rules import capacity
from collections_app.people.queries import agents_by_team
from collections_app.shared import clock
from collections_app.shared.actor import Actor

from .queue_figures import QueueFigures, queue_figures


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueStanding:
    """A queue, what it is now and how it stands. `agents`: those of today who may take from it."""

    queue: WorkQueue
    version: QueueVersion
    figures: QueueFigures
    agents: int

    @property
    def room(self) -> int:
        """How many of its cases today's agents can work in a day."""
        return self.agents * self.version.capacity

    @property
    def beyond(self) -> int:
        """How many callable cases are more than that."""
        return capacity.beyond(self.figures.callable, agents=self.agents, capacity=self.version.capacity)


def standings(actor: Actor, queues: Sequence[WorkQueue], *, at: datetime) -> list[QueueStanding]:
    """How `queues` stand, counted over the cases `actor` sees; five queries however many."""
    versions = QueueVersion.objects.filter(queue__in=queues).order_by("queue", "-number").distinct("queue")
    newest = {version.queue_id: version for version in versions.prefetch_related("teams")}
    figures, agents = queue_figures(actor, at=at), agents_by_team(clock.local_date(at))
    return [
        QueueStanding(
            queue=queue,
            version=newest[queue.pk],
            figures=figures.get(queue.pk, QueueFigures()),
            agents=_agents_of(newest[queue.pk], agents),
        )
        for queue in queues
    ]


def _agents_of(version: QueueVersion, agents: dict[int, int]) -> int:
    """The agents of the teams that take from a queue; of every team when it names none."""
    teams = {team.pk for team in version.teams.all()}
    return sum(many for team, many in agents.items() if not teams or team in teams)
