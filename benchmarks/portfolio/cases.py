"""Cases of the copied accounts, by the night's own steps: a later night then finds them as an ordinary one does."""

import time
from typing import Any

from django.db import transaction

from accounts.nightly.shard import Shard
from benchmarks.portfolio.archetypes import BUILT_THROUGH
from collections_app.cases.nightly.steps import keep_cases, route_cases
from collections_app.shared import sql


def make() -> dict[str, Any]:
    """Open and route every case there is to open; then once more, when nothing is left to do."""
    first, again = _steps(), _steps()
    sql.run("VACUUM ANALYZE cases_case")
    return {
        "cases": sql.value("SELECT count(*) FROM cases_case WHERE closed_on IS NULL"),
        "first": first,
        "again": again,
    }


def _steps() -> dict[str, dict[str, float]]:
    found = {}
    for step in (keep_cases, route_cases):
        started = time.monotonic()
        with transaction.atomic():
            rows = step(Shard(on=BUILT_THROUGH))
        found[step.__name__] = {"seconds": round(time.monotonic() - started, 3), "rows": rows}
    return found
