"""Vintage: of the accounts opened in one month, how many were ever 91 days past due, by month on book (domain §5).

Written anew by the night for the first of a month, with everything known then about the past.
"""

from datetime import date

from django.db import transaction
from django.db.models import Min

from accounts.models import PortfolioFigure, Reached91, VintageFigure
from collections_app.shared import sql

DAYS = 91
LONGEST = 120
"""Cohorts are followed for ten years."""


@transaction.atomic
def keep_vintage(on: date) -> int:
    """Which accounts were ever 91 days past due up to `on`, and the figures of every cohort; rows written.

    Nothing but bucket history, statements and opening days is read, so a rebuild gives the same rows again.
    """
    first = PortfolioFigure.objects.aggregate(first=Min("day"))["first"] or on
    VintageFigure.objects.all().delete()
    Reached91.objects.all().delete()
    params = {"on": on, "first": first, "days": DAYS, "longest": LONGEST}
    reached = sql.run(sql.load("accounts", "reached_91"), params)
    return reached + sql.run(sql.load("accounts", "vintage"), params)
