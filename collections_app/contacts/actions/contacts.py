"""A contact: asked for, made, written down. Correcting one: `corrections`."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from collections_app.cases.actions.marks import note_lost
from collections_app.cases.queries import context_of, lock_visible
from collections_app.compliance.actions.permits import issue_permit
from collections_app.compliance.models import Channel, ContactRefusal, Permit, Purpose
from collections_app.contacts.at_work import must_be_at_work, must_be_coded_rightly
from collections_app.contacts.doing import changes_of
from collections_app.contacts.entry import ContactEntry
from collections_app.contacts.following import change, mark, report
from collections_app.contacts.lost import is_lost
from collections_app.contacts.models import Contact
from collections_app.contacts.permits import leave_of, named, permit_of
from collections_app.contacts.reading import read
from collections_app.contacts.writing import fact_day, stored_before, write
from collections_app.events import actions as events
from collections_app.shared import sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


@transaction.atomic
def start_contact(
    *,
    actor: Actor,
    case_id: int,
    contact_point_id: int,
    channel: str = Channel.PHONE.value,
    purpose: str = Purpose.COLLECT.value,
    claim_token: UUID | None = None,
    at: datetime,
) -> Permit | ContactRefusal:
    """Ask for leave to make one contact now: a permit, or the refusal with its rule and the next allowed moment.

    For who works the case: by `claim_token` or by a claim of his own. While nobody does, for who may take it over, and
    for a coded appointment or promise reminder. The answer is on record either way. Before a third
    party is asked where the debtor is, it is looked at again whether contact is lost.
    Raises Refused: `forbidden`, `not_found`, `case_closed`, `claim_lost` (the token is over; names who has the case),
    `claimed` (by somebody else, who is named), `not_claimed`, `invalid` (channel, purpose); `no_appointment`,
    `no_promise` (field purpose).
    """
    actor.must("cases.work")
    # The case before claim, number and person: whoever logs a contact and gives the case back locks it first too.
    case = lock_visible(actor, case_id)
    must_be_at_work(actor, case, token=claim_token, purpose=purpose, at=at)
    must_be_coded_rightly(case, purpose, at)
    if purpose == Purpose.LOCATE and case.lost_since is not None and not is_lost(case, at=at):
        # Since contact was lost the bank's file may have brought a number: a third party is not asked before it.
        note_lost(actor=actor, case_id=case.pk, lost=False, at=at)
        case.lost_since = None
    return issue_permit(
        actor=actor,
        context=context_of(case),
        contact_point_id=contact_point_id,
        channel=channel,
        purpose=purpose,
        at=at,
    )


@transaction.atomic
def log_contact(*, actor: Actor, case_id: int, entry: ContactEntry, at: datetime) -> Contact:
    """Write down what happened; the truth is never refused.

    With a valid permit of this case, channel and number the permit is spent. An outbound contact without one is
    stored all the same, as a breach with its cause, and goes to quality. A lost claim or a closed case stops nothing.
    The same submission again, also at the same moment, returns the row stored first and does nothing more.
    Afterwards: the touch is reported, the outcome's effects are done (`doing.py`), facts and answers stored, the case
    marked; contact is lost or found again by what is on record (`lost.py`).
    Raises Refused: `forbidden`, `not_found`; `taken` (the submission belongs to another case), `duplicate` (this call
    of the phone system is logged already); at its field what `reading.read` raises.
    Example: a call of 14:05 under a permit until 14:10, logged at 14:31: spent. Without `happened_at` it would be a
    call of 14:31 and a breach EXPIRED.
    """
    actor.must("contacts.log")
    case = lock_visible(actor, case_id, closed_too=True)
    stored = stored_before(entry, case)
    if stored is not None:
        return stored
    _call_must_be_new(entry)
    permit = permit_of(entry)
    reading = read(named(entry, permit, case), case, needs_number=permit is None, at=at)
    leave = leave_of(actor, case, reading, permit)
    reading = leave.numbered(reading)
    context = context_of(case)
    contact = write(
        reading,
        case,
        actor=actor,
        account_ids=context.account_ids,
        permit=leave.permit,
        breach=bool(leave.cause),
    )
    report(actor, contact, context, reading, leave, at=at)
    changed = change(actor, case, contact, reading, changes_of(reading), at=at)
    mark(actor, case, reading, changed, at=at)
    events.record(
        "contact.logged",
        actor=actor,
        cardholder_id=case.cardholder_id,
        data={
            "contact": contact.pk,
            "case": case.pk,
            "channel": contact.channel,
            "inbound": contact.inbound,
            "outcome": contact.outcome_id,
            "right_party": contact.right_party,
            "breach": leave.cause,
            "changed": [str(one) for one in changed],
        },
        on=fact_day(reading.happened_at, at),
    )
    return contact


def _call_must_be_new(entry: ContactEntry) -> None:
    call_id = entry.call_id.strip()
    if not call_id:
        return
    sql.lock_for_transaction(f"contact call {call_id}")
    if Contact.objects.filter(call_id=call_id, corrects=None).exists():
        raise Refused("duplicate", _("This call is logged already."), field="call_id")
