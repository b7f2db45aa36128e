"""What follows from a contact: compliance is told, its outcome's changes are done, the case is marked."""

from collections.abc import Iterable
from datetime import datetime

from collections_app.cases.actions.marks import note_contact
from collections_app.cases.models import Case
from collections_app.compliance.actions.breaches import record_breach
from collections_app.compliance.actions.permits import report_permit
from collections_app.compliance.actions.touches import note_touch
from collections_app.compliance.context import CaseContext
from collections_app.shared.actor import Actor

from .doing import Doing, changes_of, do
from .lost import is_lost
from .models import Contact
from .permits import Leave
from .reading import Reading
from .rules.effects import NUMBER_INVALID, WILLINGNESS, Change
from .rules.leave import EXPIRED
from .rules.outcomes import Spoken
from .writing import write_facts


def report(
    actor: Actor, contact: Contact, context: CaseContext, reading: Reading, leave: Leave, *, at: datetime
) -> None:
    """Tell compliance what came of it: the permit's touch, or a touch of its own; and the breach, if it was one."""
    spoken = reading.spoken
    flags = {"rang": spoken.rang, "connected": spoken.connected, "conversation": spoken.conversation}
    if leave.is_open and leave.permit is not None:
        report_permit(actor=actor, permit_id=leave.permit.pk, **flags, at=at)
    if leave.counts_apart(reading):
        note_touch(
            actor=actor,
            cardholder_id=contact.cardholder_id,
            number_hash=reading.number_hash,
            channel=contact.channel,
            inbound=contact.inbound,
            third_party=reading.third_party,
            account_ids=context.account_ids,
            **flags,
            at=reading.happened_at,
        )
    if leave.cause:
        record_breach(
            actor=actor,
            contact_id=contact.pk,
            context=context,
            contact_point_id=reading.point.pk if reading.point else None,
            channel=contact.channel,
            purpose=contact.purpose,
            cause=leave.cause,
            number_hash=reading.number_hash,
            role=reading.role,
            permit_id=leave.permit.pk if leave.cause == EXPIRED and leave.permit else None,
            logged_at=at,
            at=reading.happened_at,
        )


def change(
    actor: Actor, case: Case, contact: Contact, reading: Reading, wanted: Iterable[Change], *, at: datetime
) -> tuple[Change, ...]:
    """Keep what the contact showed and do what is `wanted` of its changes; returns what changed by it."""
    write_facts(contact, reading, changes_of(reading), at=at)
    return do(Doing(actor=actor, case=case, contact=contact, reading=reading, at=at), wanted)


def mark(
    actor: Actor,
    case: Case,
    reading: Reading,
    changed: Iterable[Change],
    *,
    was: Spoken | None = None,
    at: datetime,
) -> None:
    """What the case's queue must know. `was`: what the contact was before it was corrected; a failure counts once."""
    spoken, entry = reading.spoken, reading.entry
    retired = any(one.kind == NUMBER_INVALID for one in changed)
    lost: bool | None = None
    if spoken.right_party:
        lost = False
    elif spoken.failed or retired or (was and case.lost_since):
        lost = is_lost(case, at=at) or (False if was else None)
    planned = case.follow_up_at if case.follow_up_at and case.follow_up_at > at and not spoken.right_party else None
    note_contact(
        actor=actor,
        case_id=case.pk,
        at=reading.happened_at,
        right_party=spoken.right_party,
        failed=spoken.failed and not (was and was.failed),
        follow_up_at=entry.follow_up_at or planned,
        agreed=spoken.right_party and entry.follow_up_at is not None,
        willingness=next((c.value for c in changes_of(reading) if c.kind == WILLINGNESS), ""),
        lost=lost,
    )
