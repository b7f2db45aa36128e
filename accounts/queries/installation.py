"""Where this installation stands in time."""

from datetime import date, datetime

from accounts.models import Installation
from collections_app.shared import clock


def installation() -> Installation | None:
    """The one installation row; None before anything was set up."""
    return Installation.objects.filter(pk=1).first()


def business_date() -> date | None:
    """The day the last completed night prepared (B10); None before the first night."""
    return Installation.objects.filter(pk=1).values_list("business_date", flat=True).first()


def recording_day(at: datetime) -> date:
    """The day a fact entered at `at` is recorded on: the night after it is the first to know it.

    The local date, so that late nights change nothing; in a simulated installation the business date,
    since its clock is the night; never before the business date, whose night is already done.
    """
    here = installation()
    if here is None or here.business_date is None:
        return clock.local_date(at)
    if here.simulated:
        return here.business_date
    return max(here.business_date, clock.local_date(at))
