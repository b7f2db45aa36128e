"""When a delivery that failed is tried again or given up, and how long a receiver that fails is left alone."""

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


FAILURES_BEFORE_REST = 3
FIRST_REST = timedelta(seconds=15)
LONGEST_REST = timedelta(minutes=15)
PAUSED_AFTER = timedelta(days=7)
"""Without one event taken for so long a webhook is paused: what happens then waits instead of being given up."""


def rest_after(failures: int) -> timedelta | None:
    """How long a receiver is left alone after so many failures in a row, whichever events they were; None: not at all.

    Each rest is twice the one before, and ends with one event as a trial. So a receiver that is away for a minute costs
    a handful of events an attempt, and not every event that waits all of theirs.
    Example: `rest_after(2)` is None, `rest_after(3)` 15 seconds, `rest_after(5)` a minute, `rest_after(20)` 15 minutes.
    """
    if failures < FAILURES_BEFORE_REST:
        return None
    doubled = min(failures - FAILURES_BEFORE_REST, 10)
    return min(FIRST_REST * 2**doubled, LONGEST_REST)


def gives_up(*, failing_for: timedelta) -> bool:
    """Whether a receiver that took nothing for so long is to be paused."""
    return failing_for >= PAUSED_AFTER
