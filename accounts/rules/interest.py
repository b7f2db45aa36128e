"""Full-balance interest (全额计息, §2.3) by a cumulative daily rate, so that no day needs a row.

R(d) is the sum of the daily rates of all days before d. An amount owed over the days [a, b) accrues
amount x (R(b) - R(a)): first day in, last day out. For a set of amounts this is linear:

    interest up to T  =  bearing x R(T) - weight

where `bearing` is what is owed now and bears interest, and `weight` is the sum of amount x R(first day)
over everything that began to bear, less amount x R(value date) over everything repaid, plus the interest
already billed. A payment recorded late simply enters with its value date: the correction of L7 follows.
Example: 10 000.00 from 2025-01-20 at 0.05 %: 44 days to 2025-03-05 give 220.00.
"""

from bisect import bisect_right
from datetime import date
from decimal import Decimal

from accounts.rules.policy import PolicyLine

EPOCH = date(2000, 1, 1)
"""R counts from here; only differences of R matter."""


class CumulativeRate:
    """R for one policy line, with days on which a hold stops interest left out."""

    def __init__(self, policies: PolicyLine, *, stopped: tuple[tuple[date, date | None], ...] = ()):
        """`stopped`: [first day, first day again), None while the stop lasts."""
        self._stopped = stopped
        self._policies = policies
        marks = {EPOCH, *(v.valid_from for v in policies.versions if v.valid_from > EPOCH)}
        marks.update(day for span in stopped for day in span if day is not None and day > EPOCH)
        self._days = sorted(marks)
        self._sums = [Decimal(0)]
        for before, after in zip(self._days, self._days[1:], strict=False):
            self._sums.append(self._sums[-1] + self._rate(before) * (after - before).days)

    def __call__(self, day: date) -> Decimal:
        """R(day); exact, six decimals."""
        if day < EPOCH:
            return self._rate(EPOCH) * (day - EPOCH).days
        at = bisect_right(self._days, day) - 1
        return self._sums[at] + self._rate(self._days[at]) * (day - self._days[at]).days

    def _rate(self, day: date) -> Decimal:
        for since, until in self._stopped:
            if since <= day and (until is None or day < until):
                return Decimal(0)
        return self._policies.on(day).daily_interest_rate
