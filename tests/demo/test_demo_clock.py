"""A demo can be tried at any hour; nothing but a demo has a clock of its own."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Installation
from collections_app.demo.demo_clock import shift_minutes
from collections_app.shared import clock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("at", "minutes"),
    [
        (datetime(2026, 11, 25, 18, 46, tzinfo=UTC), 434),  # 02:46 on the 26th
        (datetime(2026, 11, 26, 0, 0, tzinfo=UTC), 0),  # 08:00
        (datetime(2026, 11, 26, 12, 59, tzinfo=UTC), 0),  # 20:59
        (datetime(2026, 11, 26, 13, 0, tzinfo=UTC), -660),  # 21:00: back to ten of the same day
        (datetime(2026, 11, 26, 15, 59, tzinfo=UTC), -839),
    ],
)
def test_the_desks_open_at_ten_of_the_same_day(at, minutes):
    Installation.objects.create(demo=True)
    assert shift_minutes(at) == minutes


@pytest.mark.parametrize("installed", [False, True])
def test_no_other_installation_has_a_clock_of_its_own(installed):
    if installed:
        Installation.objects.create(demo=False)
    assert shift_minutes(datetime(2026, 11, 25, 18, 46, tzinfo=UTC)) == 0


def test_the_clock_and_the_strip_show_it(settings, cast):
    Installation.objects.create(demo=True)
    settings.DEMO_CLOCK_SHIFT = timedelta(hours=7)
    moved = clock.now() - datetime.now(UTC)
    assert timedelta(hours=6, minutes=59) < moved < timedelta(hours=7, minutes=1)
    assert b"clock stands at" in cast.browser("manager").get("/dashboard/").content
