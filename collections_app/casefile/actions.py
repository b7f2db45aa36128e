"""A contact with all that came of it, stored together or not at all; a promise that names its contact afterwards."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import text_of
from collections_app.arrangements import actions as arrangements
from collections_app.arrangements.entry import PromiseEntry
from collections_app.arrangements.models import PromiseToPay
from collections_app.casefile.entry import HoldEntry
from collections_app.cases.actions.claims import release
from collections_app.cases.actions.holds import LONGEST_REASON, place_hold
from collections_app.cases.models import CaseHold
from collections_app.cases.queries import lock_visible
from collections_app.contacts.actions import log_contact
from collections_app.contacts.entry import ContactEntry
from collections_app.contacts.models import Contact
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refusals, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """What was stored. `claim_lost`: the claim named was not the actor's any more, which stops no contact."""

    contact: Contact
    promise: PromiseToPay | None
    hold: CaseHold | None
    claim_lost: bool = False


@transaction.atomic
def log(
    *,
    actor: Actor,
    case_id: int,
    entry: ContactEntry,
    promise: PromiseEntry | None = None,
    hold: HoldEntry | None = None,
    claim_token: UUID | None = None,
    at: datetime,
) -> Logged:
    """Log a contact with the promise and the hold that came of it, in one transaction; then the claim is done.

    What was said stays true when the claim is lost meanwhile: the contact is stored, `claim_lost` says so. Where a part
    is refused nothing is stored, so that all is mended and sent again: what is wrong with every part is said at once. A
    hold the outcome has placed already is the one asked for, with the reason given here. The same submission again
    stores nothing more and answers as the first time.
    Raises what `contacts.log_contact`, `arrangements.promise` and `cases.place_hold` raise, everything at once; fields
    are those of the part: `contact.role`, `promise.amount`, `hold.kind`.
    Example: right party, 1 000.00 by the day after tomorrow, follow-up at day three.
    """
    actor.must("contacts.log")
    lock_visible(actor, case_id, closed_too=True)
    again = Contact.objects.filter(submission=entry.submission).exists()
    held = hold is not None and _open_hold(case_id, hold.kind) is not None
    contact: Contact | None = None
    taken = placed = None
    refusals = Refusals()
    with refusals.of("contact"):
        contact = log_contact(actor=actor, case_id=case_id, entry=entry, at=at)
    if promise is not None:
        with refusals.of("promise"):
            said = _said_in(contact, promise) if contact else promise
            taken = arrangements.promise(actor=actor, case_id=case_id, entry=said, at=at)
    if hold is not None:
        with refusals.of("hold"):
            placed = _held(actor, case_id, hold, mine=again or not held, at=at)
    refusals.speak()
    assert contact is not None  # else it was refused
    return Logged(contact=contact, promise=taken, hold=placed, claim_lost=not _done(actor, case_id, claim_token, at=at))


@transaction.atomic
def take_promise(*, actor: Actor, case_id: int, entry: PromiseEntry, at: datetime) -> PromiseToPay:
    """Take a promise; one that names the contact it was made in (`contact_id`) gets that contact's channel and reason.

    Raises Refused at contact_id: `unknown_contact` (none of this case), `corrected` (a newer entry stands in its
    place), `not_right_party`, `other_speaker`; and what `arrangements.promise` raises. The same submission again
    answers as the first time, also when the contact was corrected since.
    Example: logged at 10:00 that the guarantor spoke; at 10:05 his promise is taken with that contact's number, and
    one of the cardholder is not.
    """
    actor.must("promises.take")
    lock_visible(actor, case_id, closed_too=True)
    if entry.contact_id is not None and not PromiseToPay.objects.filter(submission=entry.submission).exists():
        entry = _said_in(_contact_of(case_id, entry.contact_id, speaker=entry.speaker), entry)
    return arrangements.promise(actor=actor, case_id=case_id, entry=entry, at=at)


def _contact_of(case_id: int, contact_id: int, *, speaker: str) -> Contact:
    """The contact of this case in which `speaker` may have promised."""
    contact = Contact.objects.filter(pk=contact_id, case=case_id).first()
    if contact is None:
        raise Refused("unknown_contact", _("This case has no such contact."), field="contact_id")
    if contact.corrections.exists():
        raise Refused("corrected", _("This contact was corrected; name the newest entry."), field="contact_id")
    if not contact.right_party:
        raise Refused("not_right_party", _("In this contact nobody spoke who can promise."), field="contact_id")
    if contact.role != speaker:
        message = _("In this contact somebody else spoke: %(who)s.") % {"who": contact.get_role_display()}
        raise Refused("other_speaker", message, field="contact_id")
    return contact


def _said_in(contact: Contact, entry: PromiseEntry) -> PromiseEntry:
    """The promise with what its contact says of how it was made."""
    return replace(entry, contact_id=contact.pk, channel=contact.channel, reason=contact.reason_id or entry.reason)


def _held(actor: Actor, case_id: int, hold: HoldEntry, *, mine: bool, at: datetime) -> CaseHold:
    """The hold. `mine`: one that stands by now came with this contact, by its outcome or when this was sent before."""
    there = _open_hold(case_id, hold.kind) if mine else None
    if there is None or hold.until not in (None, there.until):
        return place_hold(actor=actor, case_id=case_id, kind=hold.kind, reason=hold.reason, until=hold.until, at=at)
    there.reason = text_of(hold.reason, field="reason", longest=LONGEST_REASON)
    there.save(update_fields=["reason"])
    return there


def _open_hold(case_id: int, kind: str) -> CaseHold | None:
    return CaseHold.objects.filter(case=case_id, kind=kind, released_at=None).first()


def _done(actor: Actor, case_id: int, token: UUID | None, *, at: datetime) -> bool:
    """Give the claim back as done; False when it was not the actor's any more."""
    if token is None:
        return True
    try:
        with transaction.atomic():
            release(actor=actor, case_id=case_id, token=token, reason="", kind="DONE", at=at)
    except Refused:
        return False
    return True
