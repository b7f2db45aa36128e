"""What people wrote about a person beside stop signals, consents, overrides and breaches goes with the person (B11)."""

from django.db import transaction

from collections_app.compliance.models import Breach, Consent, Override, StopSignal
from collections_app.shared.actor import Actor

ERASED = "…"
"""Stands where words were that a row cannot be without."""


@transaction.atomic
def erase_words(*, actor: Actor, cardholder_id: int) -> int:
    """Blank notes, reasons and findings; returns how many. What was forbidden, agreed and broken, and when, stays.

    Called by `accounts.actions.erasure` (`settings.ERASE_ALSO`), which notes the event. Raises Refused("forbidden").
    """
    actor.must("data.erase")
    of_him = {"cardholder": cardholder_id}
    return sum(
        (
            StopSignal.objects.filter(**of_him).exclude(note="").update(note=""),
            StopSignal.objects.filter(**of_him).exclude(lift_reason="").update(lift_reason=ERASED),
            Consent.objects.filter(**of_him).exclude(note="").update(note=""),
            Override.objects.filter(**of_him).update(reason=ERASED),
            Breach.objects.filter(**of_him).exclude(finding="").update(finding=ERASED),
        )
    )
