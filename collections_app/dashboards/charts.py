"""The pictures of the dashboard as ECharts options; `static/js/charts.js` gives them colours and a language."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models.derived import DelinquencyBucket
from collections_app.shared.templatetags.fairdue import bucket_label, local_date, short_date

from .queries import BUCKETS, DELINQUENT, Amounts, ByBucket, Moves

SYMBOLS = ("circle", "emptyCircle", "rect", "triangle", "diamond", "pin", "emptyDiamond")
"""One a bucket: neighbours of the ramp are told apart without their colours too."""


def bucket_name(bucket: int) -> str:
    """How a bucket is written in a legend: M4+, or the word for CURRENT."""
    return bucket_label(DelinquencyBucket(bucket).name)


def _drawn(figure: Decimal | int | None) -> float | int:
    """A figure as a picture takes it: JavaScript knows no decimals."""
    return figure if isinstance(figure, int) else float(figure or 0)


def trend_chart(days: Mapping[date, ByBucket], *, measure: str) -> dict[str, Any]:
    """Delinquent buckets stacked, one bar a day."""
    return {
        "values": "count" if measure == "accounts" else "money",
        "aria": {"label": {"description": _("Delinquent buckets day by day; the table below has the figures.")}},
        "legend": {"data": [bucket_name(bucket) for bucket in DELINQUENT]},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "category", "data": [short_date(day) for day in days], "axisLabel": {"hideOverlap": True}},
        "yAxis": {"type": "value"},
        "series": [
            {
                "type": "bar",
                "stack": "buckets",
                "name": bucket_name(bucket),
                "barCategoryGap": "15%",
                "itemStyle": {"color": f"bucket:{DelinquencyBucket(bucket).name}"},
                "data": [_drawn(getattr(found.get(bucket, Amounts()), measure)) for found in days.values()],
            }
            for bucket in DELINQUENT
        ],
    }


def moves_chart(moves: Moves) -> dict[str, Any]:
    """One bar for each bucket of the month end, cut by the bucket where its accounts stand now: together 100 %."""
    rows = [row for row in reversed(moves.rows) if row.stay is not None]
    return {
        "values": "share",
        "aria": {"label": {"description": _("Where each bucket's accounts went; the table has the figures.")}},
        "legend": {
            "data": [bucket_name(bucket) for bucket in BUCKETS],
            "top": "auto",
            "bottom": 0,
            "itemGap": 8,
            "itemWidth": 8,
            "itemHeight": 8,
        },
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "grid": {"left": 8, "right": 24, "top": 4, "bottom": 48, "containLabel": True},
        "xAxis": {"type": "value", "max": 1, "interval": 0.25},
        "yAxis": {"type": "category", "data": [bucket_name(row.from_bucket) for row in rows]},
        "series": [
            {
                "type": "bar",
                "stack": "row",
                "name": bucket_name(bucket),
                "barWidth": "62%",
                "itemStyle": {"color": f"bucket:{DelinquencyBucket(bucket).name}"},
                "data": [_drawn(row.cells[place].share) for row in rows],
            }
            for place, bucket in enumerate(BUCKETS)
        ],
    }


def days_covered(moves: Moves) -> str:
    """From which month end through which day: `30 Sep 2026 – 31 Oct 2026`."""
    return f"{local_date(moves.since)} – {local_date(moves.through)}"


def rates_chart(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """One rate of every bucket as a line over the months; `rows` newest first, as the table shows them."""
    months = list(reversed(rows))
    return {
        "values": "share",
        "aria": {"label": {"description": _("The rate of each bucket month by month; the table has the figures.")}},
        "legend": {"data": [bucket_name(bucket) for bucket in BUCKETS]},
        "grid": {"left": 8, "right": 56, "top": 32, "bottom": 4, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": [row["month"] for row in months], "axisLabel": {"hideOverlap": True}},
        "yAxis": {"type": "value", "min": 0},
        "series": [
            {
                "type": "line",
                "name": bucket_name(bucket),
                "symbol": SYMBOLS[place],
                "symbolSize": 8,
                "itemStyle": {"color": f"bucket:{DelinquencyBucket(bucket).name}"},
                "lineStyle": {"color": f"bucket:{DelinquencyBucket(bucket).name}", "width": 2.5},
                "endLabel": {"show": True, "formatter": "{a}"},
                "labelLayout": {"moveOverlap": "shiftY"},
                "data": [row["shares"][place] for row in months],
            }
            for place, bucket in enumerate(BUCKETS)
            if any(row["shares"][place] is not None for row in months)
        ],
    }


def vintage_chart(curves: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A line a cohort over months on book; a month nobody has behind him yet is left out.

    The newer, the stronger its colour.
    """
    longest = max((curve["last"] for curve in curves), default=0)
    return {
        "values": "share",
        "aria": {"label": {"description": _("Ever 91 days past due by months on book; the table has the figures.")}},
        "legend": {"type": "scroll", "data": [curve["label"] for curve in curves]},
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 8, "right": 64, "top": 32, "bottom": 20, "containLabel": True},
        "xAxis": {
            "type": "category",
            "data": [str(mob) for mob in range(longest + 1)],
            "boundaryGap": False,
            "name": _("months on book"),
            "nameLocation": "middle",
            "nameGap": 24,
        },
        "yAxis": {"type": "value", "min": 0},
        "series": [
            {
                "type": "line",
                "name": curve["label"],
                "showSymbol": False,
                # Above the line: most young cohorts end on the axis.
                "endLabel": {"show": True, "formatter": "{a}", "offset": [0, -8]},
                "labelLayout": {"hideOverlap": True},
                "itemStyle": {"color": f"ramp:{len(curves) - 1 - place}/{len(curves)}"},
                "lineStyle": {"color": f"ramp:{len(curves) - 1 - place}/{len(curves)}"},
                "data": [curve["shares"].get(mob) for mob in range(longest + 1)],
            }
            for place, curve in enumerate(curves)
        ],
    }
