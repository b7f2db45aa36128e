"""The door of one restricted file: whoever is not cleared is told so, and the attempt stays on record."""

from django.utils.translation import gettext as _

from accounts.models import CardAccount, Cardholder
from accounts.queries import business_date
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


def refusal() -> Refused:
    """What somebody is told who is not cleared."""
    return Refused("restricted", _("This file is restricted. Ask a manager to be cleared for it."))


def must_see(actor: Actor, cardholder: Cardholder, *, account: CardAccount | None = None) -> None:
    """Let `actor` go on only when cleared. Raises Refused("restricted") and leaves the event `restricted.refused`.

    For doors that open one file by its number, outside of a transaction: lists use `visible_to` and stay silent.
    """
    if actor.cleared_for(cardholder.restriction):
        return
    events.record(
        "restricted.refused",
        actor=actor,
        account_id=account.pk if account else None,
        cardholder_id=cardholder.pk,
        data={"restriction": cardholder.restriction, "door": actor.channel},
        on=business_date(),
    )
    raise refusal()
