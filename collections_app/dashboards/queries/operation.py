"""The operation at a moment, in a fixed number of queries however many cases are open."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef

from collections_app.cases.queries.queues import Queue, queues_now
from collections_app.cases.queries.sight import SEEN
from collections_app.cases.rules import capacity
from collections_app.people.models import RoleGrant, Team, TeamAssignment, User
from collections_app.people.queries import in_force
from collections_app.people.rules.roles import AGENT
from collections_app.shared import clock, sql
from collections_app.shared.actor import Actor

from . import operation_rows as rows

PRESENT_MINUTES = 15
"""Who left a trace of work so long ago, or holds a case now, is at work."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A queue, a desk, or all together. `agents`: who may take from it today; `done`: counts by figure."""

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
    """Somebody of a desk, by what their work left today. `since` the first trace, `last` the newest, `claims` now."""

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
class Operation:
    """Everything the page shows. `no_desk`: what was done by who stands in no team, and by machines."""

    at: datetime
    today: date
    night: date | None
    queues: Sequence[Line]
    no_queue: Standing
    desks: Sequence[Line]
    no_desk: dict[str, int]
    people: Sequence[Presence]
    total: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One row of what was done: a figure, by whom, on cases of which queue, how often, when first and last."""

    figure: str
    user_id: int | None
    queue_id: int | None
    count: int
    first: datetime
    last: datetime


@dataclass(slots=True)
class _Traces:
    since: datetime | None = None
    last: datetime | None = None
    claims: int = 0
    done: dict[str, int] = field(default_factory=lambda: dict.fromkeys(rows.DONE, 0))


def operation(actor: Actor, *, at: datetime) -> Operation:
    """The operation as `actor` may see it: of an outside agency its own desks and the cases given to them."""
    asked = rows.params(actor, at=at)
    queues, teams = queues_now(), _teams(actor)
    people = _people(at, teams)
    standing = cases_standing(asked)
    work = work_done(asked)
    traces = _traces(work)
    found = [_presence(person, traces.get(person[0].pk), at) for person in people]
    agents = _agents_of(found)
    done = Done(work, {one.user.pk: one.team.pk for one in found if one.team})
    return Operation(
        at=at,
        today=asked["today"],
        night=asked["night"],
        queues=[_queue_line(queue, standing, agents, done, at) for queue in queues],
        no_queue=sum((one for (queue, _), one in standing.items() if queue is None), Standing()),
        desks=[_desk_line(team, queues, standing, agents, done, found, at) for team in teams.values()],
        no_desk=done.by_team[None],
        people=sorted(found, key=lambda one: (one.state != "present", one.state == "none", str(one.user))),
        total=_total(standing, agents, done, found, at),
    )


def cases_standing(asked: dict[str, Any]) -> dict[tuple[int | None, int | None], Standing]:
    """How the open cases of each queue and team stand; one query over the open cases."""
    counts = ", ".join(f"count(*) FILTER (WHERE {text}) AS {name}" for name, text in rows.STATES.items())
    found = sql.dicts(
        f"""
        SELECT c.queue_id, c.team_id, {counts},
               min({rows.WAITS_SINCE}) FILTER (WHERE NOT c.work_stopped AND c.follow_up_at IS NULL) AS oldest
        {rows.OPEN} GROUP BY c.queue_id, c.team_id
        """,
        asked,
    )
    return {(row.pop("queue_id"), row.pop("team_id")): Standing(**row) for row in found}


def work_done(asked: dict[str, Any], figures: Iterable[str] = (*rows.DONE, *rows.TRACES)) -> list[Work]:
    """What was done, by figure, person and the queue its case stands in now; one query."""
    statements = {**rows.DONE, **rows.TRACES}
    parts = " UNION ALL ".join(
        f"SELECT '{name}' AS figure, {name}.* FROM ({statements[name]}) {name}" for name in figures
    )
    found = sql.rows(
        f"""
        WITH work AS MATERIALIZED ({parts}), seen AS (
            -- A call leaves several of these: its case is looked up once, and no plan reads every case there ever was.
            SELECT c.id, c.queue_id FROM cases_case c WHERE c.id IN (SELECT case_id FROM work) AND {SEEN}
        )
        SELECT w.figure, w.user_id, c.queue_id, count(*), min(w.at), max(w.at)
        FROM work w JOIN seen c ON c.id = w.case_id
        GROUP BY 1, 2, 3
        """,
        asked,
    )
    return [
        Work(figure=figure, user_id=user_id, queue_id=queue_id, count=count, first=first, last=last)
        for figure, user_id, queue_id, count, first, last in found
    ]


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


def _teams(actor: Actor) -> dict[int, Team]:
    teams = Team.objects.filter(is_active=True).order_by("pk")
    return {team.pk: team for team in (teams.filter(pk__in=actor.teams) if actor.agency else teams)}


def _people(at: datetime, teams: dict[int, Team]) -> list[tuple[User, Team, bool]]:
    """Who works in one of the teams today, and whether as an agent."""
    day = clock.local_date(at)
    agent = RoleGrant.objects.on(day).filter(user=OuterRef("user"), role=AGENT)
    stays = TeamAssignment.objects.filter(in_force(day), team__in=list(teams), user__is_active=True)
    found = stays.select_related("user").annotate(is_agent=Exists(agent))
    return [(stay.user, teams[stay.team_id], stay.is_agent) for stay in found]


def _traces(work: Iterable[Work]) -> dict[int, _Traces]:
    """What each person's own work left; what only concerns them, such as a promise that was kept, is no trace."""
    found: dict[int, _Traces] = defaultdict(_Traces)
    for one in work:
        if one.user_id is None:
            continue
        traces = found[one.user_id]
        if one.figure in traces.done:
            traces.done[one.figure] += one.count
        if one.figure == "claims":
            traces.claims += one.count
        if one.figure in ("contacts", "permits", "claims", "promises_made", "refusals"):
            traces.since = min(filter(None, (traces.since, one.first)))
            traces.last = max(filter(None, (traces.last, one.last)))
    return found


def _presence(person: tuple[User, Team, bool], traces: _Traces | None, at: datetime) -> Presence:
    user, team, is_agent = person
    left = traces or _Traces()
    recent = left.last is not None and left.last > at - timedelta(minutes=PRESENT_MINUTES)
    return Presence(
        user=user,
        team=team,
        is_agent=is_agent,
        since=left.since,
        last=left.last,
        claims=left.claims,
        done=left.done,
        present=bool(left.claims) or recent,
    )


def _agents_of(people: Iterable[Presence]) -> dict[int, int]:
    """How many agents each team has today."""
    counted: dict[int, int] = defaultdict(int)
    for one in people:
        if one.team and one.is_agent:
            counted[one.team.pk] += 1
    return counted


def _who_may(queue: Queue, agents: dict[int, int]) -> int:
    """The agents of the desks that may take from a queue; of every desk when it names none."""
    return sum(count for team, count in agents.items() if not queue.teams or team in queue.teams)


def _age(standing: Standing, at: datetime) -> int | None:
    return (clock.local_date(at) - clock.local_date(standing.oldest)).days if standing.oldest else None


def _share(cases: int, agents: int) -> Decimal | None:
    return Decimal(cases) / agents if agents else None


def _queue_line(queue: Queue, standing: dict, agents: dict[int, int], done: Done, at: datetime) -> Line:
    here = sum((one for (where, _team), one in standing.items() if where == queue.id), Standing())
    many = _who_may(queue, agents)
    return Line(
        queue=queue,
        standing=here,
        agents=many,
        cases_per_agent=_share(here.cases, many),
        age_days=_age(here, at),
        done=done.by_queue[queue.id],
    )


def _desk_line(
    team: Team,
    queues: Sequence[Queue],
    standing: dict,
    agents: dict[int, int],
    done: Done,
    people: Iterable[Presence],
    at: datetime,
) -> Line:
    """A desk: what was given to it, and what was given to nobody in the queues it may take from."""
    given = sum((one for (_queue, whose), one in standing.items() if whose == team.pk), Standing())
    free = [queue for queue in queues if not queue.teams or team.pk in queue.teams]
    shared = [standing.get((queue.id, None), Standing()) for queue in free]
    own = agents.get(team.pk, 0)
    parts = [
        (given.cases, own),
        *((one.cases, _who_may(queue, agents)) for queue, one in zip(free, shared, strict=True)),
    ]
    here = sum(shared, given)
    return Line(
        team=team,
        standing=here,
        agents=own,
        cases_per_agent=sum((Decimal(cases) / many for cases, many in parts if many), Decimal(0)) if own else None,
        age_days=_age(here, at),
        done=done.by_team[team.pk],
        present=sum(one.present for one in people if one.team == team),
    )


def _total(standing: dict, agents: dict[int, int], done: Done, people: Sequence[Presence], at: datetime) -> Line:
    everything = sum(standing.values(), Standing())
    many = sum(agents.values())
    return Line(
        standing=everything,
        agents=many,
        cases_per_agent=_share(everything.cases, many),
        age_days=_age(everything, at),
        done=done.all,
        present=sum(one.present for one in people),
    )
