"""A contact: asked for, made, written down; and corrected when it was written down wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.models import ContactPoint
from accounts.queries import working_day
from collections_app.cases.actions.marks import note_contact
from collections_app.cases.models import Case
from collections_app.cases.queries import context_of, lock_visible
from collections_app.compliance.actions.breaches import record_breach
from collections_app.compliance.actions.permits import issue_permit, report_permit
from collections_app.compliance.actions.touches import note_touch
from collections_app.compliance.context import CaseContext
from collections_app.compliance.models import Channel, ContactRefusal, Permit, Purpose
from collections_app.contacts.at_work import must_be_at_work
from collections_app.contacts.doing import Doing, changes_of, do
from collections_app.contacts.entry import ContactEntry
from collections_app.contacts.lost import is_lost
from collections_app.contacts.models import Contact, DebtorFact
from collections_app.contacts.permits import Leave, leave_of, named, permit_of
from collections_app.contacts.reading import Reading, read, spoken_of
from collections_app.contacts.rules.effects import NUMBER_INVALID, WILLINGNESS, Change, changes
from collections_app.contacts.rules.leave import EXPIRED
from collections_app.contacts.rules.outcomes import Spoken
from collections_app.contacts.writing import fact_day, write, write_facts
from collections_app.events import actions as events
from collections_app.shared import sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """The correction, what it changed by itself, and what the wrong entry had changed and a person must undo."""

    contact: Contact
    done: tuple[Change, ...]
    to_undo: tuple[Change, ...]


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

    For who works the case: by `claim_token`, by a claim of his own, because he may take over anyway, or because the
    contact is a coded appointment or promise reminder, which needs no claim. The answer is on record either way.
    Raises Refused: `forbidden`, `not_found`, `case_closed`, `claim_lost` (the token is over; names who has the case),
    `not_claimed`, `invalid` (channel, purpose).
    """
    actor.must("cases.work")
    # The case before claim, number and person: whoever logs a contact and gives the case back locks it first too.
    case = lock_visible(actor, case_id)
    must_be_at_work(actor, case_id, token=claim_token, purpose=purpose, at=at)
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
    stored = _stored(entry, case)
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
    _report(actor, contact, context, reading, leave, at=at)
    changed = _change(actor, case, contact, reading, changes_of(reading), at=at)
    _mark(actor, case, reading, changed, at=at)
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
            "changed": [str(change) for change in changed],
        },
        on=fact_day(reading.happened_at, at),
    )
    return contact


@transaction.atomic
def correct_contact(*, actor: Actor, contact_id: int, entry: ContactEntry, reason: str, at: datetime) -> Corrected:
    """Say what was wrong with a contact: a new entry that points back; the old one stays as it was written.

    What the corrected entry changes is done now. What the wrong one had changed is not undone silently: a retired
    number may have been retired by somebody else too, a stop signal is lifted by compliance alone; `to_undo` names it.
    Permit, breach and moment stay those of the contact (`happened_at` None).
    Raises Refused: `forbidden` (neither whose contact it is, nor who may take cases over), `not_found`, `taken`,
    `already_corrected`; at its field `missing`, `too_long`, `card_number` (reason), and what `reading.read` raises.
    """
    actor.must("contacts.log")
    reason = text_of(reason, field="reason", longest=200)
    wrong = Contact.objects.filter(pk=contact_id).select_related("outcome").first()
    if wrong is None:
        raise Refused("not_found", _("There is no such contact."))
    case = lock_visible(actor, wrong.case_id, closed_too=True)
    if wrong.logged_by != actor.label and not actor.may("cases.take_over"):
        raise Refused("forbidden", _("This contact was logged by someone else."))
    stored = _stored(entry, case)
    if stored is not None:
        return Corrected(contact=stored, done=(), to_undo=())
    if wrong.corrections.exists():
        raise Refused("already_corrected", _("This contact was corrected already; correct the newest entry."))
    reading = read(_in_place_of(wrong, entry), case, needs_number=False, at=at)
    contact = write(
        reading,
        case,
        actor=actor,
        account_ids=frozenset(wrong.account_ids),
        correction=reason,
        breach=wrong.breach,
        corrects=wrong,
    )
    before, after = _changes_on_record(wrong), changes_of(reading)
    other_number = wrong.number_hash != reading.number_hash
    same = {change for change in before if change in after and not (other_number and change.is_of_the_number)}
    done = _change(actor, case, contact, reading, [change for change in after if change not in same], at=at)
    was = spoken_of(wrong, case)
    _touch_the_difference(actor, wrong, reading, was)
    _mark(actor, case, reading, done, was=was, at=at)
    to_undo = tuple(change for change in before if change not in same and change.kind != WILLINGNESS)
    events.record(
        "contact.corrected",
        actor=actor,
        cardholder_id=case.cardholder_id,
        data={
            "contact": contact.pk,
            "corrects": wrong.pk,
            "case": case.pk,
            "outcome": contact.outcome_id,
            "was": wrong.outcome_id,
            "changed": [str(change) for change in done],
            "to_undo": [str(change) for change in to_undo],
        },
        on=working_day(at),
    )
    return Corrected(contact=contact, done=done, to_undo=to_undo)


def _stored(entry: ContactEntry, case: Case) -> Contact | None:
    """The contact this submission stored before; of another case it is a mistake of the sender."""
    sql.lock_for_transaction(f"contact submission {entry.submission}")
    contact = Contact.objects.filter(submission=entry.submission).select_related("outcome").first()
    if contact is not None and contact.case_id != case.pk:
        raise Refused("taken", _("This entry was sent for another case already."), field="submission")
    return contact


def _call_must_be_new(entry: ContactEntry) -> None:
    call_id = entry.call_id.strip()
    if not call_id:
        return
    sql.lock_for_transaction(f"contact call {call_id}")
    if Contact.objects.filter(call_id=call_id, corrects=None).exists():
        raise Refused("duplicate", _("This call is logged already."), field="call_id")


def _report(
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


def _change(
    actor: Actor, case: Case, contact: Contact, reading: Reading, wanted: Iterable[Change], *, at: datetime
) -> tuple[Change, ...]:
    """Keep what the contact showed and do what is `wanted` of its changes; returns what changed by it."""
    write_facts(contact, reading, changes_of(reading), at=at)
    return do(Doing(actor=actor, case=case, contact=contact, reading=reading, at=at), wanted)


def _mark(
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
    retired = any(change.kind == NUMBER_INVALID for change in changed)
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
        willingness=next((c.value for c in changes_of(reading) if c.kind == WILLINGNESS), ""),
        lost=lost,
    )


def _in_place_of(wrong: Contact, entry: ContactEntry) -> ContactEntry:
    """The corrected entry: how and when the contact took place is not what can be corrected."""
    if entry.contact_point_id is None and not entry.number:
        kept = ContactPoint.objects.filter(pk=wrong.contact_point_id or 0).exists()
        entry = replace(entry, contact_point_id=wrong.contact_point_id if kept else None)
    return replace(
        entry,
        happened_at=wrong.at,
        inbound=wrong.inbound,
        channel=wrong.channel,
        purpose=wrong.purpose,
        call_id=entry.call_id or wrong.call_id,
        recording=entry.recording or wrong.recording,
    )


def _changes_on_record(contact: Contact) -> tuple[Change, ...]:
    """What a contact on record had changed, as far as its outcome says."""
    facts = DebtorFact.objects.filter(contact=contact, kind=DebtorFact.Kind.WILLINGNESS)
    return changes(
        contact.outcome.effect,
        willingness=facts.values_list("value", flat=True).first() or "",
        objects=contact.objects_to_contact,
        has_number=bool(contact.number_hash),
        calls_back=contact.follow_up_at is not None,
    )


def _touch_the_difference(actor: Actor, wrong: Contact, reading: Reading, was: Spoken) -> None:
    """A conversation the first entry did not tell of counts from its moment; the try itself was counted then."""
    now = reading.spoken
    if not (now.conversation and not was.conversation):
        return
    note_touch(
        actor=actor,
        cardholder_id=wrong.cardholder_id,
        number_hash="",
        channel=wrong.channel,
        inbound=wrong.inbound,
        third_party=False,
        account_ids=frozenset(wrong.account_ids),
        rang=False,
        connected=now.connected and not was.connected,
        conversation=True,
        at=wrong.at,
    )
