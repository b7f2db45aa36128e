"""Reads of contacts, from who is asking."""

from .lists import outcome_list, outcomes_in_use, reason_list, reasons_in_use

__all__ = ["outcome_list", "outcomes_in_use", "reason_list", "reasons_in_use"]
