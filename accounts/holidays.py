"""Which days differ from the plain week? Taken from the package `chinesecalendar`, kept in the table `Holiday`.

The State Council publishes a year's calendar in the November before; a newer package brings it, then
`manage.py holidays` writes what is new. Until then `missing_years` names the year.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from chinese_calendar import Holiday as Occasion
from chinese_calendar.constants import holidays as free_days
from chinese_calendar.constants import workdays as made_up_days

from accounts.models import Holiday


def seed(holiday_model: Any = Holiday) -> int:
    """Write every day the package knows and the table does not hold alike; return how many were new or changed.

    Example: 2026-10-01 is no working day (National Day), Saturday 2026-10-10 is one, in exchange for a day of that
    holiday. A migration hands in its own `holiday_model`.
    """
    known = dict(holiday_model.objects.values_list("day", "is_working"))
    fresh = [
        holiday_model(day=day, is_working=is_working, name_en=occasion.value, name_zh=occasion.chinese)
        for day, is_working, occasion in _days()
        if known.get(day) is not is_working
    ]
    holiday_model.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["day"],
        update_fields=["is_working", "name_en", "name_zh"],
    )
    return len(fresh)


def _days() -> Iterator[tuple[date, bool, Occasion]]:
    for is_working, days in ((False, free_days), (True, made_up_days)):
        for day, name in days.items():
            yield day, is_working, Occasion(name)


def wanted_years(on: date) -> list[int]:
    """The years the calendar should hold: this year, and from December on, when it is long published, the next.

    Example: `wanted_years(date(2026, 12, 1))` is [2026, 2027], a day earlier [2026].
    """
    return [on.year, on.year + 1] if on.month == 12 else [on.year]


def missing_years(on: date) -> list[int]:
    """The years the table does not hold and should. With a table that ends in 2026: [2027] from 1 December 2026 on."""
    wanted = wanted_years(on)
    held = Holiday.objects.filter(day__gte=date(wanted[0], 1, 1), day__lte=date(wanted[-1], 12, 31)).dates(
        "day", "year"
    )
    return sorted(set(wanted) - {first.year for first in held})
