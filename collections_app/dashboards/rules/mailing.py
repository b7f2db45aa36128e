"""When is a summary due, and of which days? When is a mail tried again, and where may one go?"""

from collections.abc import Collection
from datetime import date, timedelta

MONDAY = 0
DAILY, WEEKLY = "DAY", "WEEK"
MOST_TRIES = 10
LONGEST_WAIT = timedelta(hours=2)


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


def wait_after(tries: int) -> timedelta:
    """How long a mail rests after that many failures: a minute, then twice as long each time, at most two hours.

    Ten tries so take six hours, in which a mail server is back.
    """
    return min(timedelta(minutes=2 ** (tries - 1)), LONGEST_WAIT)


def may_go_to(address: str, domains: Collection[str]) -> bool:
    """Whether mail may be sent to `address`: its domain is one of `domains`, or none are named.

    Example: `lead@Bank.example` where `bank.example` is named; `lead@mail.bank.example` only where that is named too.
    """
    return not domains or address.rpartition("@")[2].lower() in domains
