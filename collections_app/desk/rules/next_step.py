"""The next step of a case, in one word and a moment: what an agent sees first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reachable:
    """One number: callable until a moment, or not before one (None: no date is known)."""

    allowed: bool
    until: datetime | None = None
    next_allowed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """`closed` (on `day`), `hold`, `promise` (due on `day`), `follow_up` (`at`), `call` (before `at`), `wait` (until
    `at`; None: no date is known), `locate`."""

    code: str
    at: datetime | None = None
    day: date | None = None


def next_step(
    *,
    closed_on: date | None,
    work_stopped: bool,
    lost: bool,
    promise_due_on: date | None,
    follow_up_at: datetime | None,
    numbers: Sequence[Reachable],
    today: date,
    at: datetime,
) -> NextStep:
    """What to do with a case now.

    A follow-up that is due comes before an open promise, a promise that is not due before a call.
    Example: a promise for 12 March and nothing to follow up is, on 10 March, `promise` with that day.
    """
    if closed_on is not None:
        return NextStep(code="closed", day=closed_on)
    if work_stopped:
        return NextStep(code="hold")
    due = follow_up_at is not None and follow_up_at <= at
    if not due and promise_due_on is not None and promise_due_on >= today:
        return NextStep(code="promise", day=promise_due_on)
    if not due and follow_up_at is not None:
        return NextStep(code="follow_up", at=follow_up_at)
    ends = [number.until for number in numbers if number.allowed and number.until is not None]
    if ends:
        return NextStep(code="call", at=max(ends))
    if lost or not numbers:
        return NextStep(code="locate")
    begins = [number.next_allowed_at for number in numbers if number.next_allowed_at is not None]
    return NextStep(code="wait", at=min(begins, default=None))
