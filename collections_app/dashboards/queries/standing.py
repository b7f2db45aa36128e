"""How the buckets stood after some days, beside how they stood before: what a summary begins with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models.derived import DelinquencyBucket

from .portfolio import DELINQUENT, ONE_DAY, Amounts, ByBucket, Filters, choices_on, days_with_figures, figures_of, total


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketLine:
    """One bucket, or all delinquent ones together (`bucket` None); `change` None where nothing was kept before."""

    bucket: DelinquencyBucket | None
    now: Amounts
    change: Amounts | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The delinquent buckets of one currency as the figures of `day` show them."""

    currency: str
    day: date
    lines: Sequence[BucketLine]


def standing_after(first: date, last: date) -> list[Standing]:
    """Every currency after the days `first` to `last`, with the change over them.

    Figures of a day show its beginning, so those after `last` are the next day's; where its night has not run, the
    newest there are. Empty before the first night. Example: after 10 March the figures of 11 less those of 10 March.
    """
    span = days_with_figures()
    if span is None:
        return []
    day = min(last + ONE_DAY, span[1])
    before = first if span[0] <= first < day else None
    if day < span[0]:
        return []
    return [_standing(day, before, currency) for currency in choices_on(day).currencies]


def _standing(day: date, before: date | None, currency: str) -> Standing:
    figures = figures_of(filter(None, (day, before)), currency=currency, filters=Filters())
    now, then = figures.get(day, {}), figures.get(before, {}) if before else None
    parts = [(bucket, [bucket]) for bucket in DELINQUENT]
    return Standing(
        currency=currency,
        day=day,
        lines=[_line(bucket, buckets, now, then) for bucket, buckets in [*parts, (None, DELINQUENT)]],
    )


def _line(bucket: DelinquencyBucket | None, buckets: Sequence[int], now: ByBucket, then: ByBucket | None) -> BucketLine:
    here = total(now, buckets)
    return BucketLine(bucket=bucket, now=here, change=None if then is None else here - total(then, buckets))
