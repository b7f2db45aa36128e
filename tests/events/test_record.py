"""Events are written with their action and can never be changed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from collections_app.events.actions import Happened, record, record_all
from collections_app.events.models import Event
from collections_app.events.queries import events_of_account, events_of_kind
from collections_app.shared import sql
from collections_app.shared.actor import Actor

pytestmark = pytest.mark.django_db


def test_an_event_says_what_who_about_whom_and_when():
    number = record(
        "payment.posted",
        actor=Actor.night(),
        account_id=7,
        cardholder_id=3,
        data={"amount": Decimal("50.00"), "day": date(2024, 2, 29)},
        on=date(2024, 3, 1),
    )
    event = Event.objects.get(pk=number)
    assert (event.kind, event.actor, event.account_id, event.cardholder_id) == ("payment.posted", "night", 7, 3)
    assert event.data == {"amount": "50.00", "day": "2024-02-29"}
    assert event.business_date == date(2024, 3, 1)
    assert event.recorded_at is not None
    assert list(events_of_account(7)) == list(events_of_kind("payment.posted"))


def test_many_events_are_noted_in_their_order_and_read_like_single_ones():
    happened = [
        Happened(kind="bucket.moved", account_id=7, cardholder_id=3, data={"from": 0, "to": 1, "anchor_seq": None}),
        Happened(kind="late_fee.charged", account_id=7, cardholder_id=3, data={"said": 'a "quote", a \\, a\ttab, 张'}),
    ]
    assert record_all(actor=Actor.night(), happened=happened, on=date(2024, 2, 29)) == 2
    last, first = events_of_account(7)
    assert [(e.kind, e.data, e.cardholder_id) for e in (first, last)] == [(h.kind, h.data, 3) for h in happened]
    assert (last.actor, last.business_date) == ("night", date(2024, 2, 29))
    assert last.recorded_at is not None


@pytest.mark.parametrize("hours", [0, 7, -11])
def test_its_moment_is_that_of_the_products_clock(settings, hours):
    """A demo's clock is moved; the database's says when the transaction began."""
    settings.DEMO_CLOCK_SHIFT = timedelta(hours=hours)
    record("a.happened", actor=Actor.night())
    one = Happened(kind="b.happened", account_id=7, cardholder_id=3, data={})
    record_all(actor=Actor.night(), happened=[one], on=date(2024, 2, 29))
    began = sql.value("SELECT now()")
    assert [event.recorded_at - began for event in Event.objects.all()] == [timedelta(hours=hours)] * 2


@pytest.mark.parametrize(
    ("actor", "label"),
    [
        (Actor(user_id=12, name="Li", channel="api"), "user:12"),
        (Actor.night(), "night"),
        (Actor.command("intake"), "command:intake"),
    ],
)
def test_an_event_names_its_actor(actor, label):
    assert Event.objects.get(pk=record("a.happened", actor=actor)).actor == label


@pytest.mark.parametrize(
    "statement", ["UPDATE events_event SET kind = 'b.happened'", "DELETE FROM events_event", "TRUNCATE events_event"]
)
def test_the_database_refuses_to_change_events(statement):
    record("a.happened", actor=Actor.night())
    # A test run may empty its tables between stories; anyone else may not.
    sql.run("SET LOCAL fairdue.allow_truncate = off")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        sql.run(statement)
    assert Event.objects.count() == 1


@pytest.mark.parametrize("kind", ["happened", "A.happened", "a.b.c", ""])
def test_the_database_refuses_a_kind_that_is_not_thing_happened(kind):
    with pytest.raises(IntegrityError), transaction.atomic():
        record(kind, actor=Actor.night())


def test_an_event_goes_when_its_action_is_rolled_back():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record("a.happened", actor=Actor.night())
        raise ZeroDivisionError
    assert not Event.objects.exists()
    assert connection.in_atomic_block
