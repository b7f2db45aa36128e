"""What people wrote about a person beside his cases goes when the person is erased (B11)."""

from django.db import transaction

from collections_app.cases.models import CaseHold, Passed
from collections_app.shared.actor import Actor

ERASED = "…"
"""Stands where a reason was."""


@transaction.atomic
def erase_reasons(*, actor: Actor, cardholder_id: int) -> int:
    """Blank why cases were held, released, skipped and given back; returns how many rows. Kinds and days stay.

    Called by `accounts.actions.erasure` (`settings.ERASE_ALSO`), which notes the event. Raises Refused("forbidden").
    """
    actor.must("data.erase")
    holds = CaseHold.objects.filter(case__cardholder=cardholder_id)
    holds.exclude(release_reason="").update(release_reason=ERASED)
    return holds.update(reason=ERASED) + Passed.objects.filter(case__cardholder=cardholder_id).update(reason=ERASED)
