"""Vintage: of the accounts opened in one month, how many were ever 91 days past due, by month on book (domain §5).

The night for the first of a month writes what that month changes: points that became whole, and points of the past of
which it knows better. What was known before stays, each row with the months that knew it (`docs/decisions/vintage.md`).
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Min

from accounts.models import PortfolioFigure, Reached91, VintageFigure
from collections_app.shared import sql

DAYS = 91
LONGEST = 120
"""Cohorts are followed for ten years."""


@transaction.atomic
def keep_vintage(on: date) -> int:
    """Who was ever 91 days past due up to `on`, a first of a month, and the points of every cohort; rows written.

    Read are statements, opening days, and bucket history as known on `on`: the same rows whenever it is done. What is
    kept of `on` and of later months is forgotten first.
    """
    _forget(since=on)
    params = {"on": on, "first": _first_night() or on, "days": DAYS, "longest": LONGEST}
    reached = sql.run(sql.load("accounts", "reached_91"), params)
    points = sql.run(sql.load("accounts", "vintage"), params)
    sql.run("DROP TABLE reached, vintage")
    return reached + points


@transaction.atomic
def rebuild_vintage(until: date) -> int:
    """Every month anew from bucket history, oldest first, as its night left it; rows written.

    An opening day that was corrected counts for the months before its correction too.
    """
    Reached91.objects.all().delete()
    VintageFigure.objects.all().delete()
    first = _first_night()
    return sum(keep_vintage(on) for on in firsts(first, until)) if first else 0


def firsts(since: date, until: date) -> list[date]:
    """The firsts of months from `since` to `until`. Example: 24 February to 2 April gives 1 March and 1 April."""
    days = [since + timedelta(days=place) for place in range((until - since).days + 1)]
    return [day for day in days if day.day == 1]


def _forget(*, since: date) -> None:
    for kept in (Reached91, VintageFigure):
        kept.objects.filter(known_from__gte=since).delete()
        kept.objects.filter(known_to__gte=since).update(known_to=None)


def _first_night() -> date | None:
    return PortfolioFigure.objects.aggregate(first=Min("day"))["first"]
