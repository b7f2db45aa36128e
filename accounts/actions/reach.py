"""How somebody is reached: numbers, addresses and people found since the application, and what became of a number.

Everything is encrypted and found again by its keyed hash, as what the bank's file brings; each with its source.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.checks import text_of
from accounts.models import Address, Cardholder, ContactPoint, FoundBy, PartyRole, RelatedParty
from accounts.queries import working_day
from accounts.restricted import may_open
from accounts.rules.personal_data import masked_email, masked_name, masked_number, normal_email, normal_phone
from collections_app.events import actions as events
from collections_app.shared import crypto
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

Kind = ContactPoint.Kind
Status = ContactPoint.Status
FOUND = tuple(source for source in FoundBy.values if source != FoundBy.APPLICATION)
"""Sources a person may name; the application is the bank's file alone."""


@transaction.atomic
def add_contact_point(
    *,
    actor: Actor,
    cardholder_id: int,
    kind: str,
    value: str,
    source: str,
    verified: bool = False,
    related_party_id: int | None = None,
    restore: bool = False,
    at: datetime,
) -> ContactPoint:
    """Keep a phone number or e-mail address somebody found; of the cardholder, or of the related party named.

    `restore`: one that is on file as invalid counts again, as whose it was; without it such a number is `retired`.
    Raises Refused: `forbidden`, `not_found`, `erased`; at its field `unknown_kind`, `unknown_source`, `unknown_party`,
    `missing`, `too_long`, `card_number`, `not_a_phone`, `not_an_email`, `already_known`, `retired`.
    Example: `"138 0013 8000"` as MOBILE, source DEBTOR, is kept as 13800138000 and shown as 138****8000.
    """
    actor.must("contacts.log")
    cardholder = _open_file(actor, cardholder_id)
    _one_of(kind, Kind.values, code="unknown_kind", field="kind")
    _one_of(source, FOUND, code="unknown_source", field="source")
    normal = _normal(kind, text_of(value, field="value", longest=80))
    value_hash = crypto.keyed_hash(normal)
    known = ContactPoint.objects.filter(cardholder=cardholder, value_hash=value_hash).first()
    if known is not None:
        return _restored(known, actor=actor, verified=verified, restore=restore, at=at)
    today = working_day(at)
    point = ContactPoint.objects.create(
        cardholder=cardholder,
        related_party=_party(cardholder, related_party_id),
        kind=kind,
        value=crypto.encrypt(normal),
        value_hash=value_hash,
        masked=(masked_email if kind == Kind.EMAIL else masked_number)(normal)[:60],
        source=source,
        status=Status.VERIFIED if verified else Status.UNVERIFIED,
        last_verified_on=today if verified else None,
    )
    data = {"contact_point": point.pk, "kind": kind, "status": point.status, "related_party": related_party_id}
    _note("contact_point.added", cardholder, actor, data | {"source": source}, at=at)
    return point


def _restored(known: ContactPoint, *, actor: Actor, verified: bool, restore: bool, at: datetime) -> ContactPoint:
    if known.status != Status.INVALID:
        raise Refused("already_known", _("This cardholder has this number already."), field="value")
    if not restore:
        message = _("This number is on file as invalid. Restore it if it is right again.")
        raise Refused("retired", message, field="value")
    status = Status.VERIFIED if verified else Status.UNVERIFIED
    return set_number_status(actor=actor, contact_point_id=known.pk, status=status.value, at=at)


@transaction.atomic
def set_number_status(
    *, actor: Actor, contact_point_id: int, status: str, verified_on: date | None = None, at: datetime
) -> ContactPoint:
    """Retire a number (INVALID), call it verified, or take either back (UNVERIFIED). The same again is no change.

    `verified_on`: the day a contact proved it right, default today; an earlier one never replaces a later one. That a
    contact proved a verified number right again is told by the contact's own event.
    Raises Refused: `forbidden`, `not_found`, `unknown_status` (field status).
    """
    actor.must("contacts.log")
    _one_of(status, Status.values, code="unknown_status", field="status")
    point = ContactPoint.objects.select_for_update(of=("self",), no_key=True).filter(pk=contact_point_id).first()
    if point is None:
        raise Refused("not_found", _("There is no such number."))
    cardholder = _open_file(actor, point.cardholder_id)
    if point.status == status and status != Status.VERIFIED:
        return point
    was, point.status = point.status, status
    if status == Status.VERIFIED:
        day = verified_on or working_day(at)
        point.last_verified_on = max(day, point.last_verified_on or day)
    point.save(update_fields=["status", "last_verified_on"])
    if was != status or verified_on is None:
        data = {"contact_point": point.pk, "was": was, "status": status}
        _note("contact_point.changed", cardholder, actor, data, at=at)
    return point


@transaction.atomic
def add_related_party(
    *,
    actor: Actor,
    cardholder_id: int,
    role: str,
    name: str,
    source: str,
    relation: str = "",
    verified: bool = False,
    at: datetime,
) -> RelatedParty:
    """Keep somebody around the cardholder: guarantor, authorised agent, a company's accounts payable …

    Raises Refused: `forbidden`, `not_found`, `erased`; at its field `unknown_role` (the cardholder is no related
    party), `unknown_source`, `missing`, `too_long`, `card_number`.
    """
    actor.must("contacts.log")
    cardholder = _open_file(actor, cardholder_id)
    roles = [value for value in PartyRole.values if value != PartyRole.CARDHOLDER]
    _one_of(role, roles, code="unknown_role", field="role")
    _one_of(source, FOUND, code="unknown_source", field="source")
    name = text_of(name, field="name", longest=120)
    party = RelatedParty.objects.create(
        cardholder=cardholder,
        role=role,
        name=crypto.encrypt(name),
        name_masked=masked_name(name),
        relation=text_of(relation, field="relation", longest=60, required=False),
        source=source,
        status=RelatedParty.Status.VERIFIED if verified else RelatedParty.Status.UNVERIFIED,
        added_on=working_day(at),
    )
    data = {"related_party": party.pk, "role": role, "status": party.status, "source": source}
    _note("related_party.added", cardholder, actor, data, at=at)
    return party


@transaction.atomic
def set_person_status(*, actor: Actor, related_party_id: int, status: str, at: datetime) -> RelatedParty:
    """Say that somebody does not know the cardholder (WRONG), does (VERIFIED), or that nobody is sure (UNVERIFIED).

    Nobody is called at the numbers of who does not know him. The same again is no change.
    Raises Refused: `forbidden`, `not_found`, `unknown_status` (field status).
    """
    actor.must("contacts.log")
    _one_of(status, RelatedParty.Status.values, code="unknown_status", field="status")
    party = RelatedParty.objects.select_for_update(of=("self",), no_key=True).filter(pk=related_party_id).first()
    if party is None:
        raise Refused("not_found", _("There is no such person around this cardholder."))
    cardholder = _open_file(actor, party.cardholder_id)
    if party.status == status:
        return party
    was, party.status = party.status, status
    party.save(update_fields=["status"])
    data = {"related_party": party.pk, "was": was, "status": status}
    _note("related_party.changed", cardholder, actor, data, at=at)
    return party


@transaction.atomic
def add_address(
    *,
    actor: Actor,
    cardholder_id: int,
    kind: str,
    province: str,
    line: str,
    source: str,
    city: str = "",
    verified: bool = False,
    at: datetime,
) -> Address:
    """Keep an address somebody found, beside the one of the bank's file. The region stays what the file says (B12).

    Raises Refused: `forbidden`, `not_found`, `erased`; at its field `unknown_kind`, `unknown_source`, `missing`,
    `too_long`, `card_number`, `already_known`.
    """
    actor.must("contacts.log")
    cardholder = _open_file(actor, cardholder_id)
    _one_of(kind, Address.Kind.values, code="unknown_kind", field="kind")
    _one_of(source, FOUND, code="unknown_source", field="source")
    line = text_of(line, field="line", longest=200)
    line_hash = crypto.keyed_hash(line)
    if Address.objects.filter(cardholder=cardholder, kind=kind, line_hash=line_hash).exists():
        raise Refused("already_known", _("This cardholder has this address already."), field="line")
    address = Address.objects.create(
        cardholder=cardholder,
        kind=kind,
        province=text_of(province, field="province", longest=40),
        city=text_of(city, field="city", longest=60, required=False),
        line=crypto.encrypt(line),
        line_hash=line_hash,
        source=source,
        last_verified_on=working_day(at) if verified else None,
    )
    data = {"address": address.pk, "kind": kind, "source": source, "verified": verified}
    _note("address.added", cardholder, actor, data, at=at)
    return address


def _open_file(actor: Actor, cardholder_id: int) -> Cardholder:
    """The cardholder, locked against a second writer and against erasure, if the actor may open the file."""
    cardholder = Cardholder.objects.select_for_update(no_key=True).filter(pk=cardholder_id).first()
    if cardholder is None or not may_open(actor, cardholder):
        raise Refused("not_found", _("There is no such cardholder."))
    if cardholder.erased_on is not None:
        raise Refused("erased", _("The personal data of this cardholder was erased."))
    return cardholder


def _party(cardholder: Cardholder, related_party_id: int | None) -> RelatedParty | None:
    if related_party_id is None:
        return None
    party = RelatedParty.objects.filter(pk=related_party_id, cardholder=cardholder).first()
    if party is None:
        raise Refused("unknown_party", _("There is no such person around this cardholder."), field="related_party_id")
    return party


def _normal(kind: str, text: str) -> str:
    normal = normal_email(text) if kind == Kind.EMAIL else normal_phone(text)
    if normal is not None:
        return normal
    if kind == Kind.EMAIL:
        raise Refused("not_an_email", _("This is no e-mail address."), field="value")
    raise Refused("not_a_phone", _("This is no phone number."), field="value")


_WORDS = {
    "unknown_kind": gettext_lazy("There is no such kind."),
    "unknown_source": gettext_lazy("Say where it comes from."),
    "unknown_status": gettext_lazy("There is no such status."),
    "unknown_role": gettext_lazy("There is no such role."),
}


def _one_of(value: str, values: Any, *, code: str, field: str) -> None:
    if value not in values:
        raise Refused(code, str(_WORDS[code]), field=field)


def _note(event: str, cardholder: Cardholder, actor: Actor, data: dict[str, Any], *, at: datetime) -> None:
    """What was found is told by its number in the tables, never by its value."""
    events.record(event, actor=actor, cardholder_id=cardholder.pk, data=data, on=working_day(at))
