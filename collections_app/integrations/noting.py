"""What came of a delivery: taken, failed and to be tried again, given up, or withheld."""

from datetime import datetime, timedelta

from django.db import transaction

from collections_app.shared.actor import Actor

from .actions.webhooks import pause_webhook
from .claiming import Claimed
from .models import Webhook, WebhookAttempt, WebhookDelivery
from .posting import Answer
from .rules.backoff import gives_up, rest_after, wait_after

State, Status = Webhook.State, WebhookDelivery.Status


@transaction.atomic
def note(claimed: Claimed, answer: Answer, *, at: datetime) -> None:
    """Keep how it went, in the log of attempts, on the delivery and on its webhook.

    What was taken is done for good; what failed waits, or is dead after the last wait. A receiver that failed several
    times in a row rests as a whole. A sender that was slower than its lease, and comes second with a failure, changes
    nothing on the delivery.
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
        _well_again(webhook)
        return
    wait = wait_after(claimed.attempts)
    changed = mine.filter(attempts=claimed.attempts).update(
        status=Status.DEAD if wait is None else Status.PENDING, next_attempt_at=at + (wait or timedelta()), **result
    )
    if changed:
        _failed(webhook, since=claimed.at, at=at)


def _well_again(webhook: Webhook) -> None:
    if webhook.failures_in_a_row:
        Webhook.objects.filter(pk=webhook.pk).update(failures_in_a_row=0, failing_since=None, next_try_at=None)


def _failed(webhook: Webhook, *, since: datetime, at: datetime) -> None:
    """One failure more of the receiver, whichever event it was; the row is locked."""
    webhook.failures_in_a_row += 1
    webhook.failing_since = webhook.failing_since or since
    rest = rest_after(webhook.failures_in_a_row)
    webhook.next_try_at = None if rest is None else at + rest
    webhook.save(update_fields=["failures_in_a_row", "failing_since", "next_try_at"])
    if webhook.state == State.ACTIVE and gives_up(failing_for=at - webhook.failing_since):
        pause_webhook(actor=Actor.night(), webhook_id=webhook.pk, reason=Webhook.Reason.FAILURES, at=at)


@transaction.atomic
def withhold(claimed: Claimed, reason: str, *, at: datetime) -> None:
    """End a delivery that was not sent because its owner may not see it; it says why, and may be asked for anew.

    An owner who may see no events at all gets nothing else either: the webhook is paused.
    """
    Webhook.objects.select_for_update(no_key=True).get(pk=claimed.webhook_id)  # the webhook first, as everybody does
    mine = WebhookDelivery.objects.filter(pk=claimed.id, status=Status.PENDING, attempts=claimed.attempts)
    mine.update(
        status=Status.WITHHELD,
        attempts=claimed.attempts - 1,
        leased_until=None,
        last_status_code=None,
        last_error=reason,
        last_answer="",
        response_ms=None,
    )
    if reason == Webhook.Reason.OWNER:
        pause_webhook(actor=Actor.night(), webhook_id=claimed.webhook_id, reason=Webhook.Reason.OWNER, at=at)
