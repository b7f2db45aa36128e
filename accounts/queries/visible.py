"""Which cardholders somebody may see: files of bank staff and VIPs only those who were cleared for them by name."""

from django.db.models import Q

from accounts.models import Cardholder
from collections_app.shared.actor import Actor


def visible_to(actor: Actor, *, prefix: str = "") -> Q:
    """Rows whose cardholder `actor` may see. `prefix` leads from the row to the cardholder, "" on Cardholder itself.

    Restricted files are few, so they are named and left out: a list of a million goes on through its own index.
    Example: `LedgerEntry.objects.filter(visible_to(actor, prefix="card_account__cardholder__"))`.
    """
    if actor.everything:
        return Q()
    hidden = Cardholder.objects.exclude(restriction="").exclude(restriction__in=actor.clearances)
    return ~Q(**{f"{prefix}pk__in": hidden.values("pk")})
