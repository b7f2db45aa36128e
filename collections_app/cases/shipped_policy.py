"""The house numbers Fairdue ships with: editable defaults."""

import datetime
from typing import Any

FROM = datetime.date(2000, 1, 1)
NUMBERS = {"reopen_within_days": 60, "lease_seconds": 300, "undo_minutes": 15}


def ship(policy_model: Any) -> None:
    """Create the first policy where there is none; takes the model so that a migration can pass its own."""
    if not policy_model.objects.exists():
        policy_model.objects.create(valid_from=FROM, recorded_by="shipped", **NUMBERS)
