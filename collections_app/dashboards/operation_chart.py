"""The picture of the operation: what waits at each desk."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from collections_app.people.labels import team_name

from .figure_labels import STATE_LABELS
from .queries.operation import Operation

DRAWN = {"callable": "var(--series-1)", "due": "var(--series-2)", "held": "var(--series-8)"}


def desks_chart(found: Operation) -> dict[str, Any]:
    """Three bars a desk, each of which leads to its cases."""
    desks = [(line.team, line.standing) for line in found.desks if line.team]
    return {
        "values": "count",
        "aria": {"label": {"description": _("What waits at each desk; the table below has the figures.")}},
        "legend": {"data": [str(STATE_LABELS[code]) for code in DRAWN]},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "category", "data": [team_name(team) for team, _standing in desks]},
        "yAxis": {"type": "value"},
        "series": [
            {
                "type": "bar",
                "name": str(STATE_LABELS[code]),
                "itemStyle": {"color": colour},
                "barMaxWidth": 28,
                "label": {"show": True, "position": "top"},
                "data": [
                    {
                        "value": getattr(standing, code),
                        "link": f"{reverse('operation-rows', args=[code])}?{urlencode({'team': team.code})}",
                    }
                    for team, standing in desks
                ],
            }
            for code, colour in DRAWN.items()
        ],
    }
