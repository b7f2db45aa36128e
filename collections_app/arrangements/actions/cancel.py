"""Giving up a promise: it is neither kept nor broken, and the case is worked again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.queries import working_day
from collections_app.arrangements.models import PromiseInstalment, PromiseToPay
from collections_app.arrangements.models.promise import PromiseStatus
from collections_app.arrangements.queries import open_promise
from collections_app.cases.actions.holds import release_hold
from collections_app.cases.actions.marks import note_promise
from collections_app.cases.models import CaseHold
from collections_app.cases.queries import lock_visible
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


@transaction.atomic
def cancel(*, actor: Actor, promise_id: int, reason: str, at: datetime) -> PromiseToPay:
    """Cancel an open promise; instalments that are settled stay as they are, the hold ends with the last promise.

    Raises Refused: `forbidden`, `not_found`, `not_open` (settled, replaced or cancelled already); at its field
    `missing`, `too_long`, `card_number`.
    Example: taken on the wrong account on 2025-03-10, cancelled on 03-10: it counts in no rate.
    """
    actor.must("promises.cancel")
    reason = text_of(reason, field="reason", longest=200)
    case_id = PromiseToPay.objects.filter(pk=promise_id).values_list("case", flat=True).first()
    if case_id is None:
        raise Refused("not_found", _("There is no such promise."))
    lock_visible(actor, case_id, closed_too=True)
    promise = PromiseToPay.objects.get(pk=promise_id)
    if promise.status != PromiseStatus.OPEN:
        message = _("This promise is no longer open: %(status)s.") % {"status": promise.get_status_display()}
        raise Refused("not_open", message)
    promise.status, promise.ended_reason = PromiseStatus.CANCELLED, reason
    promise.save(update_fields=["status", "ended_reason"])
    PromiseInstalment.objects.filter(promise=promise, status=PromiseStatus.OPEN).update(status=PromiseStatus.CANCELLED)
    held = CaseHold.objects.filter(case=case_id, kind=CaseHold.Kind.PROMISE, released_at=None).first()
    left = open_promise(case_id)
    if held is not None and left is None:
        release_hold(actor=actor, hold_id=held.pk, reason=reason, at=at)
    note_promise(actor=actor, case_id=case_id, due_on=left.next_due_on if left else None)
    events.record(
        "promise.cancelled",
        actor=actor,
        cardholder_id=promise.cardholder_id,
        data={"promise": promise.pk, "case": case_id, "amount": str(promise.amount), "currency": promise.currency},
        on=working_day(at),
    )
    return promise
