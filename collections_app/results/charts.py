"""The picture of somebody's days as an ECharts option."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from collections_app.shared.templatetags.fairdue import short_date

from .labels import COUNTS
from .rules.measures import Counts

DRAWN = ("attempts", "connects", "rpc", "promises")


def days_chart(days: Sequence[tuple[date, Counts]]) -> dict[str, Any]:
    """Attempts, connects, right-party contacts and promises, one point a day."""
    return {
        "values": "count",
        "aria": {"label": {"description": _("What was done day by day; the table below has the figures.")}},
        "legend": {"data": [str(COUNTS[name][0]) for name in DRAWN]},
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "category",
            "data": [short_date(day) for day, _counts in days],
            "axisLabel": {"hideOverlap": True},
        },
        "yAxis": {"type": "value"},
        "series": [
            {
                "type": "line",
                "name": str(COUNTS[name][0]),
                "showSymbol": len(days) < 2,
                "data": [getattr(counts, name) for _day, counts in days],
            }
            for name in DRAWN
        ],
    }
