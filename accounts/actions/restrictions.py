"""Closing a cardholder's file to all but those cleared for it by name, and opening it again."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.models import Cardholder, RestrictionChange
from accounts.restricted import must_be_open
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


@transaction.atomic
def restrict(*, actor: Actor, cardholder_id: int, restriction: str, reason: str, on: date) -> Cardholder:
    """Mark a file as STAFF or VIP, or with "" as open to every role; counts at once, for all accounts of the person.

    Whoever changes or lifts a restriction is cleared for it: else the right to close files would open them.
    Bank files do not bring restrictions yet. `on` is the business date the event belongs to.
    Raises Refused: `forbidden`, `not_found`, `restricted`; at field restriction `unknown_restriction`, `unchanged`; at
    field reason `missing`, `too_long`, `invalid`, `card_number`.
    """
    actor.must("teams.manage")
    reason = text_of(reason, field="reason", longest=300)
    if restriction and restriction not in Cardholder.Restriction.values:
        raise Refused("unknown_restriction", _("There is no such restriction."), field="restriction")
    cardholder = Cardholder.objects.select_for_update(no_key=True).filter(pk=cardholder_id).first()
    if cardholder is None:
        raise Refused("not_found", _("There is no such cardholder."))
    must_be_open(actor, cardholder)
    if cardholder.restriction == restriction:
        raise Refused("unchanged", _("The file is in this state already."), field="restriction")
    before, cardholder.restriction = cardholder.restriction, restriction
    cardholder.save(update_fields=["restriction"])
    change = RestrictionChange.objects.create(
        cardholder=cardholder,
        restriction=restriction,
        before=before,
        reason=reason,
        recorded_on=on,
        recorded_by=actor.label,
    )
    events.record(
        "cardholder.restricted" if restriction else "cardholder.opened",
        actor=actor,
        cardholder_id=cardholder.pk,
        data={"restriction": restriction, "before": before, "change": change.pk},
        on=on,
    )
    return cardholder
