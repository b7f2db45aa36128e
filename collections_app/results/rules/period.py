"""Which days a period covers."""

from calendar import monthrange
from datetime import date, timedelta

DAY, WEEK, MONTH, RANGE = "day", "week", "month", "range"
PERIODS = (DAY, WEEK, MONTH, RANGE)
LONGEST = 366
"""Days of the longest range."""
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
"""The days one can ask for: the day, the month and the longest range before and after each are dates, too."""


def days_of(period: str, day: date) -> tuple[date, date]:
    """First and last day of the day, the week (Monday to Sunday) or the month `day` lies in.

    Example: the week of 2025-03-12 is 2025-03-10 to 2025-03-16.
    """
    if period == WEEK:
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    if period == MONTH:
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    return day, day
