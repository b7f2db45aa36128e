"""The operation of a past day: its morning as the night kept it, its work as its rows say by now."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from collections_app.cases.queries.queues import queues_in_versions
from collections_app.cases.queries.sight import sight
from collections_app.dashboards.models import MorningBacklog, MorningDesk
from collections_app.people.models import Team
from collections_app.shared.actor import Actor

from . import operation_rows as rows
from .operation import Operation, Person, Traces, desks_of, people_on, traces_of, work_done
from .operation_lines import Done, Material, Presence, Standing

KEPT = ("cases", "due", "held")
"""What a morning keeps of open cases. Who could be called changes by the hour, who works a case by the minute."""


def operation_on(actor: Actor, *, day: date) -> Operation:
    """The operation of a past day as `actor` may see it: of an outside agency its own desks and its own cases.

    A desk is where somebody stood that day. The queues are those of that morning; which queue a case stood in when it
    was worked is not kept, so their lines say nothing of what was done.
    """
    asked = rows.params_on(actor, day=day)
    teams, agents = _teams(actor), _agents(actor, day)
    people = people_on(day, teams)
    work = work_done(asked, rows.DONE_ON | {"permits": rows.TRACES["permits"]})
    traces = traces_of(work)
    backlog = _backlog(actor, day)
    queues = queues_in_versions({row.version_id for row in backlog if row.version_id})
    there = [_was_there(person, traces[person[0].pk]) for person in people]
    lines = Material(
        on=day,
        queues=queues,
        standing=_standing(backlog),
        agents=agents,
        done=Done(work, desks_of(people)),
        people=there,
    )
    known = {*agents, *(team.pk for _user, team, _is_agent in people), *(row.team_id for row in backlog)}
    return Operation(
        at=None,
        day=day,
        night=day,
        states=KEPT if agents else (),
        queues=[replace(lines.queue(queue), done={}) for queue in queues],
        no_queue=lines.no_queue,
        desks=[lines.desk(team) for team in teams.values() if team.pk in known],
        no_desk=lines.done.by_team[None],
        people=sorted(there, key=lambda one: (one.last is None, str(one.user))),
        total=lines.total(),
    )


def _teams(actor: Actor) -> dict[int, Team]:
    """Every team the actor may see, closed ones too: it may have worked that day."""
    teams = Team.objects.order_by("pk")
    return {team.pk: team for team in (teams.filter(pk__in=actor.teams) if actor.agency else teams)}


def _agents(actor: Actor, day: date) -> dict[int, int]:
    """How many agents each team had that morning; of no team where no night kept the morning."""
    found = MorningDesk.objects.filter(day=day)
    return dict((found.filter(team__in=actor.teams) if actor.agency else found).values_list("team", "agents"))


def _backlog(actor: Actor, day: date) -> list[MorningBacklog]:
    asked = sight(actor)
    found = MorningBacklog.objects.filter(day=day, restriction__in=["", *asked["clearances"]])
    found = found.select_related("version")
    return list(found.filter(team__in=asked["teams"]) if asked["agency"] else found)


def _standing(backlog: Collection[MorningBacklog]) -> dict[tuple[int | None, int | None], Standing]:
    found: dict[tuple[int | None, int | None], Standing] = {}
    for row in backlog:
        place = (row.version.queue_id if row.version else None, row.team_id)
        here = Standing(cases=row.cases, due=row.due, held=row.held, oldest=row.oldest)
        found[place] = found.get(place, Standing()) + here
    return found


def _was_there(person: Person, left: Traces) -> Presence:
    user, team, is_agent = person
    return Presence(
        user=user,
        team=team,
        is_agent=is_agent,
        since=left.since,
        last=left.last,
        claims=0,
        done=left.done,
        present=False,
    )
