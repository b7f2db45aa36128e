"""A fact entered while a night runs, or after one was killed half-way, is never lost: the next night takes it in."""

import threading
from decimal import Decimal

import pytest
from django.db import connection, transaction

from accounts.actions.payments import post_payment
from accounts.models import Installation
from accounts.queries import recording_day
from collections_app.nightly import actions
from collections_app.shared.actor import Actor
from tests.accounts.cards import d
from tests.accounts.desk import noon, open_desk

TELLER = Actor.command("test")


def pay(desk, *, at="02-05"):
    return post_payment(
        actor=TELLER,
        account_no=desk.no,
        amount=Decimal("400.00"),
        value_date=d("02-05"),
        source_ref="P1",
        at=noon(at),
    )


@pytest.mark.django_db
def test_after_a_killed_night_facts_are_for_the_night_after_it(monkeypatch):
    desk = open_desk(aged_to="02-05")

    def killed(*_args, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(actions, "conduct", killed)
        actions.run_nights(actor=TELLER, until=d("02-06"))
    assert Installation.objects.get().business_date == d("02-05")
    assert pay(desk).takes_effect == d("02-07")
    desk.age_to("02-06")
    assert desk.balance == "10000.00"
    desk.age_to("02-07")
    assert desk.balance == "9600.00"


@pytest.mark.django_db(transaction=True)
def test_a_night_waits_for_a_payment_that_is_being_written():
    desk = open_desk(aged_to="02-05")

    def run():
        try:
            actions.run_nights(actor=TELLER, until=d("02-06"))
        finally:
            connection.close()

    night = threading.Thread(target=run)
    with transaction.atomic():
        assert pay(desk).takes_effect == d("02-06")
        night.start()
        night.join(timeout=1)
        assert night.is_alive()
    night.join()
    assert desk.balance == "9600.00"


@pytest.mark.django_db
def test_before_the_first_night_facts_are_recorded_on_the_day_they_come():
    assert recording_day(noon("02-05")) == d("02-05")
