"""What a call to a debtor is for now: the code that lets it through where others are refused (B19)."""

from collections.abc import Collection

COLLECT = "COLLECT"
APPOINTMENT = "APPOINTMENT"
PROMISE_REMINDER = "PROMISE_REMINDER"


def is_left_alone(holds: Collection[str], bucket: int, *, coded: int) -> bool:
    """Whether whoever promised may only be reminded: his promise is running, or his bucket lets nothing else through.

    `coded`: the bucket from which on his contact policy lets only coded calls through (B19).
    Example: in M2, after the first of three parts was missed, he is called about the debt; in M4 he is reminded.
    """
    return "PROMISE" in holds or bucket >= coded


def purpose_now(*, due: bool, appointment: bool, promised: bool) -> str:
    """`due`: the follow-up is; `appointment`: it was agreed with the right party; `promised`: a promise is open, and
    he `is_left_alone` but for its reminder.

    A follow-up the agent planned by himself, after nobody answered, is no appointment: else one call would allow the
    next, day after day, from the coded bucket on.
    Example: due and agreed is APPOINTMENT, due and planned COLLECT; with an open promise both are PROMISE_REMINDER.
    """
    if promised:
        return PROMISE_REMINDER
    return APPOINTMENT if due and appointment else COLLECT
