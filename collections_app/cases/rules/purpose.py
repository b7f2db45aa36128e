"""What a call to a debtor is for now: the code that lets it through where others are refused (B19)."""

COLLECT = "COLLECT"
APPOINTMENT = "APPOINTMENT"
PROMISE_REMINDER = "PROMISE_REMINDER"


def purpose_now(*, due: bool, appointment: bool, promised: bool) -> str:
    """`due`: the follow-up is; `appointment`: it was agreed with the right party; `promised`: a promise is open.

    A follow-up the agent planned by himself, after nobody answered, is no appointment: else one call would allow the
    next, day after day, from the coded bucket on.
    Example: due and agreed is APPOINTMENT, due and planned COLLECT; with an open promise both are PROMISE_REMINDER.
    """
    if promised:
        return PROMISE_REMINDER
    return APPOINTMENT if due and appointment else COLLECT
