"""Where the bank and we disagree: its months past due beside our bucket, its charges beside ours.

Statements: the bucket on the statement date as known now, from `BucketInterval`. Charges: `ChargeComparison`, ours
computed and never posted (B1). Both are defined in `docs/reference/figures.md`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, F, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Least

from accounts.models import BucketInterval, ChargeComparison, Statement
from accounts.models.derived import DelinquencyBucket
from accounts.queries.visible import visible_to
from collections_app.shared import sql
from collections_app.shared.actor import Actor

from .rules.bank_months import CURRENT, LAST_BUCKET, bucket_of_months

MOST_MONTHS = 8
"""The last row of the table of counts holds this many months and more."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """A calendar month: `since` belongs to it, `until` no longer."""

    since: date
    until: date

    @classmethod
    def month_of(cls, day: date) -> "Span":
        first = day.replace(day=1)
        return cls(since=first, until=(first + timedelta(days=32)).replace(day=1))

    def __str__(self) -> str:
        return f"{self.since:%Y-%m}"


def months_between(first: date | None, last: date | None) -> list[Span]:
    """Every month from the one of `last` back to the one of `first`; none when there are no days."""
    if first is None or last is None:
        return []
    months, month = [], Span.month_of(last)
    while month.until > first:
        months.append(month)
        month = Span.month_of(month.since - timedelta(days=1))
    return months


# -- months past due beside our bucket -------------------------------------------------------------------------


def statement_months(*, on: date | None) -> list[Span]:
    """Months with statements on which the bank said how many months are past due, newest first, up to the business
    date `on`; none before the first night."""
    said = Statement.objects.filter(months_past_due__isnull=False, statement_date__lte=on or date.min)
    return months_between(*said.aggregate(first=Min("statement_date"), last=Max("statement_date")).values())


def counts_of_months(month: Span, *, on: date) -> list[dict[str, Any]]:
    """A row per number of months the bank recorded, with how many of them we had in each bucket that day."""
    found = sql.rows(
        sql.load("collections_app.dashboards", "months_beside_bucket"),
        {"since": month.since, "until": month.until, "on": on},
    )
    counted: dict[int, dict[int, int]] = {}
    for months, bucket, count in found:
        row = counted.setdefault(min(months, MOST_MONTHS), {})
        row[bucket] = row.get(bucket, 0) + count
    return [_row_of_months(months, counted[months]) for months in sorted(counted)]


def _row_of_months(months: int, counts: dict[int, int]) -> dict[str, Any]:
    whole = sum(counts.values())
    agreeing = bucket_of_months(months)
    return {
        "months": months,
        "and_more": months == MOST_MONTHS,
        "cells": [
            {
                "bucket": bucket.name,
                "count": counts.get(bucket, 0),
                "agrees": bucket == agreeing,
                "heat": min(5, counts.get(bucket, 0) * 5 // whole + 1) if counts.get(bucket, 0) else 0,
            }
            for bucket in DelinquencyBucket
        ],
        "total": whole,
        "agreeing": counts.get(agreeing, 0),
    }


def compared_statements(*, on: date | None) -> QuerySet[Statement]:
    """Statements with the bank's months, our bucket and minimums missed on the statement date, as known now.

    Only those a night knows: `on` is the business date, None before the first night.
    `our_bucket` and `banks_bucket` are ordinals, `our_missed` counts the statements since the anchor.
    """
    history = BucketInterval.objects.filter(
        Q(to_date=None) | Q(to_date__gt=OuterRef("statement_date")),
        card_account=OuterRef("card_account"),
        known_to=None,
        from_date__lte=OuterRef("statement_date"),
    )
    return (
        Statement.objects.filter(months_past_due__isnull=False, effective_on__lte=on or date.min)
        .annotate(
            our_bucket=Subquery(history.values("bucket")[:1]),
            our_missed=F("seq") - Subquery(history.values("anchor_seq")[:1], output_field=IntegerField()),
            banks_bucket=Case(
                When(months_past_due=0, then=Value(CURRENT)),
                default=Least("months_past_due", Value(LAST_BUCKET), output_field=IntegerField()),
                output_field=IntegerField(),
            ),
        )
        .filter(our_bucket__isnull=False)
        .select_related("card_account")
    )


def differing_statements(*, on: date | None, actor: Actor) -> QuerySet[Statement]:
    """Statements whose months past due mean another bucket than the one we had the account in.

    One by one, so without the restricted files `actor` is not cleared for; the counts hold them.
    """
    differ: QuerySet = compared_statements(on=on).filter(visible_to(actor, prefix="card_account__cardholder__"))
    return differ.exclude(our_bucket=F("banks_bucket"))


# -- charges beside charges ------------------------------------------------------------------------------------


def comparison_months() -> list[Span]:
    """Months in which charges were compared, newest first."""
    return months_between(
        *ChargeComparison.objects.aggregate(first=Min("compared_on"), last=Max("compared_on")).values()
    )


def counts_of_charges(month: Span) -> Sequence[dict[str, Any]]:
    """A row per kind of charge and currency: how many alike, how many higher with us or the bank, and by how much."""
    return sql.dicts(
        sql.load("collections_app.dashboards", "charges_beside"), {"since": month.since, "until": month.until}
    )


def differing_charges(*, actor: Actor) -> QuerySet[ChargeComparison]:
    """Charges where the bank's amount is not ours, without the restricted files `actor` is not cleared for."""
    visible = ChargeComparison.objects.filter(visible_to(actor, prefix="card_account__cardholder__"))
    return visible.exclude(banks=None).exclude(ours=F("banks")).select_related("card_account")
