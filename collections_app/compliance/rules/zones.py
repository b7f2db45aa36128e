"""Days and hours in time zones: when may the debtor be contacted, where he may be?

An open span is `[start, end)`: a window that closes at 22:00 ends there, one whose closing moment is still allowed
(21:00:00 in the US) ends one second later.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .facts import ConsentFact
from .policy import ContactPolicy

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
LONGEST_SEARCH = 60
"""Steps after which zones that are never open together are given up."""


def local_day(at: datetime, zone: str) -> date:
    """The calendar day of `at` in `zone`. Example: 2026-03-01 16:30 UTC is 2026-03-02 in Asia/Shanghai."""
    return at.astimezone(ZoneInfo(zone)).date()


def moment(day: date, clock: time, zone: str) -> datetime:
    """The moment at which clocks in `zone` show `clock` on `day`, in UTC."""
    return datetime.combine(day, clock, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def start_of_day(day: date, zone: str) -> datetime:
    """Midnight of `day` in `zone`."""
    return moment(day, time.min, zone)


@dataclass(frozen=True, slots=True)
class Hours:
    """When all of `zones` are open: the policy's window, and the hours the debtor agreed to (`consents`, HOURS)."""

    policy: ContactPolicy
    zones: tuple[str, ...]
    consents: Sequence[ConsentFact] = ()

    def closes_at(self, at: datetime) -> datetime | None:
        """The first moment after `at` at which a zone is closed; None when one is closed at `at`."""
        ends = [self._open_until(at, zone) for zone in self.zones]
        known = [end for end in ends if end is not None]
        return min(known) if len(known) == len(ends) else None

    def opens_at(self, at: datetime) -> datetime | None:
        """The earliest moment from `at` on at which every zone is open; None when they never are together.

        Example: New York opens at 13:00 UTC, Denver at 15:00; the debtor may be in both, so at 15:00.
        """
        for _ in range(LONGEST_SEARCH):
            later = max(self._open_from(at, zone) for zone in self.zones)
            if later == at:
                return at
            at = later
        return None

    def _open_until(self, at: datetime, zone: str) -> datetime | None:
        end = None
        for start, stop in sorted(self._spans(local_day(at, zone), zone)):
            if start <= (end or at) < stop:
                end = stop
        return end

    def _open_from(self, at: datetime, zone: str) -> datetime:
        """The window opens every day, so two days after `at` is far enough to look."""
        today = local_day(at, zone)
        for day in (today, today + DAY):
            if starts := [max(start, at) for start, stop in self._spans(day, zone) if stop > at]:
                return min(starts)
        return moment(today + 2 * DAY, self.policy.window_opens, zone)

    def _spans(self, day: date, zone: str) -> Iterator[tuple[datetime, datetime]]:
        """Every open span of a day; none goes past midnight."""
        yield self._window(day, zone)
        yield from self._agreed(day, zone)

    def _window(self, day: date, zone: str) -> tuple[datetime, datetime]:
        closes = moment(day, self.policy.window_closes, zone)
        return (
            moment(day, self.policy.window_opens, zone),
            closes + SECOND if self.policy.closing_moment_allowed else closes,
        )

    def _agreed(self, day: date, zone: str) -> Iterator[tuple[datetime, datetime]]:
        for consent in self.consents:
            if consent.hours_from is None or consent.hours_to is None:
                continue
            if not consent.valid_from <= day <= consent.valid_until:
                continue
            start = max(moment(day, consent.hours_from, zone), consent.given_at)
            end = min([moment(day, consent.hours_to, zone), *consent.ended_at])
            if start < end:
                yield start, end
