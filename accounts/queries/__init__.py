"""Reads of what the bank knows: nouns, no writes."""

from accounts.queries.installation import (
    RECORDING,
    business_date,
    installation,
    recorded_from,
    recording_day,
    working_day,
)

__all__ = ["RECORDING", "business_date", "installation", "recorded_from", "recording_day", "working_day"]
