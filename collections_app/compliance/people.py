"""Whom a write of compliance is about, and the locks that make a count of their contacts stand still."""

from django.utils.translation import gettext as _

from accounts.models import Cardholder, ContactPoint
from accounts.queries.visible import visible_to
from accounts.rules.personal_data import normal_phone
from collections_app.shared import crypto, sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


def known_cardholder(actor: Actor, cardholder_id: int) -> Cardholder:
    """The cardholder. Raises Refused("not_found") also for one the actor may not see."""
    cardholder = Cardholder.objects.filter(visible_to(actor), pk=cardholder_id).first()
    if cardholder is None:
        raise Refused("not_found", _("There is no such cardholder."))
    return cardholder


def number_hash_of(cardholder_id: int, contact_point_id: int | None) -> str:
    """The keyed hash of one of his numbers, "" for none named. Raises Refused("not_found", field="contact_point")."""
    if contact_point_id is None:
        return ""
    point = ContactPoint.objects.filter(pk=contact_point_id, cardholder=cardholder_id).first()
    if point is None:
        raise Refused("not_found", _("This cardholder has no such number."), field="contact_point")
    return point.value_hash


def typed_number_hash(text: str) -> str:
    """The keyed hash of a typed phone number, "" for none. Raises Refused("not_a_phone", field="number")."""
    if not text.strip():
        return ""
    normal = normal_phone(text)
    if normal is None:
        raise Refused("not_a_phone", _("This is no phone number."), field="number")
    return crypto.keyed_hash(normal)


def lock_number_then_person(number_hash: str, cardholder_id: int) -> None:
    """Wait for everyone who decides about this number, then for everyone who decides about this person (B22).

    Always in this order: two debtors who share a number wait for each other at the number and can never hold what the
    other one wants. A statement after this one sees all that they committed (READ COMMITTED).
    """
    sql.lock_for_transaction(f"contact number {number_hash}")
    lock_person(cardholder_id)


def lock_person(cardholder_id: int) -> None:
    """Wait for everyone who decides about this person; take no lock of a number after it."""
    sql.lock_for_transaction(f"contact person {cardholder_id}")
