"""Setting up webhooks, pausing and ending them, renewing their secrets, asking for a delivery again."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from collections_app.events import actions as events
from collections_app.people.checks import text_of
from collections_app.shared import crypto
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

from ..labels import ERROR_LABELS
from ..models import Reader, Webhook, WebhookDelivery
from ..queries.changes import horizon
from ..rules.addresses import WrongAddress, target_of
from ..rules.kinds import unknown

OLD_SECRET_LASTS = timedelta(hours=24)
READER = "webhooks"
HEALTH = ("failures_in_a_row", "failing_since", "next_try_at")
State, Reason, Status = Webhook.State, Webhook.Reason, WebhookDelivery.Status


@transaction.atomic
def create_webhook(*, actor: Actor, name: str, url: str, kinds: Sequence[str], at: datetime) -> tuple[Webhook, str]:
    """A webhook that hears of everything written from now on, and its secret, which is told this once.

    Raises Refused: `forbidden`, `not_a_user`; at its field `missing`, `too_long`, `unknown_kind`, and for the url
    `not_an_address`, `not_https`, `private_address`.
    Example: kinds `payment.posted` and `promise.*` for https://bank.example/hooks.
    """
    actor.must("integrations.manage")
    if actor.user_id is None:
        raise Refused("not_a_user", _("A webhook belongs to a user."))
    start, secret = horizon(), _new_secret()
    Reader.objects.get_or_create(name=READER, defaults={"txid": start.txid, "event_id": 0})
    webhook = Webhook.objects.create(
        name=text_of(name, field="name", longest=50),
        url=_checked_url(url),
        kinds=_checked_kinds(kinds),
        secret=crypto.encrypt(secret),
        owner_id=actor.user_id,
        starts_txid=start.txid,
        created_at=at,
    )
    data = {"webhook": webhook.pk, "host": urlsplit(webhook.url).hostname, "kinds": webhook.kinds}
    events.record("webhook.created", actor=actor, data=data)
    return webhook, secret


@transaction.atomic
def change_webhook(
    *,
    actor: Actor,
    webhook_id: int,
    name: str | None = None,
    url: str | None = None,
    kinds: Sequence[str] | None = None,
) -> Webhook:
    """Another name, address or choice of kinds; what is None stays. What waits goes to the new address, at once.

    Raises Refused as `create_webhook`, and `not_found`, `ended`.
    """
    actor.must("integrations.manage")
    webhook = _living(webhook_id)
    if name is not None:
        webhook.name = text_of(name, field="name", longest=50)
    if url is not None and (checked := _checked_url(url)) != webhook.url:
        webhook.url = checked
        _is_trusted_again(webhook)
    if kinds is not None:
        webhook.kinds = _checked_kinds(kinds)
    webhook.save(update_fields=["name", "url", "kinds", *HEALTH])
    data = {"webhook": webhook.pk, "host": urlsplit(webhook.url).hostname, "kinds": webhook.kinds}
    events.record("webhook.changed", actor=actor, data=data)
    return webhook


@transaction.atomic
def pause_webhook(*, actor: Actor, webhook_id: int, reason: str = Reason.ASKED, at: datetime) -> Webhook:
    """Send nothing for now; deliveries go on being made and wait. Raises Refused: `forbidden`, `not_found`, `ended`."""
    actor.must("integrations.manage")
    webhook = _living(webhook_id)
    if webhook.state == State.PAUSED:
        return webhook
    webhook.state, webhook.pause_reason = State.PAUSED, reason
    webhook.save(update_fields=["state", "pause_reason"])
    events.record("webhook.paused", actor=actor, data={"webhook": webhook.pk, "reason": str(reason)})
    return webhook


@transaction.atomic
def resume_webhook(*, actor: Actor, webhook_id: int, at: datetime) -> Webhook:
    """Send again, first what waits, at once: to one that is paused, or that rests because its receiver failed.

    Raises Refused: `forbidden`, `not_found`, `ended`, `not_paused`.
    """
    actor.must("integrations.manage")
    webhook = _living(webhook_id)
    if webhook.state != State.PAUSED and (webhook.next_try_at is None or webhook.next_try_at <= at):
        raise Refused("not_paused", _("This webhook is not paused."))
    webhook.state, webhook.pause_reason = State.ACTIVE, ""
    _is_trusted_again(webhook)
    webhook.save(update_fields=["state", "pause_reason", *HEALTH])
    WebhookDelivery.objects.filter(webhook=webhook, status=Status.PENDING, next_attempt_at__gt=at).update(
        next_attempt_at=at
    )
    events.record("webhook.resumed", actor=actor, data={"webhook": webhook.pk})
    return webhook


@transaction.atomic
def end_webhook(*, actor: Actor, webhook_id: int) -> Webhook:
    """Nothing is made for it or sent to it any more, for good. Raises Refused: `forbidden`, `not_found`, `ended`."""
    actor.must("integrations.manage")
    webhook = _living(webhook_id)
    webhook.state, webhook.pause_reason = State.ENDED, ""
    webhook.save(update_fields=["state", "pause_reason"])
    events.record("webhook.ended", actor=actor, data={"webhook": webhook.pk})
    return webhook


@transaction.atomic
def renew_secret(*, actor: Actor, webhook_id: int, at: datetime) -> tuple[Webhook, str]:
    """A new secret, told this once. For a day both sign, so that the receiver can change over in between.

    Raises Refused: `forbidden`, `not_found`, `ended`.
    """
    actor.must("integrations.manage")
    webhook, secret = _living(webhook_id), _new_secret()
    webhook.old_secret, webhook.old_secret_until = webhook.secret, at + OLD_SECRET_LASTS
    webhook.secret = crypto.encrypt(secret)
    webhook.save(update_fields=["secret", "old_secret", "old_secret_until"])
    events.record("webhook.secret_renewed", actor=actor, data={"webhook": webhook.pk})
    return webhook, secret


@transaction.atomic
def send_again(*, actor: Actor, delivery_id: int, at: datetime) -> WebhookDelivery:
    """Send one delivery anew, whether given up, withheld or arrived: same event, same id, all attempts before it.

    What the owner may not see at that moment is withheld again.

    Raises Refused: `forbidden`, `not_found`, `ended` (its webhook), `waiting` (it will be sent anyway).
    """
    actor.must("integrations.manage")
    found = WebhookDelivery.objects.select_for_update(of=("self",)).select_related("webhook", "event")
    delivery = found.filter(pk=delivery_id).first()
    if delivery is None:
        raise Refused("not_found", _("There is no such delivery."))
    if delivery.webhook.state == State.ENDED:
        raise Refused("ended", _("This webhook has ended."))
    if delivery.status == Status.PENDING:
        raise Refused("waiting", _("This delivery is waiting to be sent anyway."))
    delivery.status, delivery.attempts, delivery.next_attempt_at = Status.PENDING, 0, at
    delivery.save(update_fields=["status", "attempts", "next_attempt_at"])
    data = {"webhook": delivery.webhook_id, "delivery": delivery.pk, "event": delivery.event_id}
    events.record("webhook.sent_again", actor=actor, data=data)
    return delivery


@transaction.atomic
def send_dead_again(*, actor: Actor, webhook_id: int, at: datetime) -> int:
    """Send everything that was given up for a webhook anew; how many.

    Raises Refused: `forbidden`, `not_found`, `ended`.
    """
    actor.must("integrations.manage")
    dead = WebhookDelivery.objects.filter(webhook=_living(webhook_id), status=Status.DEAD)
    count = dead.update(status=Status.PENDING, attempts=0, next_attempt_at=at)
    if count:
        events.record("webhook.sent_again", actor=actor, data={"webhook": webhook_id, "deliveries": count})
    return count


def _is_trusted_again(webhook: Webhook) -> None:
    """Forget its failures, so that the next event is tried at once; saved with `HEALTH`."""
    webhook.failures_in_a_row, webhook.failing_since, webhook.next_try_at = 0, None, None


def _living(webhook_id: int) -> Webhook:
    webhook = Webhook.objects.select_for_update(of=("self",), no_key=True).select_related("owner")
    found = webhook.filter(pk=webhook_id).first()
    if found is None:
        raise Refused("not_found", _("There is no such webhook."))
    if found.state == State.ENDED:
        raise Refused("ended", _("This webhook has ended."))
    return found


def _new_secret() -> str:
    return f"whsec_{secrets.token_urlsafe(32)}"


def _checked_url(url: str) -> str:
    """`url`, if it may be called at all. What its name stands for is checked at every call."""
    url = url.strip()
    try:
        target_of(url, private_hosts=settings.WEBHOOK_PRIVATE_HOSTS)
    except WrongAddress as wrong:
        raise Refused(wrong.code, str(ERROR_LABELS[wrong.code]), field="url") from wrong
    return url


def _checked_kinds(kinds: Sequence[str]) -> list[Any]:
    chosen = list(dict.fromkeys(kind.strip() for kind in kinds if kind.strip()))
    if not chosen:
        raise Refused("missing", _("Say which events it wants."), field="kinds")
    if wrong := unknown(chosen):
        message = _("There is no such kind: %(kinds)s.") % {"kinds": ", ".join(wrong)[:200]}
        raise Refused("unknown_kind", message, field="kinds")
    return chosen
