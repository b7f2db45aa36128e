"""Several parts of the portfolio at once: what alerts are held against, in two queries however many parts there are."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.models import BucketFlow, PortfolioFigure
from accounts.rules.roll import Flow, cohorts

from .flows import Months
from .portfolio import Amounts, ByBucket, Filters


@dataclass(frozen=True, kw_only=True)
class Part:
    """A currency, and in it one product, one region, or all of them."""

    currency: str
    filters: Filters


def months_of_parts(
    parts: Collection[Part], *, figures_on: Iterable[date], flows_on: Iterable[date]
) -> dict[Part, Months]:
    """The amounts of each part on some days, and its cohorts as the nights for some days kept them."""
    figures: dict[Part, dict[date, ByBucket]] = {part: {} for part in parts}
    kept = PortfolioFigure.objects.filter(day__in=list(figures_on))
    for part, (day, bucket, *sums) in _by_part(kept, parts, ["day", "bucket", "accounts", "balance", "past_due"]):
        found = figures[part].setdefault(day, {})
        amounts = Amounts(accounts=sums[0], balance=sums[1], past_due=sums[2])
        found[bucket] = found.get(bucket, Amounts()) + amounts
    flows: dict[Part, dict[date, list[Flow]]] = {part: {} for part in parts}
    moved = BucketFlow.objects.filter(day__in=list(flows_on))
    for part, (day, *flow) in _by_part(moved, parts, ["day", "from_bucket", "to_bucket", "accounts", "balance"]):
        flows[part].setdefault(day, []).append(tuple(flow))
    return {
        part: Months(figures=figures[part], cohorts={day: cohorts(of_day) for day, of_day in flows[part].items()})
        for part in parts
    }


def _by_part(kept: QuerySet, parts: Collection[Part], columns: Collection[str]) -> Iterator[tuple[Part, list]]:
    """Every kept row with each part it belongs to."""
    rows = kept.filter(currency__in={part.currency for part in parts})
    for currency, product, region, *row in rows.values_list("currency", "product__code", "region", *columns).iterator():
        for part in parts:
            if part.currency == currency and part.filters.covers(product, region):
                yield part, row
