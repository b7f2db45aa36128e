"""At what hour does a demo open? In the morning, when the real hour is one at which nobody may be called."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts.queries import installation

OPENS = time(10)
DESK_HOURS = range(8, 21)


def shift_minutes(at: datetime) -> int:
    """By how many minutes the demo's clock differs from `at`: none in desk hours, nor where there is no demo.

    The day stays the same. Example: at 02:46 in Shanghai it is 434, and the desks open at 10:00.
    """
    here = installation()
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    if here is None or not here.demo or local.hour in DESK_HOURS:
        return 0
    opens = datetime.combine(local.date(), OPENS, local.tzinfo)
    return round((opens - local) / timedelta(minutes=1))
