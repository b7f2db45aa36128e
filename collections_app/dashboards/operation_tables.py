"""The tables of the operation to download."""

from collections.abc import Sequence
from typing import Any

from collections_app.people.labels import team_name

from .queries import operation_rows as rows
from .queries.operation import Line, Operation, Presence

Table = tuple[Sequence[str], list[Sequence[Any]]]
LINE_HEAD = ("cases", "callable", "due", "held", "worked", "oldest_days", "agents", "cases_per_agent", *rows.DONE)


def tables_of(found: Operation) -> dict[str, Table]:
    """Every table by the name of its file."""
    return {
        "queues": (
            ("queue", "name", *LINE_HEAD),
            [(one.queue.code, one.queue.name, *_line(one)) for one in found.queues if one.queue],
        ),
        "desks": (
            ("desk", "name", "present", *LINE_HEAD),
            [(one.team.code, team_name(one.team), one.present, *_line(one)) for one in found.desks if one.team],
        ),
        "people": (
            ("user", "name", "desk", "state", "since", "last", "claims", *rows.DONE),
            [_person(one) for one in found.people],
        ),
    }


def _line(one: Line) -> Sequence[Any]:
    here = one.standing
    share = round(one.cases_per_agent, 1) if one.cases_per_agent is not None else None
    return (
        *(here.cases, here.callable, here.due, here.held, here.worked, one.age_days, one.agents, share),
        *one.done.values(),
    )


def _person(one: Presence) -> Sequence[Any]:
    desk = one.team.code if one.team else ""
    return (
        one.user.username,
        one.user.display_name,
        desk,
        one.state,
        one.since,
        one.last,
        one.claims,
        *one.done.values(),
    )
