"""The picture of the operation: what waits at each desk, or what each desk did on a past day."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from collections_app.people.labels import team_name
from collections_app.people.models import Team

from .figure_labels import NOW, THEN, Wording
from .queries.operation import Operation
from .queries.operation_lines import Line

WAITS = {"callable": "var(--series-1)", "due": "var(--series-2)", "held": "var(--series-8)"}
DID = {"contacts": "var(--series-1)", "right_party": "var(--series-2)", "promises_made": "var(--series-3)"}


def desks_chart(found: Operation) -> dict[str, Any]:
    """Three bars a desk, each of which leads to its cases."""
    if found.live:
        about = _("What waits at each desk; the table below has the figures.")
        return _bars(found, WAITS, NOW, about)
    return _bars(found, DID, THEN, _("What each desk did that day; the table below has the figures."))


def _bars(found: Operation, drawn: Mapping[str, str], words: Wording, about: str) -> dict[str, Any]:
    desks = [(line, line.team) for line in found.desks if line.team]
    return {
        "values": "count",
        "aria": {"label": {"description": about}},
        "legend": {"data": [str(words.labels[code]) for code in drawn]},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "category", "data": [team_name(team) for _line, team in desks]},
        "yAxis": {"type": "value"},
        "series": [
            {
                "type": "bar",
                "name": str(words.labels[code]),
                "itemStyle": {"color": colour},
                "barMaxWidth": 28,
                "label": {"show": True, "position": "top"},
                "data": [{"value": _count(line, code), "link": _address(found, team, code)} for line, team in desks],
            }
            for code, colour in drawn.items()
        ],
    }


def _count(line: Line, code: str) -> int:
    return line.done[code] if code in line.done else getattr(line.standing, code)


def _address(found: Operation, team: Team, code: str) -> str:
    day = {} if found.live else {"day": found.day.isoformat()}
    return f"{reverse('operation-rows', args=[code])}?{urlencode({**day, 'team': team.code})}"
