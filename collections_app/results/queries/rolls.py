"""What became of the accounts of desks and agents, in the months that closed in a period."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Max, Q, Sum

from accounts.rules.roll import Flow
from collections_app.results.models import AssignedFlow
from collections_app.results.rules.rolls import Rolled, rolled

Flows = dict[str, list[Flow]]
"""By currency."""


def months_within(first: date, last: date) -> list[date]:
    """The first days of the whole months of a period that a night has closed, oldest first.

    Example: 15 January to 31 March has February and March, on 1 April; on 31 March only February.
    """
    kept = AssignedFlow.objects.filter(month__range=(first, last_month(last)))
    return list(kept.values_list("month", flat=True).distinct().order_by("month"))


def newest_month() -> date | None:
    """The month that was closed last."""
    return AssignedFlow.objects.aggregate(newest=Max("month"))["newest"]


def flows_by_owner(seen: Q, *, first: date, last: date) -> dict[tuple[int | None, int | None], Flows]:
    """By team and agent, then by currency, the flows of the months that closed in the period."""
    rows = (
        AssignedFlow.objects.filter(seen, month__range=(first, last_month(last)))
        .values_list("team_id", "user_id", "currency", "from_bucket", "to_bucket")
        .annotate(Sum("accounts"), Sum("balance"))
        .order_by()
    )
    found: dict[tuple[int | None, int | None], Flows] = defaultdict(lambda: defaultdict(list))
    for team, user, currency, *flow in rows:
        found[team, user][currency].append(tuple(flow))
    return found


def rolls_of(owners: Iterable[Flows]) -> tuple[Rolled, ...]:
    """Of all these owners together: currencies in their order, the best bucket first."""
    together: Flows = defaultdict(list)
    for flows in owners:
        for currency, some in flows.items():
            together[currency] += some
    return tuple(one for currency in sorted(together) for one in rolled(currency, together[currency]))


def last_month(last: date) -> date:
    """The first day of the last month that ends by `last`. Example: of 30 March 1 February, of 31 March 1 March."""
    after = last + timedelta(days=1)
    return (after.replace(day=1) - timedelta(days=1)).replace(day=1)
