"""When a delivery that failed is tried again, and when it is given up."""

from datetime import timedelta

WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
    timedelta(hours=24),
)
"""After the first failure a minute, after the second five …; after the eighth (two and a half days) it is dead."""


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts, all failed; None: no more.

    Example: `wait_after(1)` is a minute, `wait_after(6)` a day, `wait_after(8)` None.
    """
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None
