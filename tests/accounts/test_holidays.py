"""The working-day calendar comes from the package, and says which year it lacks."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from accounts import holidays
from accounts.models import Holiday

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_calendar():
    Holiday.objects.all().delete()


def test_holidays_and_make_up_days_are_written_once():
    assert holidays.seed() > 700
    national_day = Holiday.objects.get(day="2026-10-01")
    assert (national_day.is_working, national_day.name_en, national_day.name_zh) == (False, "National Day", "国庆节")
    assert Holiday.objects.get(day="2026-10-10").is_working
    assert holidays.seed() == 0


def test_a_day_that_changed_is_written_anew():
    holidays.seed()
    Holiday.objects.filter(day="2026-10-01").update(is_working=True)
    assert holidays.seed() == 1
    assert not Holiday.objects.get(day="2026-10-01").is_working


def test_the_next_year_is_missed_from_december_on():
    Holiday.objects.create(day="2026-10-01", is_working=False, name_en="National Day")
    assert holidays.missing_years(date(2026, 11, 30)) == []
    assert holidays.missing_years(date(2026, 12, 1)) == [2027]
    assert holidays.missing_years(date(2028, 1, 1)) == [2028]


def test_the_command_says_what_it_wrote():
    out = StringIO()
    call_command("holidays", stdout=out, stderr=StringIO())
    assert "days new or changed." in out.getvalue()
