"""What contacts know of a person in words goes when the person is erased (B11)."""

from django.db import transaction

from collections_app.contacts.models import ContactNote, Finding
from collections_app.shared.actor import Actor


@transaction.atomic
def erase_notes(*, actor: Actor, cardholder_id: int) -> int:
    """Delete the notes and the answers of the fact-finding list of every contact; returns how many.

    Called by `accounts.actions.erasure`, which notes the event (`settings.ERASE_ALSO`: accounts know nothing of
    contacts). The contacts stay, with what is coded and no words of anybody. Raises Refused("forbidden").
    """
    actor.must("data.erase")
    notes = ContactNote.objects.filter(contact__cardholder=cardholder_id).delete()[0]
    return notes + Finding.objects.filter(contact__cardholder=cardholder_id).delete()[0]
