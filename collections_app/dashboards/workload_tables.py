"""The tables and the picture of the workload."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from collections_app.people.labels import team_name
from collections_app.shared.templatetags.fairdue import short_date

from .queries.workload import Desk, Moved, Workload

HEAD: Sequence[str] = ("desk", "day", "working", "agents", "rate", "capacity", "before", "rolled_in", "due", "left")
MOVE_HEAD: Sequence[str] = (
    *("day", "source", "source_agents", "source_agents_after", "source_left", "source_left_after"),
    *("target", "target_agents", "target_agents_after", "target_left", "target_left_after"),
)
Lines = list[Sequence[Any]]


def whole(cases: Decimal) -> Decimal:
    """Cases to one decimal, as files and REST give them."""
    return round(cases, 1)


def workload_lines(desks: Iterable[Desk]) -> Lines:
    """One line a desk and day."""
    return [
        (
            *(desk.team.code, line.plan.day, "yes" if line.plan.working else "no", line.plan.agents),
            *map(whole, (desk.rate, line.plan.capacity, line.before, line.plan.rolled_in, line.plan.due, line.left)),
        )
        for desk in desks
        for line in desk.lines
    ]


def move_lines(found: Moved) -> Lines:
    """One line a day: both desks before and after the move."""
    return [
        (
            source.plan.day,
            *(found.source.team.code, source.plan.agents, source_after.plan.agents),
            *(whole(source.left), whole(source_after.left)),
            *(found.target.team.code, target.plan.agents, target_after.plan.agents),
            *(whole(target.left), whole(target_after.left)),
        )
        for source, source_after, target, target_after in found.rows
    ]


def workload_chart(found: Workload) -> dict[str, Any]:
    """A bar a day, cut by desk: desks that share their work would lie on one another as lines."""
    return {
        "values": "count",
        "aria": {"label": {"description": _("Cases left each evening by team; the table has the figures.")}},
        "legend": {"type": "scroll", "data": [team_name(desk.team) for desk in found.desks]},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "category", "data": [short_date(day) for day in found.days]},
        "yAxis": {"type": "value"},
        "series": [
            {
                "type": "bar",
                "stack": "left",
                "name": team_name(desk.team),
                "barMaxWidth": 48,
                "data": [round(float(line.left)) for line in desk.lines],
            }
            for desk in found.desks
        ],
    }
