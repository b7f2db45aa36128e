"""The contacts somebody may see."""

from django.db.models import QuerySet

from accounts.queries.visible import visible_to
from collections_app.contacts.models import Contact
from collections_app.shared.actor import Actor


def visible_contacts(actor: Actor) -> QuerySet[Contact]:
    """Contacts of the cases `actor` may see, with what a list shows of them; also those that were corrected."""
    contacts = Contact.objects.filter(visible_to(actor, prefix="cardholder__"))
    if actor.agency:
        contacts = contacts.filter(case__team__in=actor.teams)
    shown = contacts.select_related("cardholder", "outcome", "reason", "note", "related_party", "permit")
    return shown.prefetch_related("findings", "facts", "corrections")
