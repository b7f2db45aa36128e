"""A webhook hears what its owner may see, when it is sent and not when it happened."""

import pytest

from accounts.models import Cardholder
from collections_app.integrations import sending
from collections_app.integrations.actions import webhooks as actions
from collections_app.integrations.dispatch import make_deliveries
from collections_app.integrations.models import WebhookAttempt, WebhookDelivery
from collections_app.people.models import ClearanceGrant, RoleGrant

from .feed import happen, settled
from .receiver import receiver
from .webhook_stage import DAY, NOW, run, state_of, this_machine_is_allowed, webhook

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["this_machine_is_allowed"]


def test_the_owner_decides_what_it_may_hear(cast):
    restricted = Cardholder.objects.create(
        customer_no="S1", kind="PERSON", restriction="STAFF", recorded_on="2026-01-01"
    )
    with receiver() as told:
        hook, _secret = webhook(cast, told)
        happen(cardholder_id=restricted.pk)
        assert run() == (0, 0)
        owner = cast.user("manager")
        ClearanceGrant.objects.create(user=owner, restriction="STAFF", valid_from="2000-01-01")
        seen = happen(cardholder_id=restricted.pk)
        assert run() == (1, 1)
        RoleGrant.objects.filter(user=owner).update(valid_to="2001-01-01")
        happen()
        assert run() == (0, 0)
    hook.refresh_from_db()
    assert (hook.state, hook.pause_reason) == ("PAUSED", "owner")
    assert told.ids() == [str(seen)]


def test_a_file_closed_after_its_event_is_kept_back_whoever_asks(cast):
    holder = Cardholder.objects.create(customer_no="S2", kind="PERSON", recorded_on="2026-01-01")
    manager = cast.actor("manager")
    with receiver("fail", "take") as told:
        hook, _secret = webhook(cast, told)
        number = happen(cardholder_id=holder.pk)
        assert run() == (1, 0)
        Cardholder.objects.update(restriction="VIP")
        assert run(NOW + DAY) == (0, 0)
        assert state_of(hook) == [(number, "WITHHELD", 1, "restricted")]
        delivery = WebhookDelivery.objects.get()
        actions.send_again(actor=manager, delivery_id=delivery.pk, at=NOW + DAY)
        assert run(NOW + DAY) == (0, 0)
        assert state_of(hook) == [(number, "WITHHELD", 0, "restricted")]
        assert len(told.calls) == 1 and WebhookAttempt.objects.count() == 1
        hook.refresh_from_db()
        assert hook.failures_in_a_row == 1, "what was withheld says nothing about the receiver"
        ClearanceGrant.objects.create(user=cast.user("manager"), restriction="VIP", valid_from="2000-01-01")
        actions.send_again(actor=manager, delivery_id=delivery.pk, at=NOW + DAY)
        assert run(NOW + DAY) == (0, 1)
    assert state_of(hook) == [(number, "DONE", 1, "")]


def test_what_waits_while_it_is_paused_is_judged_when_it_is_sent(cast):
    holder = Cardholder.objects.create(customer_no="S3", kind="PERSON", restriction="STAFF", recorded_on="2026-01-01")
    grant = ClearanceGrant.objects.create(user=cast.user("manager"), restriction="STAFF", valid_from="2000-01-01")
    with receiver() as told:
        hook, _secret = webhook(cast, told)
        actions.pause_webhook(actor=cast.actor("manager"), webhook_id=hook.pk, at=NOW)
        closed, open_to_all = happen(cardholder_id=holder.pk), happen()
        assert run() == (2, 0)
        ClearanceGrant.objects.filter(pk=grant.pk).update(valid_to="2001-01-01")
        actions.resume_webhook(actor=cast.actor("manager"), webhook_id=hook.pk, at=NOW)
        assert run() == (0, 1)
    assert [row[:2] for row in state_of(hook)] == [(closed, "WITHHELD"), (open_to_all, "DONE")]
    assert told.ids() == [str(open_to_all)]


def test_an_owner_who_lost_the_role_gets_nothing_that_was_made_before(cast):
    with receiver() as told:
        hook, _secret = webhook(cast, told)
        first, second = happen(), happen()
        settled()
        make_deliveries(at=NOW)
        RoleGrant.objects.filter(user=cast.user("manager")).update(valid_to="2001-01-01")
        assert sending.send_due(now=lambda: NOW) == 0
    hook.refresh_from_db()
    assert (hook.state, hook.pause_reason) == ("PAUSED", "owner")
    assert [row[:2] for row in state_of(hook)] == [(first, "WITHHELD"), (second, "PENDING")]
    assert told.calls == []
