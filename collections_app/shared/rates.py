"""How many calls fit into a rate, counted in windows: those of the running one, and of the one before as they age.

Of the window before counts the share that is not yet a whole window ago, so that no two windows let twice the rate in.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """What was let in: `now` in the running window, whose share `passed` is gone, and `before` in the one before it."""

    now: int
    before: int
    passed: float


def fits(calls: Calls, *, limit: int) -> bool:
    """Whether one call more is within the limit. Example: of 100, after 60 and half the window later, 70 may come."""
    return calls.before * (1 - calls.passed) + calls.now + 1 <= limit


def wait_for(calls: Calls, *, limit: int, seconds: float) -> float:
    """Seconds until one call more fits, when nothing else is let in; 0 when it fits now.

    Example: a limit of 2 a minute, both called in this window, 15 seconds of it gone: 75 seconds.
    """
    if fits(calls, limit=limit):
        return 0.0
    if calls.now + 1 <= limit:
        gone = 1 - (limit - calls.now - 1) / calls.before
        return (gone - calls.passed) * seconds
    # Not in this window any more: in the next, when enough of this one has aged.
    gone = 1 - (limit - 1) / calls.now
    return (1 - calls.passed + gone) * seconds
