"""Accounts of a fraud case, which no roll rate counts (domain rules, 5)."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from accounts.models import AccountHold


def frauds_on(day: date, *, known_on: date | None = None) -> QuerySet[AccountHold]:
    """Fraud holds in force on `day`, as the night for `known_on` knows them; left out, as known at the end of the day:
    `standing.sql` leaves the same accounts out of the flows.

    Example: a hold from 3 March that was released on 20 April, with effect from 1 April, counts on 31 March.
    """
    night = known_on or day + timedelta(days=1)
    return AccountHold.objects.filter(
        Q(until=None) | Q(until__gte=day) | Q(until_recorded_on__gte=night),
        kind=AccountHold.Kind.FRAUD,
        since__lte=day,
        recorded_on__lt=night,
    )
