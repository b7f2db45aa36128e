"""The promise policy Fairdue ships with (`domain.md` 4.3): editable defaults."""

import datetime
from decimal import Decimal
from typing import Any

FROM = datetime.date(2000, 1, 1)
NUMBERS: dict[str, Any] = {
    "grace_days": 1,
    "threshold": Decimal(1),
    "horizon_days_to_m1": 7,
    "horizon_days_from_m2": 14,
    "instalment_horizon_days": 90,
    "max_instalments": 6,
    "minimum_share": Decimal(0),
    "minimum_amount": Decimal("0.00"),
    "follow_up_days": 3,
}


def ship(policy_model: Any) -> None:
    """Create the first policy where there is none; takes the model so that a migration can pass its own."""
    if not policy_model.objects.exists():
        policy_model.objects.create(valid_from=FROM, recorded_by="shipped", **NUMBERS)
