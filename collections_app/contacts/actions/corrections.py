"""A contact that was written down wrong: a new entry says so, and the old one stays as it is."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.models import ContactPoint, PartyRole
from accounts.queries import working_day
from collections_app.cases.queries import lock_visible
from collections_app.compliance.actions.touches import note_touch
from collections_app.contacts.doing import changes_of
from collections_app.contacts.entry import ContactEntry
from collections_app.contacts.following import change, mark
from collections_app.contacts.models import Contact, DebtorFact
from collections_app.contacts.reading import Reading, read, speaks_on_his_own, spoken_of
from collections_app.contacts.rules.effects import WILLINGNESS, Change, changes
from collections_app.contacts.rules.outcomes import Spoken
from collections_app.contacts.writing import stored_before, write
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """The correction, what it changed by itself, and what the wrong entry had changed and a person must undo."""

    contact: Contact
    done: tuple[Change, ...]
    to_undo: tuple[Change, ...]


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
    stored = stored_before(entry, case)
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
    same = {one for one in before if one in after and not (other_number and one.is_of_the_number)}
    done = change(actor, case, contact, reading, [one for one in after if one not in same], at=at)
    was = spoken_of(wrong, case)
    _touch_the_difference(actor, wrong, reading, was)
    mark(actor, case, reading, done, was=was, at=at)
    to_undo = tuple(one for one in before if one not in same and one.kind != WILLINGNESS)
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
            "changed": [str(one) for one in done],
            "to_undo": [str(one) for one in to_undo],
        },
        on=working_day(at),
    )
    return Corrected(contact=contact, done=done, to_undo=to_undo)


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
        his_number=contact.right_party and _was_on_his_own(contact),
    )


def _was_on_his_own(contact: Contact) -> bool:
    point = ContactPoint.objects.filter(pk=contact.contact_point_id or 0).select_related("related_party").first()
    role = contact.role or PartyRole.CARDHOLDER.value
    return speaks_on_his_own(point, channel=contact.channel, role=role, related_party_id=contact.related_party_id)


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
