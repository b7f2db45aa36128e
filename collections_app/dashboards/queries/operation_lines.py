"""What the operation is told in: how open cases stand, what was done, and the lines of queues, desks and people."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from collections_app.cases.queries.queues import Queue
from collections_app.cases.rules import capacity
from collections_app.people.models import Team, User
from collections_app.shared import clock

from . import operation_rows as rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Open cases: how many, which could be called, are due, held or worked now; since when the oldest waits."""

    cases: int = 0
    callable: int = 0
    due: int = 0
    held: int = 0
    worked: int = 0
    oldest: datetime | None = None

    def __add__(self, other: "Standing") -> "Standing":
        return Standing(
            cases=self.cases + other.cases,
            callable=self.callable + other.callable,
            due=self.due + other.due,
            held=self.held + other.held,
            worked=self.worked + other.worked,
            oldest=min((one for one in (self.oldest, other.oldest) if one), default=None),
        )


Standings = Mapping[tuple[int | None, int | None], Standing]
"""How open cases stand, by the numbers of their queue and of the team they were given to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A queue, a desk, or all together. `agents`: who may take from it that day.

    `done`: counts by figure; empty where they are not known, as for the queues of a past day.
    """

    standing: Standing
    agents: int
    cases_per_agent: Decimal | None
    age_days: int | None
    done: dict[str, int]
    queue: Queue | None = None
    team: Team | None = None
    present: int = 0

    @property
    def beyond(self) -> int:
        """How many callable cases of a queue are more than its agents work in a day; 0 for desks and all together."""
        if self.queue is None:
            return 0
        return capacity.beyond(self.standing.callable, agents=self.agents, capacity=self.queue.capacity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Somebody of a desk, by what their work left that day, from `since` to `last`. `claims`: cases held now."""

    user: User
    team: Team | None
    is_agent: bool
    since: datetime | None
    last: datetime | None
    claims: int
    done: dict[str, int]
    present: bool

    @property
    def state(self) -> str:
        """`present`, `earlier` today, or `none`."""
        return "present" if self.present else "earlier" if self.last else "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One row of what was done: a figure, by whom, on cases of which queue, how often, when first and last."""

    figure: str
    user_id: int | None
    queue_id: int | None
    count: int
    first: datetime
    last: datetime


class Done:
    """Counts of what was done by figure: of all, of a queue, of a desk (`None`: of nobody's)."""

    def __init__(self, work: Iterable[Work], team_of: dict[int, int]) -> None:
        self.all = dict.fromkeys(rows.DONE, 0)
        self.by_queue: dict[int | None, dict[str, int]] = defaultdict(lambda: dict.fromkeys(rows.DONE, 0))
        self.by_team: dict[int | None, dict[str, int]] = defaultdict(lambda: dict.fromkeys(rows.DONE, 0))
        for one in work:
            if one.figure in rows.DONE:
                team = team_of.get(one.user_id) if one.user_id is not None else None
                for counts in (self.all, self.by_queue[one.queue_id], self.by_team[team]):
                    counts[one.figure] += one.count


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What the lines of a day are made of. `on`: the day ages are counted to; `agents`: how many each team has."""

    on: date
    queues: Sequence[Queue]
    standing: Standings
    agents: Mapping[int, int]
    done: Done
    people: Sequence[Presence]

    @property
    def no_queue(self) -> Standing:
        """The open cases that stand in no queue."""
        return sum((one for (queue, _), one in self.standing.items() if queue is None), Standing())

    def queue(self, queue: Queue) -> Line:
        """A queue: the cases in it, whoever they were given to."""
        here = sum((one for (where, _team), one in self.standing.items() if where == queue.id), Standing())
        many = self._who_may(queue)
        return Line(
            queue=queue,
            standing=here,
            agents=many,
            cases_per_agent=_share(here.cases, many),
            age_days=self._age(here),
            done=self.done.by_queue[queue.id],
        )

    def desk(self, team: Team) -> Line:
        """A desk: what was given to it, and what was given to nobody in the queues it may take from."""
        given = sum((one for (_queue, whose), one in self.standing.items() if whose == team.pk), Standing())
        free = [queue for queue in self.queues if not queue.teams or team.pk in queue.teams]
        shared = [self.standing.get((queue.id, None), Standing()) for queue in free]
        own = self.agents.get(team.pk, 0)
        parts = [
            (given.cases, own),
            *((one.cases, self._who_may(queue)) for queue, one in zip(free, shared, strict=True)),
        ]
        here = sum(shared, given)
        return Line(
            team=team,
            standing=here,
            agents=own,
            cases_per_agent=sum((Decimal(cases) / many for cases, many in parts if many), Decimal(0)) if own else None,
            age_days=self._age(here),
            done=self.done.by_team[team.pk],
            present=sum(one.present for one in self.people if one.team == team),
        )

    def total(self) -> Line:
        """All of it together, each case once."""
        everything = sum(self.standing.values(), Standing())
        many = sum(self.agents.values())
        return Line(
            standing=everything,
            agents=many,
            cases_per_agent=_share(everything.cases, many),
            age_days=self._age(everything),
            done=self.done.all,
            present=sum(one.present for one in self.people),
        )

    def _who_may(self, queue: Queue) -> int:
        """The agents of the desks that may take from a queue; of every desk when it names none."""
        return sum(count for team, count in self.agents.items() if not queue.teams or team in queue.teams)

    def _age(self, standing: Standing) -> int | None:
        """Never below 0: a night that runs late finds cases that were spoken to after its day."""
        return max((self.on - clock.local_date(standing.oldest)).days, 0) if standing.oldest else None


def _share(cases: int, agents: int) -> Decimal | None:
    return Decimal(cases) / agents if agents else None
