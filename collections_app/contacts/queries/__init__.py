"""Reads of contacts, from who is asking."""

from .contacts import visible_contacts
from .find import Match, find_by_number
from .lists import outcome_list, outcomes_in_use, reason_list, reasons_in_use

__all__ = [
    "Match",
    "find_by_number",
    "outcome_list",
    "outcomes_in_use",
    "reason_list",
    "reasons_in_use",
    "visible_contacts",
]
