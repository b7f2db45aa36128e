"""The tables of the operation to download."""

from collections.abc import Sequence
from typing import Any

from collections_app.people.labels import team_name

from .queries import operation_rows as rows
from .queries.operation import Operation
from .queries.operation_lines import Line, Presence

Table = tuple[Sequence[str], list[Sequence[Any]]]
OF_THE_BACKLOG = ("oldest_days", "agents", "cases_per_agent")


def tables_of(found: Operation) -> dict[str, Table]:
    """Every table by the name of its file; of a past day without what is only known of the moment."""
    backlog = (*found.states, *OF_THE_BACKLOG) if found.states else ()
    of_queues = (*backlog, *rows.DONE) if found.live else backlog
    at_desks = ("present", *backlog, *rows.DONE) if found.live else (*backlog, *rows.DONE)
    of_people = ("state", "since", "last", "claims") if found.live else ("since", "last")
    return {
        "queues": (
            ("queue", "name", *of_queues),
            [(one.queue.code, one.queue.name, *_line(one, of_queues)) for one in found.queues if one.queue],
        ),
        "desks": (
            ("desk", "name", *at_desks),
            [(one.team.code, team_name(one.team), *_line(one, at_desks)) for one in found.desks if one.team],
        ),
        "people": (
            ("user", "name", "desk", *of_people, *rows.DONE),
            [_person(one, of_people) for one in found.people],
        ),
    }


def _line(one: Line, names: Sequence[str]) -> Sequence[Any]:
    cells = {
        "present": one.present,
        "oldest_days": one.age_days,
        "agents": one.agents,
        "cases_per_agent": round(one.cases_per_agent, 1) if one.cases_per_agent is not None else None,
        **{name: getattr(one.standing, name) for name in rows.STATES},
        **one.done,
    }
    return [cells[name] for name in names]


def _person(one: Presence, names: Sequence[str]) -> Sequence[Any]:
    desk = one.team.code if one.team else ""
    return (
        one.user.username,
        one.user.display_name,
        desk,
        *(getattr(one, name) for name in names),
        *one.done.values(),
    )
