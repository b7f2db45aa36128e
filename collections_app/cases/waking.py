"""Cases that sleep until a contact is allowed, when it is allowed sooner than was known (`settings.WAKES_CASES`)."""

from collections.abc import Sequence
from datetime import datetime

from collections_app.shared import sql

from .models import Case
from .routing import IN_BULK


def wake_cases(*, by: datetime, cardholder_ids: Sequence[int] | None = None) -> int:
    """No open case of these cardholders, or (None) of anybody, sleeps past `by`; returns how many were to.

    No action of its own: compliance calls it inside the transaction of the change that allows the contact.
    """
    cases = Case.objects.filter(closed_on=None)
    if cardholder_ids is None:
        sql.lock_for_transaction(IN_BULK)
    else:
        # Awake ones too: who judges such a case at this moment, and does not see the change yet, would put it to sleep.
        theirs = cases.filter(cardholder__in=cardholder_ids).order_by("pk").select_for_update(no_key=True)
        cases = cases.filter(pk__in=list(theirs.values_list("pk", flat=True)))
    return cases.filter(sleeps_until__gt=by).update(sleeps_until=by)
