"""The numbers of a contact policy version, as a rule takes them (`domain.md` 3.2)."""

from dataclasses import dataclass
from datetime import date, time

NEVER = "NEVER"
WHEN_LOST = "WHEN_LOST"
LOCATE = "LOCATE"
"""How far third parties may be contacted: never; only to locate, once contact is lost; only to locate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPolicy:
    """One version of a contact profile. None in a cap: this profile knows no such cap.

    The window is that of a day in the debtor's likely zones (`all_likely_zones`) or in `zone` alone; days of caps are
    always days of `zone`. Days last: `debt_window_days` 7 counts the day asked about and the six before it,
    `quiet_days_after_conversation` 7 the day of the conversation and the six after it.
    """

    window_opens: time
    window_closes: time
    id: int = 0
    code: str = ""
    valid_from: date = date.min
    closing_moment_allowed: bool = False
    all_likely_zones: bool = False
    zone: str = "Asia/Shanghai"
    number_attempts_per_day: int | None = None
    person_conversations_per_day: int | None = None
    debt_attempts_per_window: int | None = None
    debt_window_days: int = 7
    quiet_days_after_conversation: int = 0
    third_parties: str = WHEN_LOST
    third_party_once: bool = False
    lost_after_failures: int = 3
    lost_on_distinct_days: int = 3
    consent_days: int = 7
    first_call_bucket: int = 1
    coded_call_bucket: int = 4
    reminder_days: int = 3
    permit_minutes: int = 10
    house_rules: frozenset[str] = frozenset()

    @property
    def looks_back_days(self) -> int:
        """How many days before today a contact may still count."""
        return max(self.debt_window_days, self.quiet_days_after_conversation, 1)
