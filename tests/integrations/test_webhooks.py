"""Webhooks: nothing lost, nothing sent twice as new, whatever the receiver does."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import Cardholder
from collections_app.events.models import Event
from collections_app.integrations import posting, sending
from collections_app.integrations.actions import webhooks as actions
from collections_app.integrations.claiming import claim
from collections_app.integrations.dispatch import make_deliveries
from collections_app.integrations.models import WebhookAttempt, WebhookDelivery
from collections_app.integrations.noting import note
from collections_app.integrations.rules.backoff import WAITS
from collections_app.integrations.rules.signature import verified
from collections_app.integrations.tasks import deliver_webhooks, forget_old_deliveries

from .feed import happen, settled
from .receiver import receiver
from .webhook_stage import DAY, NOW, attempts_of, run, state_of, this_machine_is_allowed, webhook

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["this_machine_is_allowed"]


def test_what_is_sent_and_how_it_is_signed(cast):
    holder = Cardholder.objects.create(customer_no="C7", kind="PERSON", recorded_on="2026-01-01")
    with receiver() as told:
        _hook, secret = webhook(cast, told)
        number = happen("payment.posted", cardholder_id=holder.pk, data={"amount": "10.00", "note": "还款"})
        happen("case.opened")
        assert run() == (1, 1)
    ((event_id, headers, body),) = told.calls
    assert event_id == str(number)
    assert json.loads(body) == {
        "id": number,
        "kind": "payment.posted",
        "occurred_at": Event.objects.get(pk=number).recorded_at.isoformat(),
        "business_date": None,
        "account_no": None,
        "customer_no": "C7",
        "data": {"amount": "10.00", "note": "还款"},
    }
    assert headers["Content-Type"] == "application/json"
    assert headers["Fairdue-Delivery"].endswith("-1")
    assert verified(headers["Fairdue-Signature"], secret, body=body, now=int(NOW.timestamp()))
    assert run() == (0, 0)


def test_only_what_is_written_after_it_was_set_up(cast):
    with receiver() as told:
        happen()
        settled()
        webhook(cast, told)
        later = happen()
        run()
    assert told.ids() == [str(later)]


def test_a_receiver_that_fails_hangs_and_lies_gets_everything_and_nothing_twice_as_new(cast, monkeypatch):
    monkeypatch.setattr(posting, "SECONDS", 0.5)
    bad = ["fail", "close_early", "elsewhere", "no_http", "hang", "huge"]
    with receiver(*bad, "take") as told:
        hook, _secret = webhook(cast, told)
        numbers = [happen() for _ in range(4)]
        at, passes = NOW, 0
        while WebhookDelivery.objects.exclude(status="DONE").exists() or not passes:
            run(at)
            at, passes = at + timedelta(minutes=6), passes + 1
    assert set(told.ids()) == {str(number) for number in numbers}
    assert [row[:2] for row in state_of(hook)] == [(number, "DONE") for number in numbers]
    # Beyond one good call an event comes only as often as it failed.
    assert len(told.calls) == len(numbers) + len(bad)
    by_delivery = [headers["Fairdue-Delivery"] for _id, headers, _body in told.calls]
    assert len(set(by_delivery)) == len(by_delivery)
    bodies = {(event_id, body) for event_id, _headers, body in told.calls}
    assert len(bodies) == len(numbers)
    assert "GET" not in told.ids()


def test_in_order_while_all_goes_well(cast):
    with receiver() as told:
        webhook(cast, told)
        numbers = [happen() for _ in range(5)]
        run()
    assert told.ids() == [str(number) for number in numbers]


def test_after_the_last_wait_it_is_dead_and_can_be_sent_again(cast):
    with receiver(*["fail"] * 8, "take") as told:
        hook, _secret = webhook(cast, told)
        number = happen()
        at = NOW
        for wait in (*WAITS, DAY):
            run(at)
            at += wait
        assert state_of(hook) == [(number, "DEAD", 8, "status")]
        row = WebhookDelivery.objects.get()
        assert (row.last_status_code, row.last_answer) == (500, "out of order")
        assert actions.send_dead_again(actor=cast.actor("manager"), webhook_id=hook.pk, at=at) == 1
        run(at)
        assert state_of(hook) == [(number, "DONE", 1, "")]
        actions.send_again(actor=cast.actor("manager"), delivery_id=row.pk, at=at)
        run(at)
    assert told.ids() == [str(number)] * 10
    told_of = Event.objects.filter(kind="webhook.sent_again").order_by("id").values_list("data", flat=True)
    one = {"webhook": hook.pk, "delivery": row.pk, "event": number}
    assert list(told_of) == [{"webhook": hook.pk, "deliveries": 1}, one]


def test_a_failure_waits_its_time(cast):
    with receiver("fail", "take") as told:
        webhook(cast, told)
        happen()
        run(NOW)
        run(NOW + timedelta(seconds=59))
        assert len(told.calls) == 1
        run(NOW + timedelta(seconds=60))
    assert len(told.calls) == 2


def test_a_receiver_that_is_away_for_half_a_minute_needs_nobody(cast):
    """With a pass every five seconds and twenty events due, as an installation has them."""
    with receiver("fail") as told:
        hook, _secret = webhook(cast, told)
        numbers = [happen() for _ in range(20)]
        for second in range(0, 36, 5):
            run(NOW + timedelta(seconds=second))
        failed = len(told.calls)
        told.behaviours = ["take"]
        for second in range(40, 121, 5):
            run(NOW + timedelta(seconds=second))
    hook.refresh_from_db()
    assert (hook.state, hook.failures_in_a_row, hook.failing_since, hook.next_try_at) == ("ACTIVE", 0, None, None)
    assert failed == 4, "three, and one trial after the first rest"
    assert [row[1] for row in state_of(hook)] == ["DONE"] * 20
    assert max(row[2] for row in state_of(hook)) == 2
    assert set(told.ids()) == {str(number) for number in numbers}


def test_a_receiver_that_rests_is_tried_with_one_event(cast):
    with receiver("fail") as told:
        hook, _secret = webhook(cast, told)
        for _ in range(20):
            happen()
        run()
        hook.refresh_from_db()
        assert (hook.failing_since, hook.next_try_at) == (NOW, NOW + timedelta(seconds=15))
        tried = [len(told.calls)]
        for second in (14, 15, 44, 45, 104, 105):
            run(NOW + timedelta(seconds=second))
            tried.append(len(told.calls))
        assert tried == [3, 3, 4, 4, 5, 5, 6]
        actions.resume_webhook(actor=cast.actor("manager"), webhook_id=hook.pk, at=NOW + timedelta(seconds=106))
        told.behaviours = ["take"]
        run(NOW + timedelta(seconds=106))
    assert [row[1] for row in state_of(hook)] == ["DONE"] * 20


def test_another_address_is_tried_at_once(cast):
    with receiver("fail") as old, receiver() as new:
        hook, _secret = webhook(cast, old)
        numbers = [happen() for _ in range(4)]
        run()
        actions.change_webhook(actor=cast.actor("manager"), webhook_id=hook.pk, name="lake", url=old.url)
        assert run() == (0, 0)
        actions.change_webhook(actor=cast.actor("manager"), webhook_id=hook.pk, url=new.url)
        run()
    assert new.ids() == [str(numbers[-1])], "those that failed keep their wait"


def test_a_week_of_failures_pauses_it_and_nothing_more_is_given_up(cast):
    with receiver("fail") as told:
        hook, _secret = webhook(cast, told)
        for day in range(7):
            happen()
            for hours in (0, 8, 16):
                run(NOW + day * DAY + timedelta(hours=hours))
        hook.refresh_from_db()
        assert hook.state == "ACTIVE"
        waiting = happen()
        run(NOW + 7 * DAY)
        hook.refresh_from_db()
        assert (hook.state, hook.pause_reason) == ("PAUSED", "failures")
        assert Event.objects.get(kind="webhook.paused").data == {"webhook": hook.pk, "reason": "failures"}
        meanwhile = happen()
        assert run(NOW + 9 * DAY) == (1, 0)
        told.behaviours = ["take"]
        actions.resume_webhook(actor=cast.actor("manager"), webhook_id=hook.pk, at=NOW + 9 * DAY)
        run(NOW + 9 * DAY)
    assert {row[0]: row[1] for row in state_of(hook)}.items() >= {waiting: "DONE", meanwhile: "DONE"}.items()


def test_a_sender_killed_in_the_middle_is_followed_by_another(cast):
    """The lease of the dead one runs out; the event comes again under its own id."""
    with receiver() as told:
        hook, _secret = webhook(cast, told)
        number = happen()
        settled()
        make_deliveries(at=NOW)
        claimed = claim(hook.pk, at=NOW)
        sending.deliver(claimed, at=NOW)  # it arrives, and the sender dies before it can note so
        assert sending.send_due(now=lambda: NOW + timedelta(minutes=1)) == 0
        assert sending.send_due(now=lambda: NOW + timedelta(minutes=2)) == 1
        assert told.ids() == [str(number)] * 2
        # Should the dead one wake up, what it says about a failure changes nothing.
        note(claimed, posting.Answer(error="timeout"), at=NOW + timedelta(minutes=3))
    assert state_of(hook) == [(number, "DONE", 2, "")]
    assert [row[1:3] for row in attempts_of(hook)] == [(2, 200), (1, None)], "the late one is on record all the same"


def test_every_attempt_is_on_record_with_its_moment_answer_and_time(cast):
    with receiver("fail", "take") as told:
        hook, _secret = webhook(cast, told)
        happen()
        run()
        run(NOW + DAY)
        actions.send_again(actor=cast.actor("manager"), delivery_id=WebhookDelivery.objects.get().pk, at=NOW + 2 * DAY)
        run(NOW + 2 * DAY)
    assert attempts_of(hook) == [(NOW, 1, 500, "status"), (NOW + DAY, 2, 200, ""), (NOW + 2 * DAY, 1, 200, "")]
    assert all(one.response_ms >= 0 for one in WebhookAttempt.objects.all())


def test_several_senders_at_once_send_each_event_once(cast):
    with receiver() as told:
        webhook(cast, told)
        numbers = [happen() for _ in range(20)]
        settled()

        def one(_place):
            try:
                make_deliveries(at=NOW)
                return sending.send_due(now=lambda: NOW)
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(one, range(4)))
        sending.send_due(now=lambda: NOW)
    assert sorted(told.ids(), key=int) == [str(number) for number in numbers]


def test_a_hanging_receiver_does_not_keep_the_others(cast, monkeypatch):
    monkeypatch.setattr(posting, "SECONDS", 0.4)
    with receiver("hang") as slow, receiver() as quick:
        webhook(cast, slow)
        webhook(cast, quick)
        for _ in range(10):
            happen()
        run()
    assert len(quick.calls) == 10
    assert len(slow.calls) == sending.FAILURES_A_PASS


def test_the_log_forgets_what_arrived_long_ago_and_keeps_the_dead(cast):
    hook, _secret = webhook(cast, "https://example.com/")
    for status in ("DONE", "DEAD", "WITHHELD"):
        row = {"webhook": hook, "event_id": happen(), "status": status, "next_attempt_at": NOW}
        WebhookDelivery.objects.create(**row, made_at=NOW - 31 * DAY)
    WebhookDelivery.objects.create(webhook=hook, event_id=happen(), status="DONE", next_attempt_at=NOW)
    for at in (NOW - 31 * DAY, NOW - 29 * DAY):
        for row in WebhookDelivery.objects.all():
            WebhookAttempt.objects.create(delivery=row, number=1, at=at, response_ms=5)
    assert forget_old_deliveries() == 2
    assert sorted(WebhookDelivery.objects.values_list("status", flat=True)) == ["DEAD", "DONE"]
    assert set(WebhookAttempt.objects.values_list("at", flat=True)) == {NOW - 29 * DAY}
    assert WebhookAttempt.objects.count() == 2


def test_an_ended_webhook_hears_nothing(cast):
    with receiver() as told:
        hook, _secret = webhook(cast, told)
        happen()
        settled()
        make_deliveries(at=NOW)
        actions.end_webhook(actor=cast.actor("manager"), webhook_id=hook.pk)
        happen()
        run()
    assert told.calls == []


def test_the_beat_and_the_command_do_the_same(cast, capsys):
    with receiver() as told:
        webhook(cast, told)
        first = happen()
        settled()
        assert deliver_webhooks() == 1
        second = happen()
        settled()
        call_command("webhooks")
    assert told.ids() == [str(first), str(second)]
    assert "1 new deliveries, 1 taken" in capsys.readouterr().out
