"""When whoever promised may be reminded."""

from datetime import datetime, timedelta

from .matter import Matter, Verdict

PROMISE_REMINDER = "PROMISE_REMINDER"


def reminder_too_early(matter: Matter, at: datetime) -> Verdict:
    """A reminder is given from `reminder_days` before a part is due, or from the day of a follow-up that was agreed.

    Until the night has settled the part, so through its days of grace. Else the code would open every day between.
    Example: due on 12 March with 3 days is 9 March; agreed for 7 March, 7 March.
    """
    ask = matter.ask
    if ask.purpose != PROMISE_REMINDER or ask.promise_due_on is None:
        return Verdict(at)
    days = [ask.promise_due_on - timedelta(days=matter.policy.reminder_days)]
    if ask.agreed_at is not None:
        days.append(matter.day(ask.agreed_at))
    first = min(days)
    return Verdict(max(at, matter.midnight(first)), {"first": first.isoformat(), "due": ask.promise_due_on.isoformat()})
