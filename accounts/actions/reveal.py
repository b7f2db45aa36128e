"""Unmasking personal data: decrypted for one look, and every look is an event."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Address, Cardholder, ContactPoint, PersonalData
from accounts.queries import recording_day
from accounts.restricted import must_be_open
from collections_app.events import actions as events
from collections_app.shared import crypto
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

NAME = "name"
ID_NUMBER = "id_number"
BIRTH_DATE = "birth_date"
CONTACT_POINTS = "contact_points"
ADDRESSES = "addresses"
WHAT = (NAME, ID_NUMBER, BIRTH_DATE, CONTACT_POINTS, ADDRESSES)
"""Parts of the personal data that are masked until they are asked for."""


def reveal(
    *, actor: Actor, cardholder_id: int, what: Collection[str], account_id: int | None = None, at: datetime
) -> dict[str, Any]:
    """The parts named in `what`, in clear text; logs `personal_data.revealed` with their names, never their values.

    `account_id` is the account on whose page somebody looked, if it was on one.
    Returns one key per part: `name` and `id_number` text or None; `birth_date` date or None; `contact_points` a list of
    {id, kind, value, status}; `addresses` a list of {id, kind, province, city, line}.
    Raises Refused: `forbidden`, `invalid` (field what), `not_found`, `restricted`, `erased`, `undecryptable`.
    Example: `reveal(actor=actor, cardholder_id=7, what=["contact_points"], at=clock.now())` gives
    `{"contact_points": [{"id": 3, "kind": "MOBILE", "value": "13800138000", "status": "UNVERIFIED"}]}`.
    """
    actor.must("accounts.reveal")
    asked = _asked(what)
    with transaction.atomic():
        cardholder = Cardholder.objects.filter(pk=cardholder_id).first()
        if cardholder is None:
            raise Refused("not_found", _("There is no such cardholder."))
        must_be_open(actor, cardholder)
        if cardholder.erased_on is not None:
            raise Refused("erased", _("The personal data of this cardholder was erased."))
        found = {part: _READ[part](cardholder_id) for part in asked}
        events.record(
            "personal_data.revealed",
            actor=actor,
            account_id=account_id,
            cardholder_id=cardholder_id,
            data={"what": asked, "door": actor.channel},
            on=recording_day(at),
        )
    return found


def _asked(what: Collection[str]) -> list[str]:
    """The parts asked for, each once, in the order of WHAT."""
    unknown = sorted(set(what) - set(WHAT))
    if unknown or not what:
        parts = ", ".join(WHAT)
        raise Refused("invalid", _("Say which parts to show: %(parts)s.") % {"parts": parts}, field="what")
    return [part for part in WHAT if part in what]


def _name(cardholder_id: int) -> str | None:
    return PersonalData.objects.filter(pk=cardholder_id).values_list("name", flat=True).first()


def _id_number(cardholder_id: int) -> str | None:
    sealed = PersonalData.objects.filter(pk=cardholder_id).values_list("id_number", flat=True).first()
    return crypto.decrypt(sealed) if sealed else None


def _birth_date(cardholder_id: int) -> date | None:
    return PersonalData.objects.filter(pk=cardholder_id).values_list("birth_date", flat=True).first()


def _contact_points(cardholder_id: int) -> list[dict[str, Any]]:
    return [
        {"id": point.pk, "kind": point.kind, "value": crypto.decrypt(point.value), "status": point.status}
        for point in ContactPoint.objects.filter(cardholder_id=cardholder_id).order_by("id")
    ]


def _addresses(cardholder_id: int) -> list[dict[str, Any]]:
    return [
        {
            "id": address.pk,
            "kind": address.kind,
            "province": address.province,
            "city": address.city,
            "line": crypto.decrypt(address.line),
        }
        for address in Address.objects.filter(cardholder_id=cardholder_id).order_by("id")
    ]


_READ = {
    NAME: _name,
    ID_NUMBER: _id_number,
    BIRTH_DATE: _birth_date,
    CONTACT_POINTS: _contact_points,
    ADDRESSES: _addresses,
}
