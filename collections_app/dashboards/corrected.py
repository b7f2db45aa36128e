"""A past day as corrected since: what is kept of it, recomputed from bucket history and ledger by a worker.

Only nights change buckets, so an answer computed on a business date is good until the next one
(`docs/decisions/corrected-days.md`).
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, Sum

from accounts.models import BucketInterval, CorrectedFigure

from .queries import Amounts, ByBucket, Filters


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """Accounts and balance by bucket of `day`, with everything the night for `known_on` knew. Past due is not known."""

    day: date
    known_on: date
    computed_at: datetime
    figures: ByBucket


def corrected_on(day: date, *, currency: str, filters: Filters) -> Corrected | None:
    """The newest kept figures of a day as corrected since, even of an earlier night; None where none are kept."""
    kept = CorrectedFigure.objects.filter(day=day)
    made = kept.values_list("known_on", "computed_at").first()
    if made is None:
        return None
    rows = filters.apply(kept.filter(currency=currency)).values_list("bucket").annotate(Sum("accounts"), Sum("balance"))
    figures = {bucket: Amounts(accounts=accounts, balance=balance) for bucket, accounts, balance in rows.order_by()}
    return Corrected(day=day, known_on=made[0], computed_at=made[1], figures=figures)


def history_on(day: date, *, as_known_on: date) -> QuerySet[BucketInterval]:
    """The piece of bucket history of every account that covers `day`, as it was known on `as_known_on`."""
    return BucketInterval.objects.filter(
        Q(to_date=None) | Q(to_date__gt=day),
        Q(known_to=None) | Q(known_to__gt=as_known_on),
        from_date__lte=day,
        known_from__lte=as_known_on,
    )
