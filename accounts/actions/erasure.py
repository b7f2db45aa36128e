"""Erasing who a cardholder is, while what was booked and what was done stay (B11)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.models import (
    AccountHold,
    Address,
    CalendarChange,
    Cardholder,
    ContactPoint,
    PersonalData,
    RelatedParty,
    RestrictionChange,
)
from accounts.queries import recording_day
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

ERASED = "…"
"""Stands where words were that a row cannot be without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """How many rows of personal data are gone, and since when."""

    erased_on: date
    names: int
    contact_points: int
    addresses: int
    related_parties: int
    notes: int


@transaction.atomic
def erase_personal_data(*, actor: Actor, cardholder_id: int, reason: str, at: datetime) -> Erased:
    """Delete name, identity number, contact points and addresses for good; cards, ledger and events stay.

    The people around the cardholder lose their names; that somebody was spoken to, and in which role, stays. Why holds,
    restrictions and other statement days were set goes too, and what the floors above wrote about him, such as notes of
    contacts, in the same transaction (`settings.ERASE_ALSO`). Why he was erased stays, as proof, and in no event.
    Pages show "erased" from then on, and bank files no longer bring the data back. Lists of rejected rows repeat
    nothing of a person (`accounts.intake.layouts.PERSON`), so nothing of them remains there.
    Raises Refused: `forbidden`, `not_found`, `already_erased`; at field reason `missing`, `too_long`, `card_number`.
    """
    actor.must("data.erase")
    reason = text_of(reason, field="reason", longest=300)
    cardholder = Cardholder.objects.select_for_update(no_key=True).filter(pk=cardholder_id).first()
    if cardholder is None:
        raise Refused("not_found", _("There is no such cardholder."))
    if cardholder.erased_on is not None:
        raise Refused("already_erased", _("The personal data of this cardholder was erased before."))
    today = recording_day(at)
    erased = Erased(
        erased_on=today,
        names=PersonalData.objects.filter(pk=cardholder_id).delete()[0],
        contact_points=ContactPoint.objects.filter(cardholder_id=cardholder_id).delete()[0],
        addresses=Address.objects.filter(cardholder_id=cardholder_id).delete()[0],
        related_parties=_nameless(cardholder_id),
        notes=_wordless(cardholder_id)
        + sum(import_string(name)(actor=actor, cardholder_id=cardholder_id) for name in settings.ERASE_ALSO),
    )
    cardholder.erased_on, cardholder.erasure_reason = today, reason
    cardholder.save(update_fields=["erased_on", "erasure_reason"])
    events.record(
        "personal_data.erased",
        actor=actor,
        cardholder_id=cardholder_id,
        data={
            "names": erased.names,
            "contact_points": erased.contact_points,
            "addresses": erased.addresses,
            "related_parties": erased.related_parties,
            "notes": erased.notes,
        },
        on=today,
    )
    return erased


def _nameless(cardholder_id: int) -> int:
    """Blank whoever stands around the cardholder; the rows stay, because contacts point at them."""
    named = RelatedParty.objects.filter(cardholder_id=cardholder_id).exclude(name=b"")
    return named.update(name=b"", name_masked="", relation="")


def _wordless(cardholder_id: int) -> int:
    """Blank what people wrote beside facts of his accounts and his file; the facts and their days stay."""
    holds = AccountHold.objects.filter(card_account__cardholder=cardholder_id)
    holds.exclude(release_reason="").update(release_reason=ERASED)
    return (
        holds.update(reason=ERASED)
        + CalendarChange.objects.filter(card_account__cardholder=cardholder_id).update(reason=ERASED)
        + RestrictionChange.objects.filter(cardholder=cardholder_id).update(reason=ERASED)
    )
