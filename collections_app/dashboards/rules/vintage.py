"""How long is an account on the book, and how many of a cohort were ever 91 days past due by then? (domain §5)"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction

DAYS = 91

Span = tuple[date, date | None, date | None]
"""A piece of bucket history: from, to (None while it lasts), nominal due date of the anchor (None in CURRENT)."""


def months_on_book(opened: date, day: date) -> int:
    """Whole months from the opening day to `day`.

    Example: opened on 31 January, 28 February is month 0 and 1 March month 1.
    """
    return (day.year - opened.year) * 12 + day.month - opened.month - (day.day < opened.day)


def first_day_91(history: Iterable[Span], *, through: date) -> date | None:
    """The first day, up to `through`, on which the account was 91 or more days past due; None when it never was.

    Days past due count from the nominal due date of the oldest unpaid minimum. An account that came here later than
    its 91st day reached it, as far as anybody knows here, on the first day of its history.
    Example: due on 25 February and unpaid: 27 May.
    """
    reached = [
        max(since, due + timedelta(days=DAYS))
        for since, until, due in history
        if due is not None and (until is None or due + timedelta(days=DAYS) < until)
    ]
    return min((day for day in reached if day <= through), default=None)


def complete_through(cohort: date, through: date) -> int:
    """The last month on book that every account opened in the month `cohort` has behind it; below 0 for none yet.

    Example: of January 2025, seen on 1 August 2025, month 5: opened on 31 January, month 5 ends on 30 July.
    """
    last = (cohort + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return months_on_book(last, through) - 1


def curve(accounts: int, reached: Mapping[int, int], *, through: int) -> list[Fraction]:
    """By month on book 0 to `through`: the part of the cohort that was ever 91 days past due in that month or before.

    `reached` counts accounts by the month on book in which they first were. Accounts stay counted when they pay later.
    Example: of 1 000 accounts 12 by month 6 and 31 by month 12 are 1.20 % and 3.10 %.
    """
    ever = [sum(count for mob, count in reached.items() if mob <= until) for until in range(through + 1)]
    return [Fraction(count, accounts) for count in ever] if accounts else []
