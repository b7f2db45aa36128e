"""One bank file through the door every bank file takes."""

import time
from pathlib import Path
from typing import Any

from accounts.intake.actions import take_in
from collections_app.shared import clock
from collections_app.shared.actor import Actor

MEGABYTE = 1_000_000


def run(path: str) -> dict[str, Any]:
    """Take the file in; seconds and rows of its delivery."""
    started = time.monotonic()
    delivery = take_in(actor=Actor.command("benchmarks"), path=Path(path), at=clock.now())
    return {
        "seconds": round(time.monotonic() - started, 3),
        "status": delivery.status,
        "rows": delivery.rows_new,
        "rejected": delivery.rows_rejected,
        "megabytes": round(Path(path).stat().st_size / MEGABYTE, 1),
    }
