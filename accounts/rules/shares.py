"""How do rounded shares still add up to one?"""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal


def shares(parts: Sequence[Decimal | int], *, places: int = 3) -> list[Decimal] | None:
    """Each part as a share of their sum, rounded to `places`; together exactly 1. None when the sum is not positive.

    Every share is cut, and what is missing to 1 goes to those that lost most, the first of equals first.
    Example: `shares([1, 1, 1], places=2)` is 0.34, 0.33, 0.33.
    """
    whole = Decimal(sum(parts))
    if whole <= 0:
        return None
    unit = Decimal(1).scaleb(-places)
    exact = [Decimal(part) / whole for part in parts]
    cut = [share.quantize(unit, rounding=ROUND_FLOOR) for share in exact]
    missing = int((1 - sum(cut)) / unit)
    by_loss = sorted(range(len(parts)), key=lambda place: cut[place] - exact[place])
    for place in by_loss[:missing]:
        cut[place] += unit
    return cut
