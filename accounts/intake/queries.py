"""Reading deliveries, their rejects, and suspected duplicates."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, QuerySet

from accounts.intake.faults import reason_text
from accounts.models import Delivery, FeedDay, Reject, SuspectedDuplicate
from accounts.queries.visible import visible_to
from collections_app.shared.actor import Actor

RUNNING = (Delivery.Status.WAITING, Delivery.Status.READING, Delivery.Status.CHECKING, Delivery.Status.MERGING)


def deliveries() -> QuerySet[Delivery]:
    """Every delivery, newest first."""
    return Delivery.objects.order_by("-id")


def running() -> QuerySet[Delivery]:
    """Deliveries that wait or are being taken in, oldest first."""
    return Delivery.objects.filter(status__in=RUNNING).order_by("id")


def same_bytes(delivery: Delivery) -> Delivery | None:
    """The latest earlier delivery of exactly the same file that landed."""
    if not delivery.sha256:
        return None
    earlier = Delivery.objects.filter(sha256=delivery.sha256, status=Delivery.Status.DONE, pk__lt=delivery.pk)
    return earlier.order_by("-id").first()


def rejects(delivery_id: int, *, reason: str = "") -> QuerySet[Reject]:
    """The rejects of a delivery in the order of the file, those of one reason when it is given."""
    found = Reject.objects.filter(delivery_id=delivery_id).order_by("line_no", "id")
    return found.filter(reason=reason) if reason else found


def first_rejects(delivery: Delivery, *, count: int) -> QuerySet[Reject]:
    """The first rejects of a delivery."""
    return rejects(delivery.pk)[:count]


def reject_reasons(delivery_id: int) -> list[dict[str, Any]]:
    """How often each reason occurs in a delivery, the most frequent first."""
    counted = Reject.objects.filter(delivery_id=delivery_id).values("reason").annotate(rows=Count("id"))
    return [{**row, "text": reason_text(row["reason"])} for row in counted.order_by("-rows", "reason")]


def reject_lines(delivery: Delivery) -> Iterator[list[str]]:
    """The list of rejects as a table, header first, however long it is."""
    yield ["file", "line", "column", "reason", "meaning", "value"]
    for reject in rejects(delivery.pk).iterator(chunk_size=2000):
        yield [
            delivery.file_name,
            str(reject.line_no),
            reject.column,
            reject.reason,
            reason_text(reject.reason),
            reject.value,
        ]


def feed_missing(delivery: Delivery) -> bool:
    """True when a delivery was to bring the payment feed of a day, is over, and that day is still not marked."""
    over = delivery.status in (Delivery.Status.DONE, Delivery.Status.REFUSED)
    return over and delivery.feed_day is not None and not FeedDay.objects.filter(day=delivery.feed_day).exists()


def suspected_duplicates(*, actor: Actor, status: str = "") -> QuerySet[SuspectedDuplicate]:
    """Suspected duplicate payments with both entries, their account and the amount paid, newest first."""
    visible = SuspectedDuplicate.objects.filter(visible_to(actor, prefix="entry__card_account__cardholder__"))
    found = visible.select_related("entry__card_account", "other").annotate(amount=-F("entry__amount"))
    return (found.filter(status=status) if status else found).order_by("-id")
