"""Policy numbers as values with a first day, and which date selects the version (B5).

| number                                   | selected by                               |
| due rule, grace, minimum ratio and floor | statement date                            |
| late fee, both tolerances, fee stops     | effective due date of the statement       |
| daily interest rate, interest stops      | each day                                  |
| whether late fees bear interest          | date of the statement that bills them     |
| allocation order                         | value date of the payment                 |
| cost ceiling                             | the day it is looked at                   |
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Policy:
    """One policy version. Amounts in the account's currency; rates are shares (0.05 = 5 %)."""

    valid_from: date
    minimum_ratio: Decimal = Decimal("0.10")
    minimum_floor_amount: Decimal = Decimal("0.00")
    late_fee_ratio: Decimal = Decimal("0.05")
    late_fee_minimum_amount: Decimal = Decimal("10.00")
    late_fee_bears_interest: bool = False
    daily_interest_rate: Decimal = Decimal("0.000500")
    grace_days: int = 0
    overdue_tolerance_amount: Decimal = Decimal("0.00")
    full_payment_tolerance_amount: Decimal = Decimal("0.00")
    principal_first_from_dpd: int = 91
    max_late_fees: int | None = None
    fee_stop_holds: frozenset[str] = frozenset()
    interest_stop_holds: frozenset[str] = frozenset()
    cost_ceiling_annual_rate: Decimal = Decimal("0.24")
    cost_ceiling_caps: bool = False
    id: int | None = None


class PolicyLine:
    """The versions one product follows, in order; each holds until the next begins."""

    def __init__(self, versions: Sequence[Policy]):
        if not versions:
            raise ValueError("a policy line needs at least one version")
        self.versions = sorted(versions, key=lambda version: version.valid_from)
        self._starts = [version.valid_from for version in self.versions]

    def on(self, day: date) -> Policy:
        """The version in force on `day`; before the first one, the first."""
        return self.versions[max(bisect_right(self._starts, day) - 1, 0)]
