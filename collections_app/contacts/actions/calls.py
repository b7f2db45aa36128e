"""A call that a phone system places: asked for by who holds the permit, its number handed out once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import ContactPoint
from accounts.queries import recording_day, working_day
from accounts.restricted import must_be_open
from collections_app.compliance.models import Channel, Permit
from collections_app.contacts.models import CallRequest
from collections_app.events import actions as events
from collections_app.shared import crypto
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


@transaction.atomic
def request_call(*, actor: Actor, permit_id: int, at: datetime) -> CallRequest:
    """Dial was pressed: tell the phone system to place the call of this permit. Pressed again, it is the same call.

    The event `call.requested` carries the permit and never the number; whoever dials it asks for it by
    `number_to_call`. Raises Refused: `forbidden`, `not_found` (no permit of the actor's); `not_open` (reported, handed
    back or over), `not_a_call` (leave to write), `demo` (nobody of a demo is called).
    """
    actor.must("cases.work")
    permit = _locked(permit_id)
    if permit is None or permit.issued_to != actor.label:
        raise Refused("not_found", _("There is no such permit."))
    _must_be_callable(permit, at)
    request, is_new = CallRequest.objects.get_or_create(
        permit=permit, defaults={"requested_at": at, "requested_by": actor.label}
    )
    if is_new:
        events.record(
            "call.requested",
            actor=actor,
            cardholder_id=permit.cardholder_id,
            data={"permit": permit.pk, "case": permit.case_id, "until": permit.valid_until},
            on=working_day(at),
        )
    return request


@transaction.atomic
def number_to_call(*, actor: Actor, permit_id: int, at: datetime) -> str:
    """The number of a call that was asked for, in clear, for the phone system that places it; once, and on record.

    Raises Refused: `forbidden`; `not_found` (nobody asked for this call, or the number was erased); `restricted`;
    `already_read`; `not_open`, as `request_call`.
    """
    actor.must("calls.place")
    permit = _locked(permit_id)
    request = CallRequest.objects.filter(permit=permit).first() if permit is not None else None
    if permit is None or request is None:
        raise Refused("not_found", _("Nobody has asked for this call."))
    must_be_open(actor, permit.cardholder)
    _must_be_callable(permit, at)
    if request.number_read_at is not None:
        raise Refused("already_read", _("The number of this call was handed out already."))
    point = ContactPoint.objects.filter(pk=permit.contact_point_id, cardholder=permit.cardholder_id).first()
    if point is None:
        raise Refused("not_found", _("This number is not kept any more."))
    request.number_read_at, request.number_read_by = at, actor.label
    request.save(update_fields=["number_read_at", "number_read_by"])
    events.record(
        "personal_data.revealed",
        actor=actor,
        cardholder_id=permit.cardholder_id,
        data={"what": ["contact_point"], "door": actor.channel, "permit": permit.pk},
        on=recording_day(at),
    )
    return crypto.decrypt(point.value)


def _locked(permit_id: int) -> Permit | None:
    permits = Permit.objects.select_related("cardholder").select_for_update(of=("self",), no_key=True)
    return permits.filter(pk=permit_id).first()


def _must_be_callable(permit: Permit, at: datetime) -> None:
    if permit.state != Permit.State.LIVE or permit.valid_until <= at:
        raise Refused("not_open", _("This permit is over; ask for another one before you dial."))
    if permit.channel != Channel.PHONE:
        raise Refused("not_a_call", _("This is leave to write, not to call."))
    if permit.cardholder.is_demo:
        raise Refused("demo", _("Nobody of a demo is called."))
