"""What a contact brought to light: numbers, people, addresses. The case wakes, because more may be possible now."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import reach
from accounts.models import Address, ContactPoint, RelatedParty
from collections_app.cases.actions.marks import note_lost, wake
from collections_app.cases.models import Case
from collections_app.cases.queries import lock_visible
from collections_app.contacts.lost import PHONES, is_lost
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


@transaction.atomic
def add_number(
    *,
    actor: Actor,
    case_id: int,
    kind: str,
    value: str,
    source: str,
    verified: bool = False,
    related_party_id: int | None = None,
    restore: bool = False,
    at: datetime,
) -> ContactPoint:
    """Keep a number or e-mail address found for a case; see `accounts.actions.reach.add_contact_point`.

    A number to try ends lost contact (B20), where it was lost for want of one or the new one is verified: nobody asks
    third parties any more.
    """
    actor.must("contacts.log")
    case = lock_visible(actor, case_id, closed_too=True)
    point = reach.add_contact_point(
        actor=actor,
        cardholder_id=case.cardholder_id,
        kind=kind,
        value=value,
        source=source,
        verified=verified,
        related_party_id=related_party_id,
        restore=restore,
        at=at,
    )
    _look_again(actor, case, point, at=at)
    return point


@transaction.atomic
def mark_number(*, actor: Actor, case_id: int, contact_point_id: int, status: str, at: datetime) -> ContactPoint:
    """Retire, verify or restore a number of the case's cardholder; contact may be lost or found again by it (B20).

    Raises what `accounts.actions.reach.set_number_status` raises.
    """
    actor.must("contacts.log")
    case = lock_visible(actor, case_id, closed_too=True)
    if not ContactPoint.objects.filter(pk=contact_point_id, cardholder=case.cardholder_id).exists():
        raise Refused("not_found", _("This cardholder has no such number."))
    point = reach.set_number_status(actor=actor, contact_point_id=contact_point_id, status=status, at=at)
    _look_again(actor, case, point, at=at)
    return point


@transaction.atomic
def add_person(
    *,
    actor: Actor,
    case_id: int,
    role: str,
    name: str,
    source: str,
    relation: str = "",
    verified: bool = False,
    phone: str = "",
    at: datetime,
) -> RelatedParty:
    """Keep a person found for a case, with a phone number when one is known (field `phone`)."""
    actor.must("contacts.log")
    case = lock_visible(actor, case_id, closed_too=True)
    party = reach.add_related_party(
        actor=actor,
        cardholder_id=case.cardholder_id,
        role=role,
        name=name,
        source=source,
        relation=relation,
        verified=verified,
        at=at,
    )
    if phone.strip():
        _phone_of(party, actor=actor, case_id=case_id, phone=phone, source=source, at=at)
    wake(actor=actor, case_id=case_id)
    return party


@transaction.atomic
def mark_person(*, actor: Actor, case_id: int, related_party_id: int, status: str, at: datetime) -> RelatedParty:
    """Say whether somebody around the case's cardholder knows him; the case wakes.

    Raises what `accounts.actions.reach.set_person_status` raises.
    """
    actor.must("contacts.log")
    case = lock_visible(actor, case_id, closed_too=True)
    if not RelatedParty.objects.filter(pk=related_party_id, cardholder=case.cardholder_id).exists():
        raise Refused("not_found", _("There is no such person around this cardholder."))
    party = reach.set_person_status(actor=actor, related_party_id=related_party_id, status=status, at=at)
    wake(actor=actor, case_id=case_id)
    return party


@transaction.atomic
def add_address(
    *,
    actor: Actor,
    case_id: int,
    kind: str,
    province: str,
    line: str,
    source: str,
    city: str = "",
    verified: bool = False,
    at: datetime,
) -> Address:
    """Keep an address found for a case; see `accounts.actions.reach.add_address`."""
    actor.must("contacts.log")
    case = lock_visible(actor, case_id, closed_too=True)
    address = reach.add_address(
        actor=actor,
        cardholder_id=case.cardholder_id,
        kind=kind,
        province=province,
        city=city,
        line=line,
        source=source,
        verified=verified,
        at=at,
    )
    wake(actor=actor, case_id=case_id)
    return address


def _look_again(actor: Actor, case: Case, point: ContactPoint, *, at: datetime) -> None:
    """Is contact lost, or found again? Only a phone number of the debtor himself can change that."""
    own_phone = point.related_party_id is None and point.kind in PHONES
    if own_phone and is_lost(case, at=at) != (case.lost_since is not None):
        note_lost(actor=actor, case_id=case.pk, lost=case.lost_since is None, at=at)
    else:
        wake(actor=actor, case_id=case.pk)


def _phone_of(party: RelatedParty, *, actor: Actor, case_id: int, phone: str, source: str, at: datetime) -> None:
    try:
        add_number(
            actor=actor,
            case_id=case_id,
            kind=ContactPoint.Kind.MOBILE.value,
            value=phone,
            source=source,
            related_party_id=party.pk,
            at=at,
        )
    except Refused as refused:
        field = "phone" if refused.field == "value" else refused.field
        raise Refused(refused.code, refused.message, field=field) from refused
