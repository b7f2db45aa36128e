"""Which cardholders somebody may see.

Files of bank staff and VIPs: only those who were cleared for them by name. An outside agency: only whom its desks were
given; cases stand above accounts, so `settings.CARDHOLDERS_OF_DESK` says who that is.
"""

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

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
    seen = ~Q(**{f"{prefix}pk__in": hidden.values("pk")})
    return seen & Q(**{f"{prefix}pk__in": _given_to(actor)}) if actor.agency else seen


def was_given(actor: Actor, cardholder: Cardholder) -> bool:
    """Whether this cardholder is one of those an outside agency works; everybody is, for people of the house."""
    return not actor.agency or _given_to(actor).filter(cardholder=cardholder).exists()


def _given_to(actor: Actor) -> QuerySet:
    """Ids of the cardholders whom the desks of an agency were given."""
    return import_string(settings.CARDHOLDERS_OF_DESK)(actor)
