"""When is a summary due, and of which days?"""

from datetime import date, timedelta

MONDAY = 0
DAILY, WEEKLY = "DAY", "WEEK"


def days_of_summary(summary: str, *, hour: int, day: date, now_hour: int) -> tuple[date, date] | None:
    """The first and last day a summary due on `day` tells of; None when none is due there (yet).

    Example: DAY at 8 on Tuesday 2025-03-11: from 08:00 on the 10th; WEEK on Monday 2025-03-10: the 3rd to the 9th.
    """
    if now_hour < hour:
        return None
    if summary == DAILY:
        return day - timedelta(days=1), day - timedelta(days=1)
    if summary == WEEKLY and day.weekday() == MONDAY:
        return day - timedelta(days=7), day - timedelta(days=1)
    return None
