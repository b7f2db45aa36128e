"""`manage.py nightly` and `nightly verify`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Installation, Position
from collections_app.nightly.models import Night
from collections_app.shared import clock
from tests.accounts.cards import d
from tests.nightly.nights import FIRST, business_date, portfolio_of_one, with_nights

pytestmark = pytest.mark.django_db


def nightly(*words):
    out, err = StringIO(), StringIO()
    call_command("nightly", *words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_it_runs_every_missing_night_and_tells_each():
    portfolio_of_one()
    out, err = nightly("--first", "2025-02-24", "--date", "2025-02-26")
    lines = out.splitlines()
    assert [line.split()[0] for line in lines] == ["2025-02-24", "2025-02-25", "2025-02-26"]
    assert f"checksum {Night.objects.get(pk=d('02-26')).checksum}" in lines[-1]
    assert err == ""
    assert business_date() == d("02-26")


def test_a_second_run_says_that_nothing_is_left():
    with_nights(2)
    out, _err = nightly("--date", "2025-02-25")
    assert "Nothing to do" in out


def test_a_simulated_installation_runs_the_next_night():
    with_nights(1)
    nightly()
    assert business_date() == d("02-25")


def test_a_real_one_runs_up_to_today(monkeypatch):
    with_nights(1, simulated=False)
    monkeypatch.setattr(clock, "local_date", lambda at=None: d("02-27"))
    nightly()
    assert business_date() == d("02-27")


def test_a_real_one_never_runs_ahead_of_the_calendar(monkeypatch):
    with_nights(1, simulated=False)
    monkeypatch.setattr(clock, "local_date", lambda at=None: d("02-27"))
    with pytest.raises(CommandError, match="not come yet"):
        nightly("--date", "2025-02-28")
    assert business_date() == FIRST


def test_without_a_first_date_it_asks_for_one():
    portfolio_of_one()
    with pytest.raises(CommandError, match="first one begins"):
        nightly("--date", "2025-02-24")


def test_shards_out_of_range_are_refused():
    with_nights(1)
    with pytest.raises(CommandError, match="1 to 64"):
        nightly("--shards", "65")


def test_verify_finds_the_night_as_it_was_left():
    with_nights(3)
    out, _err = nightly("verify", "--date", "2025-02-25")
    assert "as the night left it" in out
    assert Night.objects.get(pk=d("02-25")).verified is True


def test_verify_fails_when_the_facts_give_something_else():
    with_nights(2)
    Night.objects.filter(pk=FIRST).update(checksum=1)
    with pytest.raises(CommandError, match="its facts give"):
        nightly("verify", "--date", "2025-02-24")
    assert Night.objects.get(pk=FIRST).verified is False


def test_verify_corrected_shows_a_difference_and_does_not_fail():
    with_nights(2)
    Night.objects.filter(pk=FIRST).update(checksum=1)
    out, _err = nightly("verify", "--date", "2025-02-24", "--corrected")
    assert "with what is known now" in out


@pytest.mark.parametrize("words", [["verify"], ["verify", "--date", "2031-01-01"]])
def test_verify_needs_a_night_that_is_done(words):
    with_nights(1)
    with pytest.raises(CommandError):
        nightly(*words)


def test_problems_are_told_on_the_error_stream():
    with_nights(1)
    Position.objects.update(balance=1, changed_on=d("02-25"))
    _out, err = nightly()
    assert "1 problems" in err or "2 problems" in err
    assert Installation.objects.get().business_date == d("02-25")
