"""Sending what is due: claimed for a while, posted, noted.

A claim is a lease and not a lock held open: a transaction that is open while somebody else's server thinks would hold
back the change feed. A sender that dies leaves a lease that runs out, and the event is sent again under the same id.
"""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import F

from collections_app.shared import crypto, sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

from .actions.webhooks import pause_webhook
from .models import Webhook, WebhookAttempt, WebhookDelivery
from .posting import Answer, post
from .queries.webhooks import event_as_sent
from .rules.backoff import wait_after
from .rules.signature import signature

LEASE = timedelta(minutes=2)
SENDERS = 4
FAILURES_A_PASS = 3
"""A receiver that fails so often in one pass waits for the next, so that the others have their turn."""
Clock = Callable[[], datetime]
State, Status = Webhook.State, WebhookDelivery.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A delivery that is this sender's for a while, from `at` on."""

    id: int
    event_id: int
    attempts: int
    webhook_id: int
    at: datetime


def send_due(*, now: Clock, seconds: float = 20.0) -> int:
    """Send everything that is due, several webhooks side by side; how many were taken. Begins none after `seconds`."""
    at = now()
    due = WebhookDelivery.objects.filter(status=Status.PENDING, next_attempt_at__lte=at, webhook__state=State.ACTIVE)
    webhooks = list(due.order_by("webhook").values_list("webhook", flat=True).distinct())
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
        except Refused:  # no configured key opens the secret: the others still have their turn
            answer = Answer(error="secret")
        note(claimed, answer, at=now())
        taken += not answer.error
        failed += bool(answer.error)
    return taken


def claim(webhook_id: int, *, at: datetime) -> Claimed | None:
    """The next delivery of a webhook that is due, for this sender alone; None when there is none."""
    found = sql.rows(
        sql.load("collections_app.integrations", "claim_delivery"),
        {"webhook": webhook_id, "at": at, "until": at + LEASE},
    )
    if not found:
        return None
    number, attempts, event_id = found[0]
    return Claimed(id=number, event_id=event_id, attempts=attempts, webhook_id=webhook_id, at=at)


def deliver(claimed: Claimed, *, at: datetime) -> Answer:
    """Send it, signed with every secret that is good at this moment."""
    webhook = Webhook.objects.get(pk=claimed.webhook_id)
    body = json.dumps(event_as_sent(claimed.event_id), cls=DjangoJSONEncoder, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Fairdue-Webhooks/1",
        "Fairdue-Event-Id": str(claimed.event_id),
        "Fairdue-Delivery": f"{claimed.id}-{claimed.attempts}",
        "Fairdue-Signature": signature(_secrets(webhook, at), at=int(at.timestamp()), body=body),
    }
    return post(webhook.url, body=body, headers=headers, private_hosts=settings.WEBHOOK_PRIVATE_HOSTS)


def _secrets(webhook: Webhook, at: datetime) -> list[str]:
    secrets = [crypto.decrypt(webhook.secret)]
    if webhook.old_secret is not None and webhook.old_secret_until is not None and at < webhook.old_secret_until:
        secrets.append(crypto.decrypt(webhook.old_secret))
    return secrets


@transaction.atomic
def note(claimed: Claimed, answer: Answer, *, at: datetime) -> None:
    """Keep how it went, in the log of attempts and on the delivery.

    What was taken is done for good; what failed waits, or is dead after the last wait.
    A sender that was slower than its lease, and comes second with a failure, changes nothing on the delivery.
    """
    WebhookAttempt.objects.create(
        delivery_id=claimed.id,
        number=claimed.attempts,
        at=claimed.at,
        status_code=answer.status,
        error=answer.error,
        answer=answer.text,
        response_ms=answer.milliseconds,
    )
    webhook = Webhook.objects.select_for_update(no_key=True).get(pk=claimed.webhook_id)
    mine = WebhookDelivery.objects.filter(pk=claimed.id, status=Status.PENDING)
    result = {
        "leased_until": None,
        "last_status_code": answer.status,
        "last_error": answer.error,
        "last_answer": answer.text,
        "response_ms": answer.milliseconds,
    }
    if not answer.error:
        mine.update(status=Status.DONE, **result)
        Webhook.objects.filter(pk=webhook.pk, failures_in_a_row__gt=0).update(failures_in_a_row=0)
        return
    wait = wait_after(claimed.attempts)
    changed = mine.filter(attempts=claimed.attempts).update(
        status=Status.DEAD if wait is None else Status.PENDING, next_attempt_at=at + (wait or timedelta()), **result
    )
    if changed:
        Webhook.objects.filter(pk=webhook.pk).update(failures_in_a_row=F("failures_in_a_row") + 1)
        if webhook.failures_in_a_row + 1 >= settings.WEBHOOK_PAUSE_AFTER and webhook.state == State.ACTIVE:
            pause_webhook(actor=Actor.night(), webhook_id=webhook.pk, reason=Webhook.Reason.FAILURES, at=at)
