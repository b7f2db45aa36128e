"""The house numbers Fairdue ships with: editable defaults."""

import datetime
from typing import Any

FROM = datetime.date(2000, 1, 1)
NUMBERS = {
    "reopen_within_days": 60,
    "lease_seconds": 300,
    "undo_minutes": 15,
    "rest_minutes": 120,
    "skip_minutes": 60,
}


def ship(policy_model: Any) -> None:
    """Create the first policy where there is none; a migration passes its own model, with the numbers it has so far."""
    if not policy_model.objects.exists():
        known = {field.name for field in policy_model._meta.get_fields()}
        numbers = {name: value for name, value in NUMBERS.items() if name in known}
        policy_model.objects.create(valid_from=FROM, recorded_by="shipped", **numbers)
