"""The only place that reads the clock. Rules, actions and nightly steps take the date as an argument."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present moment, with time zone; in a demo with a clock of its own, the moment that clock shows."""
    return timezone.now() + shift()


def shift() -> timedelta:
    """How far a demo's own clock is ahead; nothing anywhere else. For moments that the database's clock gives."""
    return settings.DEMO_CLOCK_SHIFT


def local_date(at: datetime | None = None) -> date:
    """The calendar day of `at` (default: now) where the business is, that is in settings.TIME_ZONE.

    Example: 2026-03-01 16:30 UTC is 2026-03-02 in Asia/Shanghai.
    """
    return timezone.localdate(at or now(), timezone.get_default_timezone())


def start_of(day: date) -> datetime:
    """The moment at which `day` begins where the business is.

    Example: 2026-03-02 begins on 2026-03-01 at 16:00 UTC.
    """
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())
