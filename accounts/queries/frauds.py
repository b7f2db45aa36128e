"""Accounts of a fraud case, which no roll rate counts (domain rules, 5)."""

from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import AccountHold


def frauds_on(day: date) -> QuerySet[AccountHold]:
    """Fraud holds in force on `day`, as known at its end: `standing.sql` leaves the same accounts out of the flows.

    Example: a hold from 3 March that was released on 20 April, with effect from 1 April, counts on 31 March.
    """
    return AccountHold.objects.filter(
        Q(until=None) | Q(until__gte=day) | Q(until_recorded_on__gt=day),
        kind=AccountHold.Kind.FRAUD,
        since__lte=day,
        recorded_on__lte=day,
    )
