"""The scorecard Fairdue ships with (`domain.md` 4.10); an installation writes its own from a day on."""

from datetime import date
from decimal import Decimal
from typing import Any

FROM = date(2000, 1, 1)
NUMBERS: dict[str, Any] = {
    "compliance": 45,
    "complaints": 15,
    "recovery": 25,
    "productivity": 15,
    "plan_recovery_rate": Decimal("0.300000"),
    "plan_kept_amount_rate": Decimal("0.600000"),
    "plan_rpc_per_day": Decimal("20.00"),
    "limit_breaches": Decimal("5.00"),
    "limit_blocks": Decimal("50.00"),
    "limit_complaints": Decimal("5.00"),
    "attribution_days": 30,
}


def ship(scheme_model: Any) -> None:
    """Create the first scheme where there is none; takes the model so that a migration can pass its own."""
    if not scheme_model.objects.exists():
        scheme_model.objects.create(valid_from=FROM, recorded_by="shipped", **NUMBERS)
