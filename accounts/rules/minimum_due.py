"""The minimum amount due of a new statement (最低还款额, §2.1 with L2, L9, L13)."""

from dataclasses import dataclass
from decimal import Decimal

from accounts.rules.money import ZERO, to_cents
from accounts.rules.policy import Policy


@dataclass(frozen=True)
class Billed:
    """What stands on a statement on its date, in the account's currency.

    "Older" is what earlier statements billed and is still unpaid; "cycle" is what this one bills.
    `purchases` is all billed purchase principal, older and new, less amounts in open disputes.
    """

    balance: Decimal
    past_due: Decimal
    purchases: Decimal
    older_other: Decimal
    cycle_interest: Decimal
    cycle_fees: Decimal
    cycle_cash: Decimal
    cycle_instalments: Decimal
    over_limit: Decimal


@dataclass(frozen=True)
class MinimumDue:
    """The minimum and its parts; `minimum` = `past_due` + `own_slice` unless the balance caps it below."""

    minimum: Decimal
    past_due: Decimal
    own_slice: Decimal
    principal_share: Decimal


def minimum_due(billed: Billed, *, policy: Policy) -> MinimumDue:
    """Past due, a share of the purchase principal not inside it, and this cycle's charges in full.

    Principal inside the past-due part is the past due less older unpaid interest, fees, cash and
    instalments (L2). The worked ledger on 2025-04-05: past due 2 170.00 holds 270.00 of interest and
    fee, so 1 900.00 of the 10 000.00 principal; 10 % of 8 100.00 + 158.41 + 108.50 = own slice 1 076.91.
    """
    if billed.balance <= 0:
        return MinimumDue(ZERO, billed.past_due, ZERO, ZERO)
    inside = min(max(billed.past_due - billed.older_other, ZERO), billed.purchases)
    share = to_cents(policy.minimum_ratio * (billed.purchases - inside))
    computed = (
        billed.past_due
        + share
        + billed.cycle_interest
        + billed.cycle_fees
        + billed.cycle_cash
        + billed.cycle_instalments
        + billed.over_limit
    )
    minimum = min(max(computed, policy.minimum_floor_amount), billed.balance)
    return MinimumDue(minimum, billed.past_due, max(minimum - billed.past_due, ZERO), share)
