"""What an episode costs as an annual rate: fees and interest over the principal owed while it lasts (B16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from accounts.rules.money import to_cents

YEAR_DAYS = 365
RATE_PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class TotalCost:
    """The cost of the days [since, until). `annual_rate` is a share of one (0.24 = 24 %)."""

    since: date
    until: date
    days: int
    fees: Decimal
    interest: Decimal
    average_principal: Decimal
    annual_rate: Decimal
    ceiling: Decimal

    @property
    def above_ceiling(self) -> bool:
        return self.annual_rate > self.ceiling


def total_cost(
    *,
    fees: Decimal,
    interest: Decimal,
    principal: Sequence[tuple[date, Decimal]],
    until: date,
    ceiling: Decimal,
) -> TotalCost | None:
    """Fees and interest of an episode, per principal and year.

    rate = (fees + interest) / average daily principal x 365 / days. `principal`: (from that day on, amount owed at
    the end of the day), oldest first; the first day is the episode's first. `fees`: late and other fees whose day
    lies in [first day, until), less what was reversed or waived. `interest`: accrued on those days, unrounded.
    None on the first day itself, and where no principal is owed.
    Example: 10 000.00 owed over 28 days, 50.00 fees and 141.40 interest: 191.40 / 10 000.00 x 365 / 28 = 24.95 %.
    """
    since = principal[0][0]
    days = (until - since).days
    if days <= 0:
        return None
    ends = [*principal, (until, Decimal(0))]
    weighted = sum((amount * (end - day).days for (day, amount), (end, _) in pairwise(ends)), Decimal(0))
    if weighted <= 0:
        return None
    rate = ((fees + interest) * YEAR_DAYS / weighted).quantize(RATE_PLACES, rounding=ROUND_HALF_UP)
    return TotalCost(
        since=since,
        until=until,
        days=days,
        fees=fees,
        interest=to_cents(interest),
        average_principal=to_cents(weighted / days),
        annual_rate=rate,
        ceiling=ceiling,
    )
