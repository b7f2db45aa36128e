"""Doing what a contact changes: retire or verify the number, place the hold, keep the stop signal, agree the call."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.reach import set_number_status
from accounts.models import ContactPoint
from collections_app.cases.actions.holds import place_hold
from collections_app.cases.models import Case, CaseHold
from collections_app.compliance.actions.consents import give_consent
from collections_app.compliance.actions.stops import signal_stop
from collections_app.compliance.models import Consent, StopSignal
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

from .labels import name_of
from .models import Contact
from .reading import Reading
from .rules.effects import CONSENT_CALLBACK, HOLD, NUMBER_INVALID, NUMBER_VERIFIED, STOP, Change, changes
from .writing import fact_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """One contact whose outcome changes things."""

    actor: Actor
    case: Case
    contact: Contact
    reading: Reading
    at: datetime


def changes_of(reading: Reading) -> tuple[Change, ...]:
    """What the contact changes."""
    entry = reading.entry
    return changes(
        reading.outcome.effect,
        willingness=entry.willingness,
        objects=entry.objects,
        has_number=bool(reading.number_hash),
        calls_back=entry.follow_up_at is not None,
        his_number=reading.is_his_number,
    )


def do(doing: Doing, wanted: Iterable[Change]) -> tuple[Change, ...]:
    """Do what is not so already; returns what changed by it. Never refuses: what was said stays on record."""
    return tuple(change for change in wanted if change.kind in _DO and _DO[change.kind](doing, change))


def _retire_number(doing: Doing, change: Change) -> bool:
    point = doing.reading.point
    if point is None or point.status == ContactPoint.Status.INVALID:
        return False
    set_number_status(
        actor=doing.actor, contact_point_id=point.pk, status=ContactPoint.Status.INVALID.value, at=doing.at
    )
    return True


def _verify_number(doing: Doing, change: Change) -> bool:
    """Verified on the day of the contact. A retired number counts again by a new conversation of today alone: what is
    told of later, or corrected, may be older than what retired it.
    """
    point, happened_at = doing.reading.point, doing.reading.happened_at
    if point is None:
        return False
    is_new = doing.contact.corrects_id is None and clock.local_date(happened_at) == clock.local_date(doing.at)
    if point.status == ContactPoint.Status.INVALID and not is_new:
        return False
    day, known = fact_day(happened_at, doing.at), point.last_verified_on
    if point.status == ContactPoint.Status.VERIFIED and known is not None and known >= day:
        return False
    set_number_status(
        actor=doing.actor,
        contact_point_id=point.pk,
        status=ContactPoint.Status.VERIFIED.value,
        verified_on=day,
        at=doing.at,
    )
    return True


def _hold(doing: Doing, change: Change) -> bool:
    """A closed case needs no hold, and one of a kind is enough."""
    if doing.case.closed_on is not None:
        return False
    if CaseHold.objects.filter(case=doing.case, kind=change.value, released_at=None).exists():
        return False
    reason = _("Contact %(number)s: %(outcome)s") % {
        "number": doing.contact.pk,
        "outcome": name_of(doing.contact.outcome),
    }
    # The list of outcomes decides this: who may log the contact needs no right to hold cases besides.
    actor = replace(doing.actor, permissions=doing.actor.permissions | {"cases.hold"})
    place_hold(actor=actor, case_id=doing.case.pk, kind=change.value, reason=reason, at=doing.at)
    return True


def _stop(doing: Doing, change: Change) -> bool:
    """In force from the moment it was said: the contact's."""
    reading, kind = doing.reading, change.value
    signal = signal_stop(
        actor=doing.actor,
        cardholder_id=doing.case.cardholder_id,
        kind=kind,
        channel=reading.entry.channel if kind == StopSignal.Kind.OPT_OUT else "",
        number_hash=reading.number_hash if kind == StopSignal.Kind.OBJECTION else "",
        effective_at=reading.happened_at,
        at=doing.at,
    )
    return signal.recorded_at == doing.at


def _agree_call(doing: Doing, change: Change) -> bool:
    """A call on the agreed day; nothing where the day lies beyond what a consent may last: then the caps count it."""
    follow_up_at = doing.reading.entry.follow_up_at
    if follow_up_at is None:
        return False
    day = clock.local_date(follow_up_at)
    try:
        with transaction.atomic():
            give_consent(
                actor=doing.actor,
                cardholder_id=doing.case.cardholder_id,
                kind=Consent.Kind.CALL.value,
                channel=doing.reading.entry.channel,
                number_hash=doing.reading.number_hash,
                valid_from=day,
                valid_until=day,
                at=doing.at,
            )
    except Refused:
        return False
    return True


_DO: dict[str, Callable[[Doing, Change], bool]] = {
    NUMBER_INVALID: _retire_number,
    NUMBER_VERIFIED: _verify_number,
    HOLD: _hold,
    STOP: _stop,
    CONSENT_CALLBACK: _agree_call,
}
