"""Figures of the portfolio by day, bucket, product, region and currency. Never a sum across currencies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Max, Min, QuerySet, Sum

from accounts.models import BucketFlow, PortfolioFigure, Product
from accounts.models.derived import DelinquencyBucket
from accounts.rules.roll import Flow

from ..rules.matrix import Row, matrix

BUCKETS = list(DelinquencyBucket)
DELINQUENT = BUCKETS[1:]
MEASURES = ("accounts", "balance", "past_due")
TREND_DAYS = 90
ONE_DAY = timedelta(days=1)
NO_REGION = "-"


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """Accounts, what they owe, and what of it is past due."""

    accounts: int = 0
    balance: Decimal = Decimal("0.00")
    past_due: Decimal = Decimal("0.00")

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(
            accounts=self.accounts + other.accounts,
            balance=self.balance + other.balance,
            past_due=self.past_due + other.past_due,
        )

    def __sub__(self, other: "Amounts") -> "Amounts":
        return Amounts(
            accounts=self.accounts - other.accounts,
            balance=self.balance - other.balance,
            past_due=self.past_due - other.past_due,
        )


ByBucket = dict[int, Amounts]


def total(figures: ByBucket, buckets: Iterable[int] = BUCKETS) -> Amounts:
    """The sum over some buckets of one day and currency."""
    return sum((figures.get(bucket, Amounts()) for bucket in buckets), Amounts())


def share_of_balance(part: Amounts, whole: Amounts) -> Decimal | None:
    """What of the balance of `whole` is that of `part`; None where nothing is owed."""
    return part.balance / whole.balance if whole.balance > 0 else None


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Which part of the portfolio: a product code, a region (`-` for none recorded), or all of them for ""."""

    product: str = ""
    region: str = ""

    @property
    def wanted_region(self) -> str:
        """The region as it is stored: "" where none is recorded."""
        return "" if self.region == NO_REGION else self.region

    def apply(self, figures: QuerySet) -> QuerySet:
        if self.product:
            figures = figures.filter(product__code=self.product)
        if self.region:
            figures = figures.filter(region=self.wanted_region)
        return figures

    def covers(self, product: str, region: str) -> bool:
        """Whether a figure of a product code and a region, as stored, belongs to this part."""
        return self.product in ("", product) and (not self.region or self.wanted_region == region)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What can be chosen on one day: currencies by number of accounts, regions by name, all products."""

    currencies: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    products: list[Product] = field(default_factory=list)


def days_with_figures() -> tuple[date, date] | None:
    """The first and the last day that have figures; every day between has them too. None before the first night."""
    span = PortfolioFigure.objects.aggregate(first=Min("day"), last=Max("day"))
    return (span["first"], span["last"]) if span["last"] else None


def choices_on(day: date) -> Choices:
    """The currencies and regions that have accounts on `day`, and every product."""
    held = PortfolioFigure.objects.filter(day=day).values("currency", "region").annotate(size=Sum("accounts"))
    by_currency: dict[str, int] = {}
    regions: set[str] = set()
    for row in held:
        by_currency[row["currency"]] = by_currency.get(row["currency"], 0) + row["size"]
        regions.add(row["region"] or NO_REGION)
    return Choices(
        currencies=sorted(by_currency, key=lambda code: (-by_currency[code], code)),
        regions=sorted(regions),
        products=list(Product.objects.order_by("code")),
    )


def month_start_before(day: date) -> date:
    """The day whose figures are what the month before ended with: the first of the month, on the first the one before.

    Example: 15 November 2026 and 1 December 2026 both give 1 November 2026, whose figures close October.
    """
    return (day if day.day > 1 else day - ONE_DAY).replace(day=1)


def figures_of(days: Iterable[date], *, currency: str, filters: Filters) -> dict[date, ByBucket]:
    """Amounts by bucket on each of the days; a day or bucket without accounts is left out. One query."""
    chosen = PortfolioFigure.objects.filter(day__in=list(days))
    return _by_day(chosen, currency, filters)


def trend(
    first: date, until: date, *, currency: str, filters: Filters, measures: Sequence[str] = MEASURES
) -> dict[date, ByBucket]:
    """Amounts of the delinquent buckets on the 90 days up to `until`, oldest first, none before `first`. One query.

    Ninety days of every product and region are many rows: who shows one measure asks for that one, the others stay 0.
    """
    days = trend_days(first, until)
    chosen = PortfolioFigure.objects.filter(day__gte=days[0], day__lte=until, bucket__gte=0)
    found = _by_day(chosen, currency, filters, measures)
    return {day: found.get(day, {}) for day in days}


def trend_days(first: date, until: date) -> list[date]:
    """The 90 days up to `until`, oldest first, none before `first`."""
    since = max(until - timedelta(days=TREND_DAYS - 1), first)
    return [since + timedelta(days=place) for place in range((until - since).days + 1)]


def _by_day(
    figures: QuerySet[PortfolioFigure], currency: str, filters: Filters, measures: Sequence[str] = MEASURES
) -> dict[date, ByBucket]:
    rows = (
        filters.apply(figures.filter(currency=currency))
        .values_list("day", "bucket")
        .annotate(*(Sum(measure) for measure in measures))
        .order_by()
    )
    found: dict[date, ByBucket] = {}
    for day, bucket, *sums in rows:
        found.setdefault(day, {})[bucket] = Amounts(**dict(zip(measures, sums, strict=True)))
    return found


@dataclass(frozen=True, kw_only=True)
class Moves:
    """Where the accounts of the month end `since` stood when the night for `day` was over."""

    since: date | None
    day: date
    rows: list[Row]

    @property
    def through(self) -> date:
        """The last day whose payments count."""
        return self.day - ONE_DAY


def moves(day: date, *, currency: str, filters: Filters, by_balance: bool = False) -> Moves:
    """The matrix the night for `day` kept: on the first of a month the whole month before, else the month so far.

    Example: of 1 November the flow from 30 September through 31 October.
    """
    kept = BucketFlow.objects.filter(day=day)
    return moves_of(kept, day, currency=currency, filters=filters, by_balance=by_balance)


def moves_of(kept: QuerySet, day: date, *, currency: str, filters: Filters, by_balance: bool = False) -> Moves:
    """The matrix of the flows in `kept`, all of them up to `day`. One query."""
    rows = list(
        filters.apply(kept.filter(currency=currency))
        .values_list("since", "from_bucket", "to_bucket")
        .annotate(Sum("accounts"), Sum("balance"))
        .order_by()
    )
    flows: list[Flow] = [(start, end, accounts, balance) for _since, start, end, accounts, balance in rows]
    buckets = [int(bucket) for bucket in BUCKETS]
    return Moves(
        since=rows[0][0] if rows else None, day=day, rows=matrix(flows, buckets=buckets, by_balance=by_balance)
    )
