"""The portfolio of one day side by side: a line for each product, or for each region."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from .portfolio import BUCKETS, DELINQUENT, NO_REGION, Amounts, ByBucket, Filters, total

COLUMNS = {"product": "product__code", "region": "region"}
"""What the portfolio can be split by, and where figures keep it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """One product (its code) or region (`-` where none is recorded), and what it has in each bucket."""

    code: str
    figures: ByBucket

    def delinquent(self, measure: str) -> int:
        """What of `measure` stands in M0 to M4+."""
        return getattr(total(self.figures, DELINQUENT), measure)

    def share(self, measure: str) -> float | None:
        """The delinquent part of all it has; None where it has nothing, as past due outside the buckets."""
        everything = getattr(total(self.figures, BUCKETS), measure)
        return self.delinquent(measure) / everything if everything > 0 else None


def slices(
    kept: QuerySet, *, split: str, measures: Sequence[str], currency: str, filters: Filters, order: str
) -> list[Slice]:
    """Figures of one day by product or region, whoever has most delinquent of `order` first. One query.

    `kept`: the figures of the day, as known then or as corrected; `measures`: those they have.
    Example: balance of 120,000.00 delinquent in 广东省 stands before 80,000.00 in 浙江省.
    """
    column = COLUMNS[split]
    rows = (
        filters.apply(kept.filter(currency=currency))
        .values_list(column, "bucket")
        .annotate(*(Sum(measure) for measure in measures))
        .order_by()
    )
    found: dict[str, ByBucket] = {}
    for code, bucket, *sums in rows:
        found.setdefault(code or NO_REGION, {})[bucket] = Amounts(**dict(zip(measures, sums, strict=True)))
    parts = [Slice(code=code, figures=figures) for code, figures in found.items()]
    return sorted(parts, key=lambda part: (-part.delinquent(order), part.code))
