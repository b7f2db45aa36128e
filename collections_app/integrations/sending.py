"""Sending what is due: claimed for a while, posted, noted.

A claim is a lease and not a lock held open: a transaction that is open while somebody else's server thinks would hold
back the change feed. A sender that dies leaves a lease that runs out, and the event is sent again under the same id.
"""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from collections_app.people.queries import actor_of_user
from collections_app.shared import crypto
from collections_app.shared.errors import Refused

from .claiming import Claimed, claim
from .models import Webhook
from .noting import note, withhold
from .posting import Answer, post
from .queries.webhooks import due, event_as_sent, may_hear
from .rules.signature import signature

SENDERS = 4
FAILURES_A_PASS = 3
"""A receiver that fails so often in one pass waits for the next, so that the others have their turn."""
Clock = Callable[[], datetime]


class Withheld(Exception):
    """What the owner of a webhook may not see at this moment is not sent; `reason` is a code of `labels.py`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def send_due(*, now: Clock, seconds: float = 20.0) -> int:
    """Send everything that is due, several webhooks side by side; how many were taken. Begins none after `seconds`."""
    webhooks = list(due(now()))
    end = time.monotonic() + seconds
    if len(webhooks) < 2:
        return sum(_send_of(one, now, end) for one in webhooks)
    with ThreadPoolExecutor(min(SENDERS, len(webhooks))) as pool:
        return sum(pool.map(lambda one: _send_in_thread(one, now, end), webhooks))


def _send_in_thread(webhook_id: int, now: Clock, end: float) -> int:
    try:
        return _send_of(webhook_id, now, end)
    finally:
        connection.close()


def _send_of(webhook_id: int, now: Clock, end: float) -> int:
    taken = failed = 0
    while failed < FAILURES_A_PASS and time.monotonic() < end:
        claimed = claim(webhook_id, at=now())
        if claimed is None:
            break
        try:
            answer = deliver(claimed, at=now())
        except Withheld as withheld:
            withhold(claimed, withheld.reason, at=now())
            continue
        except Refused:  # no configured key opens the secret: the others still have their turn
            answer = Answer(error="secret")
        note(claimed, answer, at=now())
        taken += not answer.error
        failed += bool(answer.error)
    return taken


def deliver(claimed: Claimed, *, at: datetime) -> Answer:
    """Send it, signed with every secret that is good at this moment. Raises Withheld."""
    webhook = Webhook.objects.select_related("owner").get(pk=claimed.webhook_id)
    body = json.dumps(_heard(webhook, claimed.event_id), cls=DjangoJSONEncoder, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Fairdue-Webhooks/1",
        "Fairdue-Event-Id": str(claimed.event_id),
        "Fairdue-Delivery": f"{claimed.id}-{claimed.attempts}",
        "Fairdue-Signature": signature(_secrets(webhook, at), at=int(at.timestamp()), body=body),
    }
    return post(webhook.url, body=body, headers=headers, private_hosts=settings.WEBHOOK_PRIVATE_HOSTS)


def _heard(webhook: Webhook, event_id: int) -> dict[str, object]:
    """The event, if the owner may see it now: since the delivery was made, a file may have been closed to him."""
    owner = actor_of_user(webhook.owner, channel="night")
    if not may_hear(owner):
        raise Withheld(Webhook.Reason.OWNER)
    event = event_as_sent(event_id, reader=owner)
    if event is None:
        raise Withheld("restricted")
    return event


def _secrets(webhook: Webhook, at: datetime) -> list[str]:
    secrets = [crypto.decrypt(webhook.secret)]
    if webhook.old_secret is not None and webhook.old_secret_until is not None and at < webhook.old_secret_until:
        secrets.append(crypto.decrypt(webhook.old_secret))
    return secrets
