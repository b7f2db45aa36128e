"""What contacts and promises leave on a case, for its queue.

Called inside the transaction of the action that happened, which has locked the case and notes the event.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import DateField, DateTimeField, F, Value
from django.db.models.functions import Coalesce, Greatest

from accounts.queries import working_day
from collections_app.cases.models import Case
from collections_app.shared.actor import Actor

from .routing import reroute


@transaction.atomic
def note_contact(
    *,
    actor: Actor,
    case_id: int,
    at: datetime,
    right_party: bool,
    failed: bool,
    follow_up_at: datetime | None,
    agreed: bool = False,
    willingness: str = "",
    lost: bool | None = None,
) -> None:
    """A contact took place at `at`: `right_party` if the debtor spoke, `failed` if nobody was reached.

    Failures in a row end with the right party; a contact with somebody else leaves them. `follow_up_at` replaces the
    one before (None: nothing to follow up); `agreed`: with the right party, so that it is an appointment.
    `willingness`: "" leaves what is known. `lost`: contact is lost (True), found again (False), None leaves it. The
    case wakes.
    """
    actor.must("contacts.log")
    moment = Value(at, output_field=DateTimeField())
    marks: dict[str, Any] = {
        "last_contact_at": Greatest("last_contact_at", moment),
        "follow_up_at": follow_up_at,
        "sleeps_until": None,
    }
    if right_party:
        marks |= {"last_right_party_at": Greatest("last_right_party_at", moment), "failures_in_a_row": 0}
    elif failed:
        marks["failures_in_a_row"] = F("failures_in_a_row") + 1
    if agreed:
        marks["appointment_at"] = follow_up_at
    if willingness:
        marks["willingness"] = willingness
    if lost is not None:
        today = Value(working_day(at), output_field=DateField())
        marks["lost_since"] = Coalesce("lost_since", today) if lost else None
    _mark(case_id, marks)


@transaction.atomic
def note_promise(*, actor: Actor, case_id: int, due_on: date | None, follow_up_at: datetime | None = None) -> None:
    """The open promise is due on `due_on`; None: none is open any more.

    `follow_up_at` is agreed with whoever promised; None leaves what is planned.
    """
    actor.must("promises.take")
    marks: dict[str, Any] = {"promise_due_on": due_on, "sleeps_until": None}
    if follow_up_at is not None:
        marks |= {"follow_up_at": follow_up_at, "appointment_at": follow_up_at}
    _mark(case_id, marks)


@transaction.atomic
def note_lost(*, actor: Actor, case_id: int, lost: bool, at: datetime) -> None:
    """Contact is lost, or there is something to try again: a number was retired, or a new one verified."""
    actor.must("contacts.log")
    today = Value(working_day(at), output_field=DateField())
    _mark(case_id, {"lost_since": Coalesce("lost_since", today) if lost else None, "sleeps_until": None})


@transaction.atomic
def wake(*, actor: Actor, case_id: int) -> None:
    """Something changed that may allow a contact: the case sleeps no longer."""
    actor.must("cases.view")
    _mark(case_id, {"sleeps_until": None})


def _mark(case_id: int, marks: dict[str, Any]) -> None:
    """Write columns, not the object; a closed case keeps its marks too, and stands in no queue."""
    Case.objects.filter(pk=case_id).update(**marks)
    reroute([case_id])
