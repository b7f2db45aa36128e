"""What the doors hand to the actions of the case file."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldEntry:
    """A hold asked for together with a contact: its kind, why, and its last day (None: until released)."""

    kind: str
    reason: str
    until: date | None = None
