"""A contact with all that came of it, stored together or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from collections_app.arrangements.actions import promise as take_promise
from collections_app.arrangements.entry import PromiseEntry
from collections_app.arrangements.models import PromiseToPay
from collections_app.casefile.entry import HoldEntry
from collections_app.cases.actions.claims import release
from collections_app.cases.actions.holds import place_hold
from collections_app.cases.models import CaseHold
from collections_app.cases.queries import lock_visible
from collections_app.contacts.actions import log_contact
from collections_app.contacts.entry import ContactEntry
from collections_app.contacts.models import Contact
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


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

    What was said stays true when the claim is lost meanwhile: the contact is stored, `claim_lost` says so. A promise or
    hold that is refused stores nothing, so that it is mended and sent again; its field is `promise.amount` or
    `hold.kind`. The same submission again stores nothing more and answers as the first time.
    Raises what `contacts.log_contact`, `arrangements.promise` and `cases.place_hold` raise.
    Example: right party, 1 000.00 by the day after tomorrow, follow-up at day three.
    """
    actor.must("contacts.log")
    lock_visible(actor, case_id, closed_too=True)
    again = Contact.objects.filter(submission=entry.submission).exists()
    contact = log_contact(actor=actor, case_id=case_id, entry=entry, at=at)
    taken = placed = None
    if promise is not None:
        said = replace(promise, contact_id=contact.pk, channel=contact.channel, reason=contact.reason_id or "")
        with _at("promise"):
            taken = take_promise(actor=actor, case_id=case_id, entry=said, at=at)
    if hold is not None:
        with _at("hold"):
            placed = _held(actor, case_id, hold, again=again, at=at)
    return Logged(contact=contact, promise=taken, hold=placed, claim_lost=not _done(actor, case_id, claim_token, at=at))


def _held(actor: Actor, case_id: int, hold: HoldEntry, *, again: bool, at: datetime) -> CaseHold:
    """The hold; when all this was sent before, the one it placed then."""
    before = CaseHold.objects.filter(case=case_id, kind=hold.kind, released_at=None).first() if again else None
    if before is not None:
        return before
    return place_hold(actor=actor, case_id=case_id, kind=hold.kind, reason=hold.reason, until=hold.until, at=at)


@contextmanager
def _at(part: str) -> Iterator[None]:
    """A refusal of a part names the part before its field: `promise.amount`."""
    try:
        yield
    except Refused as refused:
        raise Refused(refused.code, refused.message, field=f"{part}.{refused.field or ''}".rstrip(".")) from refused


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
