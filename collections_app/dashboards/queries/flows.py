"""What the months did to each bucket: roll rates of the cohorts, net flow from bucket to bucket, what comes through.

Months are named by the day whose night closed them: the flow of March 2025 is kept by the night for 1 April.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, Sum

from accounts.models import BucketFlow
from accounts.rules.roll import CHAIN, Cohort, Flow, cohorts, flow_through, lagged_loss, loss, net_flow, outcome

from .portfolio import BUCKETS, ONE_DAY, Amounts, ByBucket, Filters, figures_of

MONTHS = 12


def month_before(day: date) -> date:
    """The first of the month before the one of `day`."""
    return (day.replace(day=1) - ONE_DAY).replace(day=1)


def month_of(day: date) -> str:
    """The month that `day` closed, as addresses write it: 1 April 2025 is 2025-03."""
    return f"{month_before(day):%Y-%m}"


def closing_days(first: date, last: date) -> list[date]:
    """The days that closed a month with a flow, newest first: a month end must lie before, so not the first one.

    Example: figures from 24 February to 15 May 2025 give 1 May and 1 April.
    """
    day, found = last.replace(day=1), []
    while month_before(day) >= first:
        found.append(day)
        day = month_before(day)
    return found


def flows_of(
    days: Iterable[date], *, currency: str, filters: Filters, last_step: Iterable[date] = ()
) -> dict[date, list[Flow]]:
    """Accounts from bucket to bucket in the months that `days` closed, with the balance at their start; of the days of
    `last_step` only what began in M4. One query."""
    kept = BucketFlow.objects.filter(Q(day__in=list(days)) | Q(day__in=list(last_step), from_bucket=CHAIN[-2]))
    rows = (
        filters.apply(kept.filter(currency=currency))
        .values_list("day", "from_bucket", "to_bucket")
        .annotate(Sum("accounts"), Sum("balance"))
        .order_by()
    )
    found: dict[date, list[Flow]] = {}
    for day, *flow in rows:
        found.setdefault(day, []).append(tuple(flow))
    return found


def buckets_of(start: int, word: str) -> list[int]:
    """Where accounts of bucket `start` with this outcome ended. Example: back from M2 is M0 and M1."""
    return [int(bucket) for bucket in BUCKETS if outcome(start, bucket) == word]


@dataclass(frozen=True, kw_only=True)
class LaggedLoss:
    """What reached M4+ in a month, beside what stood in a bucket `months` before: as many as there are steps to M4+.

    `stood` is what stood there on `day`; None where there were no figures, `loss` where no flow is known.
    """

    day: date
    months: int
    stood: Decimal | None
    loss: Decimal | None

    @property
    def rate(self) -> Fraction | None:
        return None if self.stood is None or self.loss is None else lagged_loss(self.loss, self.stood)


@dataclass(frozen=True, kw_only=True)
class Step:
    """From one bucket of the chain to the next in one month.

    `net` is the net flow. `through` is what of this bucket's money reaches M4+, each later step taken from the month
    in which the money got there: the last one from this month, the one before from the month before.
    """

    from_bucket: int
    to_bucket: int
    before: Amounts
    after: Amounts
    net: Fraction | None
    through: Fraction | None
    lagged: LaggedLoss


@dataclass(frozen=True, kw_only=True)
class Months:
    """Cohorts, what reached M4+, and figures of some months, by the day that closed each."""

    cohorts: Mapping[date, Mapping[int, Cohort]]
    figures: Mapping[date, ByBucket]
    losses: Mapping[date, Decimal] = field(default_factory=dict)

    def net(self, day: date, place: int) -> Fraction | None:
        """The net flow of step `place` of the chain in the month that `day` closed; None where figures are missing.

        M4+ keeps whatever once got there, so the last step is the part of M4's balance that rolled on.
        """
        if place == len(CHAIN) - 2:
            cohort = self.cohorts.get(day, {}).get(CHAIN[place])
            return cohort.rate("forward", by_balance=True) if cohort else None
        before, after = self.figures.get(month_before(day)), self.figures.get(day)
        if not before or not after:
            return None
        start, end = (found.get(CHAIN[at], Amounts()) for found, at in ((before, place), (after, place + 1)))
        return net_flow(start.balance, end.balance)

    def steps(self, day: date) -> list[Step]:
        """The chain from CURRENT to M4+ in the month that `day` closed."""
        before, after = self.figures.get(month_before(day), {}), self.figures.get(day, {})
        return [
            Step(
                from_bucket=CHAIN[place],
                to_bucket=CHAIN[place + 1],
                before=before.get(CHAIN[place], Amounts()),
                after=after.get(CHAIN[place + 1], Amounts()),
                net=self.net(day, place),
                through=flow_through(self._diagonal(day, place)),
                lagged=self._lagged(day, place),
            )
            for place in range(len(CHAIN) - 1)
        ]

    def _lagged(self, day: date, place: int) -> LaggedLoss:
        """What reached M4+ in the month that `day` closed, beside what stood at `place` when that money was there."""
        lag, then = len(CHAIN) - 1 - place, day
        for _month in range(lag):
            then = month_before(then)
        figures = self.figures.get(then)
        stood = figures.get(CHAIN[place], Amounts()).balance if figures else None
        return LaggedLoss(day=then, months=lag, stood=stood, loss=self.losses.get(day))

    def _diagonal(self, day: date, place: int) -> list[Fraction | None]:
        """The steps from `place` to M4+, the last in the month that `day` closed, each earlier one a month before."""
        steps: list[Fraction | None] = []
        for at in reversed(range(place, len(CHAIN) - 1)):
            steps.append(self.net(day, at))
            day = month_before(day)
        return steps


def months(days: list[date], *, currency: str, filters: Filters) -> Months:
    """What the flows page shows of the months that `days` closed, newest first, and the chain before. Two queries."""
    wanted = list(days)
    for _step in CHAIN:
        wanted.append(month_before(wanted[-1]))
    found = flows_of(days, currency=currency, filters=filters, last_step=wanted[len(days) :])
    return Months(
        cohorts={day: cohorts(flows) for day, flows in found.items()},
        figures=figures_of(wanted, currency=currency, filters=filters),
        losses={day: loss(found[day]) for day in days if day in found},
    )
