"""What the statements of this package share, and the figures of days no night has kept yet."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings

from collections_app.results.rules.measures import NAMES
from collections_app.results.statements import statement
from collections_app.shared import sql

COUNT_COLUMNS = ", ".join(("day", "user_id", "team_id", *NAMES))
MONEY_COLUMNS = "day, user_id, team_id, currency, promised, credited, recovered"
LIVE_CHANNELS = ["PHONE", "VISIT"]
"""Where somebody may answer at once: letters and messages are no attempts."""
COMPLAINT_DAYS = 30
"""A complaint is of the last contact made before it, no longer ago than this."""


def parameters(**more: Any) -> dict[str, Any]:
    """What every statement may name, with `more`."""
    return {"zone": settings.TIME_ZONE, "live": LIVE_CHANNELS, "complaint_days": COMPLAINT_DAYS, **more}


def counts_now(days: Sequence[date]) -> list[dict[str, Any]]:
    """Counts by day, agent and team straight from what happened on `days`."""
    return sql.dicts(statement("counts"), parameters(days=list(days))) if days else []
