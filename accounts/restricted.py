"""The door of one file: restricted ones open to those cleared by name, an agency opens those its desks were given."""

from django.utils.translation import gettext as _

from accounts.models import CardAccount, Cardholder
from accounts.queries import business_date
from accounts.queries.visible import was_given
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


def may_open(actor: Actor, cardholder: Cardholder) -> bool:
    """Whether `actor` may open this file."""
    return actor.cleared_for(cardholder.restriction) and was_given(actor, cardholder)


def must_be_open(actor: Actor, cardholder: Cardholder) -> None:
    """Let an action go on only when the file is open to `actor`. Raises Refused("restricted")."""
    if may_open(actor, cardholder):
        return
    if actor.agency:
        raise Refused("restricted", _("This file was not given to your agency."))
    raise Refused("restricted", _("This file is restricted. Ask a manager to be cleared for it."))


def must_see(actor: Actor, cardholder: Cardholder, *, account: CardAccount | None = None) -> None:
    """The same for doors that open one file by its number; the attempt stays on record as `restricted.refused`.

    Outside of a transaction, which the refusal would undo: lists use `visible_to` and stay silent.
    """
    try:
        must_be_open(actor, cardholder)
    except Refused:
        events.record(
            "restricted.refused",
            actor=actor,
            account_id=account.pk if account else None,
            cardholder_id=cardholder.pk,
            data={"restriction": cardholder.restriction, "door": actor.channel},
            on=business_date(),
        )
        raise
