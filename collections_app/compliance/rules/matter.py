"""One contact to be judged, and what a rule says of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from .facts import Ask, ConsentFact, Record
from .policy import ContactPolicy
from .zones import DAY, Hours, local_day, start_of_day

PHONE = "PHONE"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The earliest moment, not before the one asked about, at which a rule does not stand in the way.

    None: no date is known. `facts` are for the words of a refusal: plain values, nothing personal.
    """

    free_at: datetime | None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Matter:
    """What is asked, under which policy, after what."""

    ask: Ask
    policy: ContactPolicy
    record: Record

    @property
    def is_call(self) -> bool:
        return self.ask.channel == PHONE

    def day(self, at: datetime) -> date:
        """The day of `at` as caps count days."""
        return local_day(at, self.policy.zone)

    def midnight(self, day: date) -> datetime:
        """Where `day` begins."""
        return start_of_day(day, self.policy.zone)

    @cached_property
    def hours(self) -> Hours:
        """When this contact may be made by the clock."""
        zones = (self.ask.zones if self.policy.all_likely_zones else ()) or (self.policy.zone,)
        return Hours(self.policy, zones, [c for c in self.record.consents if c.kind == "HOURS" and self._covers(c)])

    def agreed_from(self, at: datetime) -> datetime | None:
        """The earliest moment from `at` on at which a consent to be called holds; None: there is none."""
        starts = [max(start, at) for start, end in self._call_consents() if end > at]
        return min(starts, default=None)

    def agreed_until(self, at: datetime) -> datetime | None:
        """Where the consent to be called that holds at `at` ends; None when none holds."""
        return max((end for start, end in self._call_consents() if start <= at < end), default=None)

    def _call_consents(self) -> list[tuple[datetime, datetime]]:
        found = []
        for consent in self.record.consents:
            if consent.kind != "CALL" or not self._covers(consent):
                continue
            start = max(self.midnight(consent.valid_from), consent.given_at.astimezone(UTC))
            end = min([self.midnight(consent.valid_until + DAY), *consent.ended_at])
            if start < end:
                found.append((start, end))
        return found

    def _covers(self, consent: ConsentFact) -> bool:
        """Whether a consent is about this channel and number; what the debtor agreed to for himself covers no other."""
        numbers = {self.ask.number_hash} if self.ask.to_third_party else {"", self.ask.number_hash}
        return consent.channel in ("", self.ask.channel) and consent.number_hash in numbers
