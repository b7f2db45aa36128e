"""The number behind a permit, in clear, for the one who got it and for nobody else."""

from accounts.models import ContactPoint
from collections_app.compliance.models import Permit
from collections_app.shared import crypto
from collections_app.shared.actor import Actor


def clear_number(actor: Actor, permit: Permit) -> str:
    """The number or address to use while the permit is open; "" for anyone else, once it is closed, or once erased.

    The event `permit.issued` is the record that its holder saw it. Who may unmask at any time calls `reveal`.
    """
    if permit.state != Permit.State.LIVE or permit.issued_to != actor.label:
        return ""
    point = ContactPoint.objects.filter(pk=permit.contact_point_id, cardholder_id=permit.cardholder_id).first()
    return crypto.decrypt(point.value) if point else ""


def dial_link(actor: Actor, permit: Permit) -> str:
    """What a phone dials at a click, such as `tel:13800138000`; "" when there is nothing to dial.

    Nobody of the demo portfolio is real, but a number may be somebody's: a demo cardholder's is never dialled.
    """
    if permit.channel != "PHONE" or permit.cardholder.is_demo:
        return ""
    number, _, extension = clear_number(actor, permit).partition("#")
    return f"tel:{number}{f';ext={extension}' if extension else ''}" if number else ""
