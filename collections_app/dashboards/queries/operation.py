"""The operation at a moment, in a fixed number of queries however many cases are open."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from collections_app.cases.queries.queues import queues_now
from collections_app.cases.queries.sight import SEEN
from collections_app.people.models import RoleGrant, Team, TeamAssignment, User
from collections_app.people.queries import in_force
from collections_app.people.rules.roles import AGENT
from collections_app.shared import clock, sql
from collections_app.shared.actor import Actor

from . import operation_rows as rows
from .operation_lines import Done, Line, Material, Presence, Standing, Work

PRESENT_MINUTES = 15
"""Who left a trace of work so long ago, or holds a case now, is at work."""
LEAVE_TRACES = frozenset({"contacts", "permits", "claims", "promises_made", "refusals"})
"""Figures that somebody's own work leaves; a promise that was kept only concerns them."""

Person = tuple[User, Team, bool]
"""Somebody of a desk, and whether as an agent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Everything the page shows. `no_desk`: what was done by who stands in no team, and by machines.

    `at`: the moment; None of a past day, of which `states` names the counts of open cases its morning kept.
    """

    at: datetime | None
    day: date
    night: date | None
    states: Sequence[str]
    queues: Sequence[Line]
    no_queue: Standing
    desks: Sequence[Line]
    no_desk: dict[str, int]
    people: Sequence[Presence]
    total: Line

    @property
    def live(self) -> bool:
        """Whether it is how things stand now, and no past day."""
        return self.at is not None


@dataclass(slots=True)
class Traces:
    """What somebody's work left: when first and last, how many cases they hold, how often each figure."""

    since: datetime | None = None
    last: datetime | None = None
    claims: int = 0
    done: dict[str, int] = field(default_factory=lambda: dict.fromkeys(rows.DONE, 0))


def operation(actor: Actor, *, at: datetime) -> Operation:
    """The operation as `actor` may see it: of an outside agency its own desks and the cases given to them."""
    asked, today = rows.params(actor, at=at), clock.local_date(at)
    queues, teams = queues_now(), _teams(actor)
    people = [person for person in people_on(today, teams) if person[0].is_active]
    standing = cases_standing(asked)
    work = work_done(asked, {**rows.DONE, **rows.TRACES})
    traces = traces_of(work)
    found = [_presence(person, traces[person[0].pk], at) for person in people]
    lines = Material(
        on=today,
        queues=queues,
        standing=standing,
        agents=_agents_of(people),
        done=Done(work, desks_of(people)),
        people=found,
    )
    return Operation(
        at=at,
        day=asked["today"],
        night=asked["night"],
        states=list(rows.STATES),
        queues=[lines.queue(queue) for queue in queues],
        no_queue=lines.no_queue,
        desks=[lines.desk(team) for team in teams.values()],
        no_desk=lines.done.by_team[None],
        people=sorted(found, key=lambda one: (one.state != "present", one.state == "none", str(one.user))),
        total=lines.total(),
    )


def cases_standing(asked: dict[str, Any]) -> dict[tuple[int | None, int | None], Standing]:
    """How the open cases of each queue and team stand; one query over the open cases."""
    counts = ", ".join(f"count(*) FILTER (WHERE {text}) AS {name}" for name, text in rows.STATES.items())
    found = sql.dicts(
        f"""
        SELECT c.queue_id, c.team_id, {counts}, min({rows.WAITS_SINCE}) FILTER (WHERE {rows.WAITS}) AS oldest
        {rows.OPEN} GROUP BY c.queue_id, c.team_id
        """,
        asked,
    )
    return {(row.pop("queue_id"), row.pop("team_id")): Standing(**row) for row in found}


def work_done(asked: dict[str, Any], statements: Mapping[str, str]) -> list[Work]:
    """What was done, by figure, person and the queue its case stands in now; one query."""
    parts = " UNION ALL ".join(
        f"SELECT '{name}' AS figure, {name}.* FROM ({text}) {name}" for name, text in statements.items()
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


def people_on(day: date, teams: Mapping[int, Team]) -> list[Person]:
    """Who worked in one of the teams on a day, and whether as an agent; also who is locked by now."""
    agent = RoleGrant.objects.on(day).filter(user=OuterRef("user"), role=AGENT)
    stays = TeamAssignment.objects.filter(in_force(day), team__in=list(teams))
    found = stays.select_related("user").annotate(is_agent=Exists(agent))
    return [(stay.user, teams[stay.team_id], stay.is_agent) for stay in found]


def desks_of(people: Iterable[Person]) -> dict[int, int]:
    """The number of each person's team."""
    return {user.pk: team.pk for user, team, _is_agent in people}


def traces_of(work: Iterable[Work]) -> dict[int, Traces]:
    """What each person's own work left; what only concerns them, such as a promise that was kept, is no trace."""
    found: dict[int, Traces] = defaultdict(Traces)
    for one in work:
        if one.user_id is None:
            continue
        traces = found[one.user_id]
        if one.figure in traces.done:
            traces.done[one.figure] += one.count
        if one.figure == "claims":
            traces.claims += one.count
        if one.figure in LEAVE_TRACES:
            traces.since = min(filter(None, (traces.since, one.first)))
            traces.last = max(filter(None, (traces.last, one.last)))
    return found


def _teams(actor: Actor) -> dict[int, Team]:
    teams = Team.objects.filter(is_active=True).order_by("pk")
    return {team.pk: team for team in (teams.filter(pk__in=actor.teams) if actor.agency else teams)}


def _presence(person: Person, left: Traces, at: datetime) -> Presence:
    user, team, is_agent = person
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


def _agents_of(people: Iterable[Person]) -> dict[int, int]:
    """How many agents each team has."""
    counted: dict[int, int] = defaultdict(int)
    for _user, team, is_agent in people:
        if is_agent:
            counted[team.pk] += 1
    return counted
