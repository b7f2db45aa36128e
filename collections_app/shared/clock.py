"""The only place that reads the clock. Rules, actions and nightly steps take the date as an argument."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, with time zone."""
    return timezone.now()


def local_date(at: datetime | None = None) -> date:
    """The calendar day of `at` (default: now) where the business is, that is in settings.TIME_ZONE.

    Example: 2026-03-01 16:30 UTC is 2026-03-02 in Asia/Shanghai.
    """
    return timezone.localdate(at or now(), timezone.get_default_timezone())
