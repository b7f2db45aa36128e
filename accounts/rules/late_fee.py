"""The late fee of one missed due date (滞纳金, since 2017 违约金; §2.2)."""

from decimal import Decimal

from accounts.rules.money import ZERO, to_cents
from accounts.rules.policy import Policy


def late_fee(unpaid: Decimal, *, policy: Policy) -> Decimal:
    """Fee for a minimum still short by `unpaid` at the end of its effective due date; 0 within the tolerance.

    5 % of the unpaid minimum, at least 10.00, never more than the unpaid minimum itself:
    short by 10.01 with tolerance 10.00 costs 10.00; short by 2 170.00 costs 108.50.
    """
    if unpaid <= policy.overdue_tolerance_amount:
        return ZERO
    return min(max(to_cents(policy.late_fee_ratio * unpaid), policy.late_fee_minimum_amount), unpaid)
