"""A past day as corrected since: recomputed from bucket history and ledger when first asked for, then kept.

Only nights change buckets, so an answer computed on a business date is good until the next one
(`docs/decisions/corrected-days.md`).
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet, Sum

from accounts.models import BucketInterval, CorrectedFigure
from accounts.queries import business_date
from collections_app.shared import sql

from .queries import Amounts, ByBucket, Filters


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """Accounts and balance by bucket of `day`, with everything the night for `known_on` knew. Past due is not known."""

    day: date
    known_on: date
    computed_at: datetime
    figures: ByBucket


def keep_corrected(day: date, *, at: datetime) -> QuerySet[CorrectedFigure]:
    """The kept rows of `day`; computes them, once whoever asks at the same time, where the last night made them old.

    Takes seconds at a million accounts, then milliseconds until the next night.
    """
    known_on = business_date()
    if known_on is None:
        return CorrectedFigure.objects.none()
    kept = CorrectedFigure.objects.filter(day=day, known_on=known_on)
    if kept.exists():
        return kept
    with transaction.atomic():
        sql.lock_for_transaction(f"fairdue corrected figures {day}")
        if not kept.exists():
            CorrectedFigure.objects.filter(day=day).delete()
            sql.run(sql.load("collections_app.dashboards", "corrected"), {"day": day, "known_on": known_on, "at": at})
    return kept


def corrected_on(day: date, *, currency: str, filters: Filters, at: datetime) -> Corrected | None:
    """The figures of a day as corrected since; None where no account had a history yet."""
    kept = keep_corrected(day, at=at)
    rows = filters.apply(kept.filter(currency=currency)).values_list("bucket").annotate(Sum("accounts"), Sum("balance"))
    made = kept.values_list("known_on", "computed_at").first()
    if made is None:
        return None
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
