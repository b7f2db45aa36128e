"""Why a promise was cancelled is somebody's words; they go when the person is erased (B11)."""

from django.db import transaction

from collections_app.arrangements.models import PromiseToPay
from collections_app.shared.actor import Actor

ERASED = "…"
"""Stands where a reason was."""


@transaction.atomic
def erase_reasons(*, actor: Actor, cardholder_id: int) -> int:
    """Blank why promises were cancelled; returns how many. The promises stay, with amounts, days and coded reasons.

    Called by `accounts.actions.erasure` (`settings.ERASE_ALSO`), which notes the event. Raises Refused("forbidden").
    """
    actor.must("data.erase")
    cancelled = PromiseToPay.objects.filter(cardholder=cardholder_id).exclude(ended_reason="")
    return cancelled.update(ended_reason=ERASED)
