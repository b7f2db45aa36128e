"""Amounts are Decimal with two places, rounded here and nowhere else, half-up (四舍五入, §2.4)."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def to_cents(amount: Decimal) -> Decimal:
    """Round to 0.01 half-up: 5 % of 2 000.10 is 100.005 and becomes 100.01."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)
