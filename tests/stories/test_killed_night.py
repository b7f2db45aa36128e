"""A night killed with SIGKILL, between steps and inside them, is resumed and leaves what an undisturbed one leaves."""

import signal
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.nightly.fingerprint import Shown, fingerprint
from accounts.rules.facts import Facts
from collections_app.nightly import conductor
from collections_app.nightly.actions import run_nights
from collections_app.nightly.models import Night, NightStep
from collections_app.nightly.steps import STEPS
from collections_app.shared.errors import Refused
from tests.accounts.cards import d, entry, worked_account
from tests.accounts.database import NIGHT, install, nights, product_following, store_account, store_facts
from tests.processes import processes

MOMENTS = [(step.name, moment) for step in STEPS for moment in ("inside", "after")]


def portfolio():
    """Something for every step to do in the nights that are killed (24 February to 10 March 2025)."""
    return [
        worked_account(),
        worked_account(entry("PAYMENT", "1000.00", "02-26")),
        worked_account(entry("PAYMENT", "1000.00", "02-24", recorded="03-01")),
        worked_account(entry("PAYMENT", "500.00", "02-24", recorded="03-05"), entry("PURCHASE", "80.00", "03-04")),
        worked_account(entry("PURCHASE", "12.00", "03-02"), entry("CASH_ADVANCE", "900.00", "03-06")),
    ]


def die() -> None:
    signal.raise_signal(signal.SIGKILL)


def run_and_die(day, name: str, moment: str) -> None:
    """In a process of its own: run the night and kill it inside the step (its work done, not committed) or after it."""
    with processes(deadly_night, [(day, name, moment)]) as (process,):
        process.join()
        assert process.exitcode == -signal.SIGKILL


def deadly_night(day, name: str, moment: str) -> None:
    _arm(name, moment)
    run_nights(actor=NIGHT, until=day, first=day)


def _arm(name: str, moment: str) -> None:
    run_step = conductor._run_step

    def deadly(night, shard, step):
        if step.name != name:
            return run_step(night, shard, step)
        if moment == "inside":

            def work(part):
                step.work(part)
                die()

            return run_step(night, shard, replace(step, work=work))
        run_step(night, shard, step)
        return die()

    conductor._run_step = deadly


def resume(day) -> None:
    """Start again as soon as the server has noticed that the killed process is gone."""
    for _ in range(100):
        try:
            run_nights(actor=NIGHT, until=day, first=day)
        except Refused as refused:
            assert refused.code == "running"
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the lock of the killed night was never given back")


@pytest.mark.django_db(transaction=True)
def test_a_killed_night_is_resumed_and_nothing_is_done_twice():
    install()
    accounts = {}
    for account in portfolio():
        stored = store_account(account.terms, product_following(account.policies))
        store_facts(stored, Facts(account.entries))
        accounts[stored.pk] = account
    first, killed_from = d("01-21"), d("02-24")
    nights(first, killed_from - timedelta(days=1))
    for offset, (name, moment) in enumerate(MOMENTS):
        day = killed_from + timedelta(days=offset)
        run_and_die(day, name, moment)
        done = set(NightStep.objects.filter(night_id=day).values_list("step", flat=True))
        assert (name in done) == (moment == "after")
        assert Night.objects.get(pk=day).status == Night.Status.RUNNING
        resume(day)
    last = killed_from + timedelta(days=len(MOMENTS) - 1)
    expected = {}
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        books = {pk: account.night(day) for pk, account in accounts.items()}
        expected[day] = sum(fingerprint(pk, book, Shown.of(book)) for pk, book in books.items())
    assert {night.date: int(night.checksum) for night in Night.objects.all()} == expected
