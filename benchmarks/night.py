"""An ordinary night over the whole portfolio: how long, which step, how many rows, how much memory."""

import time
from datetime import timedelta
from typing import Any

from benchmarks.portfolio.archetypes import BUILT_THROUGH
from collections_app.nightly.actions import run_nights
from collections_app.nightly.models import Night, NightProblem, NightStep
from collections_app.shared import sql
from collections_app.shared.actor import Actor

MEASURED = BUILT_THROUGH + timedelta(days=1)


def run(shards: int) -> dict[str, Any]:
    """Run the night; `steps` are its seconds and rows by step, added up over shards that ran side by side."""
    before = int(sql.value("SELECT pg_current_xact_id()::text"))
    started = time.monotonic()
    run_nights(actor=Actor.command("benchmarks"), until=MEASURED, shards=shards)
    seconds = time.monotonic() - started
    steps: dict[str, dict[str, float]] = {}
    for step in NightStep.objects.filter(night_id=MEASURED).order_by("id"):
        found = steps.setdefault(step.step, {"seconds": 0.0, "rows": 0})
        found["seconds"] = round(max(found["seconds"], float(step.seconds)), 3)
        found["rows"] += step.rows
    return {
        "seconds": round(seconds, 3),
        "steps": steps,
        "checksum": str(Night.objects.get(pk=MEASURED).checksum),
        "problems": NightProblem.objects.filter(night_id=MEASURED).count(),
        "statements": sql.value("SELECT count(*) FROM accounts_statement WHERE recorded_on = %s", [MEASURED]),
        "replayed": sql.value("SELECT count(*) FROM accounts_position WHERE replayed_on = %s", [MEASURED]),
        "transaction_before": before,
    }
