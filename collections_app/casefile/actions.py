"""A contact with all that came of it, stored together or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.checks import text_of
from collections_app.arrangements.actions import promise as take_promise
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
    `hold.kind`. A hold the outcome has placed already is the one asked for, with the reason given here. The same
    submission again stores nothing more and answers as the first time.
    Raises what `contacts.log_contact`, `arrangements.promise` and `cases.place_hold` raise.
    Example: right party, 1 000.00 by the day after tomorrow, follow-up at day three.
    """
    actor.must("contacts.log")
    lock_visible(actor, case_id, closed_too=True)
    again = Contact.objects.filter(submission=entry.submission).exists()
    held = hold is not None and _open_hold(case_id, hold.kind) is not None
    contact = log_contact(actor=actor, case_id=case_id, entry=entry, at=at)
    taken = placed = None
    if promise is not None:
        said = replace(promise, contact_id=contact.pk, channel=contact.channel, reason=contact.reason_id or "")
        with _at("promise"):
            taken = take_promise(actor=actor, case_id=case_id, entry=said, at=at)
    if hold is not None:
        with _at("hold"):
            placed = _held(actor, case_id, hold, mine=again or not held, at=at)
    return Logged(contact=contact, promise=taken, hold=placed, claim_lost=not _done(actor, case_id, claim_token, at=at))


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
