"""Nights by the clock and on request: what beat starts, what a worker does with it."""

import logging

import pytest
from celery.schedules import crontab

from accounts.models import Installation
from collections_app.celery import app
from collections_app.nightly import actions, tasks
from collections_app.nightly.models import Night
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from tests.accounts.cards import d
from tests.nightly.nights import business_date, portfolio_of_one, with_nights

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_27_february(monkeypatch):
    monkeypatch.setattr(clock, "local_date", lambda at=None: d("02-27"))


def test_beat_starts_the_nights_at_the_hour_of_the_settings(settings):
    entry = next(e for e in settings.CELERY_BEAT_SCHEDULE.values() if e["task"].endswith("run_due_nights"))
    assert entry["schedule"] == crontab(hour=settings.NIGHT_HOUR, minute=settings.NIGHT_MINUTE)
    app.loader.import_default_modules()
    assert entry["task"] in app.tasks


def test_all_nights_that_are_due_run_with_the_shards_of_the_settings(on_27_february, settings):
    with_nights(1, simulated=False)
    assert tasks.run_due_nights() == 3
    assert business_date() == d("02-27")
    assert tasks.run_due_nights() == 0


def test_a_simulated_installation_is_left_alone(on_27_february):
    with_nights(1)
    assert tasks.run_due_nights() == 0
    assert business_date() == d("02-24")


def test_an_empty_installation_is_left_alone(on_27_february):
    assert tasks.run_due_nights() == 0


def test_before_the_first_night_nothing_is_begun(on_27_february, caplog):
    portfolio_of_one(simulated=False)
    with caplog.at_level(logging.INFO):
        assert tasks.run_due_nights() == 0
    assert "no_first_night" in caplog.text
    assert not Night.objects.exists()


def test_a_lock_already_held_is_logged_not_raised(on_27_february, monkeypatch, caplog):
    with_nights(1, simulated=False)

    def busy(**_arguments):
        raise Refused("running", "A night is already running.")

    monkeypatch.setattr(actions, "run_nights", busy)
    with caplog.at_level(logging.INFO):
        assert tasks.run_due_nights() == 0
        assert tasks.run_nights_until(until="2025-02-27", first=None, user_id=None) == 0
    assert caplog.text.count("running") >= 2


def test_a_night_that_was_asked_for_names_who_asked(cast):
    with_nights(1)
    manager = cast.user("manager")
    assert tasks.run_nights_until(until="2025-02-25", first=None, user_id=manager.pk) == 1
    assert Night.objects.get(pk=d("02-25")).started_by == f"user:{manager.pk}"


def test_a_right_that_ended_meanwhile_no_longer_counts(cast):
    with_nights(1)
    assert tasks.run_nights_until(until="2025-02-25", first=None, user_id=cast.user("agent").pk) == 0
    assert Installation.objects.get().business_date == d("02-24")


def test_a_night_is_verified_on_request(cast):
    with_nights(2)
    assert tasks.verify_night(on="2025-02-24", corrected=False, user_id=cast.user("lead").pk)
    assert Night.objects.get(pk=d("02-24")).verified is True
