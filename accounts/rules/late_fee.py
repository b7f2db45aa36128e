"""The late fee of one missed due date (滞纳金, since 2017 违约金; §2.2)."""

from decimal import Decimal

from accounts.rules.money import ZERO, to_cents
from accounts.rules.policy import Policy

YEAR_DAYS = 365


def late_fee(unpaid: Decimal, *, policy: Policy) -> Decimal:
    """Fee for a minimum still short by `unpaid` at the end of its effective due date; 0 within the tolerance.

    5 % of the unpaid minimum, at least 10.00, never more than the unpaid minimum itself:
    short by 10.01 with tolerance 10.00 costs 10.00; short by 2 170.00 costs 108.50.
    """
    if unpaid <= policy.overdue_tolerance_amount:
        return ZERO
    return min(max(to_cents(policy.late_fee_ratio * unpaid), policy.late_fee_minimum_amount), unpaid)


def late_fee_ceiling(*, principal: Decimal, cycle_days: int, policy: Policy) -> Decimal | None:
    """The most a late fee may be where the policy caps the total cost (B16); None where it does not.

    Fee and interest of one statement cycle together stay within the ceiling on the principal owed:
    principal x (ceiling - daily rate x 365) x cycle days / 365. 10 000.00 over 28 days at 0.05 % a day
    under a ceiling of 24 %: 10 000.00 x 5.75 % x 28 / 365 = 44.11, so a fee of 50.00 becomes 44.11.
    """
    if not policy.cost_ceiling_caps:
        return None
    room = policy.cost_ceiling_annual_rate - policy.daily_interest_rate * YEAR_DAYS
    return max(to_cents(principal * room * cycle_days / YEAR_DAYS), ZERO)
