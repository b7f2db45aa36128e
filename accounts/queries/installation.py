"""Where this installation stands in time."""

from datetime import date, datetime

from accounts.models import Installation
from collections_app.shared import clock, sql

RECORDING = "fairdue recording"
"""The lock every transaction that records a fact shares, and a night that begins takes for itself."""


def installation() -> Installation | None:
    """The one installation row; None before anything was set up."""
    return Installation.objects.filter(pk=1).first()


def business_date() -> date | None:
    """The day the last completed night prepared (B10); None before the first night."""
    return Installation.objects.filter(pk=1).values_list("business_date", flat=True).first()


def recorded_from() -> date | None:
    """The earliest day a fact may still be recorded on: the last night that began; None before the first."""
    here = installation()
    passed = [day for day in (here.business_date, here.night_begun) if day is not None] if here else []
    return max(passed, default=None)


def recording_day(at: datetime) -> date:
    """The day a fact entered at `at` is recorded on: the night after it is the first to know it.

    The local date, so that late nights change nothing; in a simulated installation the business date,
    since its clock is the night; never before a night that has begun, finished or killed half-way, because
    it may have read its facts already. Inside a transaction the next night waits until that ends: ask in the
    transaction that writes the fact.
    Example: the night for 03-11 was killed; a payment entered on 03-10 is recorded on 03-11, for the night of 03-12.
    """
    sql.share_lock_for_transaction(RECORDING)
    here, earliest, today = installation(), recorded_from(), clock.local_date(at)
    if here is None or earliest is None:
        return today
    return earliest if here.simulated and here.business_date is not None else max(today, earliest)


def working_day(at: datetime) -> date:
    """ "Today" of the desk: the day promises are made on and follow-ups are counted from.

    The local date of `at`, never before the business date; in a simulated installation the business date, since its
    clock is the night. Takes no lock: facts of the ledger ask `recording_day`.
    Example: at 09:00 on 2025-03-10, with the night for 03-10 done, it is 2025-03-10; in a panel that stands at
    2005-10-01 it is 2005-10-01.
    """
    here, today = installation(), clock.local_date(at)
    if here is None or here.business_date is None:
        return today
    return here.business_date if here.simulated else max(today, here.business_date)
