"""A past day as corrected since: what is kept of it, recomputed from bucket history and ledger by a worker.

Only nights change buckets, so an answer computed on a business date is good until the next one
(`docs/decisions/corrected-days.md`). `trend` and `moves` answer as those of `queries` do, which show what was known
then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import add

from django.db.models import Q, QuerySet, Sum

from accounts.models import BucketInterval, CorrectedFigure, CorrectedFlow, CorrectedTrend
from accounts.queries import known

from .queries import Amounts, ByBucket, Filters, Moves, moves_of, trend_days

MEASURES = ("accounts", "balance")
"""What can be corrected: past due is not in bucket history and would have to be replayed."""


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """Accounts and balance by bucket of `day`, with everything the night for `known_on` knew. Past due is not known."""

    day: date
    known_on: date
    computed_at: datetime
    figures: ByBucket


def known_on(day: date) -> date | None:
    """The night whose knowledge the kept answer of a day has; None where none is kept."""
    return CorrectedFigure.objects.filter(day=day).values_list("known_on", flat=True).first()


def corrected_on(day: date, *, currency: str, filters: Filters) -> Corrected | None:
    """The newest kept figures of a day as corrected since, even of an earlier night; None where none are kept.

    Where there are figures, the flows and the trend of the day are kept too.
    """
    kept = CorrectedFigure.objects.filter(day=day)
    made = kept.values_list("known_on", "computed_at").first()
    if made is None:
        return None
    rows = filters.apply(kept.filter(currency=currency)).values_list("bucket").annotate(Sum("accounts"), Sum("balance"))
    figures = {bucket: Amounts(accounts=accounts, balance=balance) for bucket, accounts, balance in rows.order_by()}
    return Corrected(day=day, known_on=made[0], computed_at=made[1], figures=figures)


def moves(day: date, *, until: date, currency: str, filters: Filters, by_balance: bool = False) -> Moves:
    """The matrix kept for `day` that ends on `until`: `day` itself, or the first of its month for the month before."""
    kept = CorrectedFlow.objects.filter(day=day, until=until)
    return moves_of(kept, until, currency=currency, filters=filters, by_balance=by_balance)


def trend(
    first: date, until: date, *, currency: str, filters: Filters, measures: Sequence[str] = MEASURES
) -> dict[date, ByBucket]:
    """The delinquent buckets on the 90 days up to `until`, as kept for `until`, oldest first. One query."""
    kept = filters.apply(CorrectedTrend.objects.filter(day=until, currency=currency))
    sums: dict[int, list[list]] = {}
    for bucket, *series in kept.values_list("bucket", *measures):
        so_far = sums.get(bucket)
        sums[bucket] = [list(map(add, *both)) for both in zip(so_far, series, strict=True)] if so_far else series
    days: dict[date, ByBucket] = {day: {} for day in trend_days(first, until)}
    for bucket, series in sums.items():
        for day, found in zip(days, zip(*series, strict=True), strict=True):
            days[day][bucket] = Amounts(**dict(zip(measures, found, strict=True)))
    return days


def history_on(day: date, *, as_known_on: date) -> QuerySet[BucketInterval]:
    """The piece of bucket history of every account that covers `day`, as it was known on `as_known_on`."""
    return BucketInterval.objects.filter(
        known.known_on(as_known_on), Q(to_date=None) | Q(to_date__gt=day), from_date__lte=day
    )
