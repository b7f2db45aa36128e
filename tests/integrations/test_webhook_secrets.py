"""The secrets webhooks sign with: two while one follows the other, encrypted, unreadable."""

import pytest

from collections_app.events.models import Event
from collections_app.integrations.actions import webhooks as actions
from collections_app.integrations.models import Webhook
from collections_app.integrations.rules.signature import verified

from .feed import happen
from .receiver import receiver
from .webhook_stage import DAY, NOW, run, state_of, this_machine_is_allowed, webhook

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["this_machine_is_allowed"]


def test_two_secrets_sign_while_one_follows_the_other(cast):
    with receiver() as told:
        hook, old = webhook(cast, told)
        _hook, new = actions.renew_secret(actor=cast.actor("manager"), webhook_id=hook.pk, at=NOW)
        happen()
        run(NOW)
        happen()
        run(NOW + DAY)
    good = [
        [verified(headers["Fairdue-Signature"], secret, body=body, now=int(at.timestamp())) for secret in (new, old)]
        for (_id, headers, body), at in zip(told.calls, (NOW, NOW + DAY), strict=True)
    ]
    assert good == [[True, True], [True, False]]


def test_the_secret_is_encrypted(cast):
    hook, secret = webhook(cast, "https://example.com/")
    assert secret.encode() not in bytes(Webhook.objects.get(pk=hook.pk).secret)
    assert secret not in str(Event.objects.get(kind="webhook.created").data)


def test_a_secret_that_cannot_be_read_is_told_and_keeps_nobody_else(cast):
    with receiver() as told:
        broken, _secret = webhook(cast, told)
        Webhook.objects.update(secret=b"lost")
        webhook(cast, told)
        number = happen()
        run()
    assert state_of(broken) == [(number, "PENDING", 1, "secret")]
    assert told.ids() == [str(number)]
