"""Webhooks, what was delivered to them, and an event as they are told it."""

from datetime import datetime
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from collections_app.shared import sql
from collections_app.shared.actor import Actor

from ..models import Webhook, WebhookAttempt, WebhookDelivery
from .changes import data_of

Status = WebhookDelivery.Status


def webhooks() -> QuerySet[Webhook]:
    """Every webhook, ended ones last; a dozen or so."""
    return Webhook.objects.select_related("owner").order_by("state", "pk")


def with_counts() -> QuerySet[Webhook]:
    """The same with what waits, what was given up, and the last attempt."""
    mine = WebhookDelivery.objects.filter(webhook=OuterRef("pk")).order_by()
    last = mine.filter(last_attempt_at__isnull=False).order_by("-id").values("last_attempt_at")[:1]
    return webhooks().annotate(
        waiting=_count(mine.filter(status=Status.PENDING)),
        dead=_count(mine.filter(status=Status.DEAD)),
        last_attempt_at=Subquery(last),
    )


def _count(rows: QuerySet[WebhookDelivery]) -> Coalesce:
    """How many of them, each webhook by itself: what was delivered, by far the most, is not looked at."""
    counted = rows.values("webhook").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def deliveries(*, webhook: int | None = None, status: str = "", event: int | None = None) -> QuerySet[WebhookDelivery]:
    """The delivery log, to be ordered by the caller; without a filter all of it."""
    rows = WebhookDelivery.objects.select_related("webhook", "event")
    if webhook is not None:
        rows = rows.filter(webhook=webhook)
    if event is not None:
        rows = rows.filter(event=event)
    return rows.filter(status=status) if status else rows


def with_attempts() -> QuerySet[WebhookDelivery]:
    """Deliveries with their attempts, newest first."""
    return deliveries().prefetch_related(Prefetch("tries", queryset=WebhookAttempt.objects.order_by("-id")))


def due(at: datetime) -> QuerySet[WebhookDelivery, int]:
    """Numbers of the webhooks to which something is to be sent at a moment; a receiver that rests is none of them."""
    may_try = Q(webhook__next_try_at=None) | Q(webhook__next_try_at__lte=at)
    rows = WebhookDelivery.objects.filter(may_try, status=Status.PENDING, next_attempt_at__lte=at)
    return (
        rows.filter(webhook__state=Webhook.State.ACTIVE)
        .order_by("webhook")
        .values_list("webhook", flat=True)
        .distinct()
    )


def may_hear(owner: Actor) -> bool:
    """Whether somebody's webhook may be told of events at all; which of them, `event_as_sent` knows."""
    return owner.may("events.view") or owner.may("changes.read")


def event_as_sent(event_id: int, *, reader: Actor) -> dict[str, Any] | None:
    """The body of a webhook; None when the reader may not open the file it is about as this is asked.

    It is the same for every attempt, and names nobody but by the bank's numbers.
    """
    row = sql.dicts(
        """
        SELECT e.id, e.kind, e.recorded_at, e.business_date, a.account_no, c.customer_no, e.data,
               coalesce(c.restriction, '') AS restriction
        FROM events_event e
        LEFT JOIN accounts_cardaccount a ON a.id = e.account_id
        LEFT JOIN accounts_cardholder c ON c.id = coalesce(e.cardholder_id, a.cardholder_id)
        WHERE e.id = %s
        """,
        [event_id],
    )[0]
    if not reader.cleared_for(row.pop("restriction")):
        return None
    row["occurred_at"] = row.pop("recorded_at").isoformat()
    row["data"] = data_of(row["data"])
    return row
