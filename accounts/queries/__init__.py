"""Reads of what the bank knows: nouns, no writes."""

from accounts.queries.installation import business_date, installation, recording_day

__all__ = ["business_date", "installation", "recording_day"]
