"""Cases that sleep until a contact is allowed, when it is allowed sooner than was known (`settings.WAKES_CASES`)."""

from collections.abc import Sequence
from datetime import datetime

from collections_app.shared import sql

from .models import Case
from .routing import IN_BULK


def wake_cases(*, by: datetime, cardholder_ids: Sequence[int] | None = None) -> int:
    """No open case of these cardholders, or (None) of anybody, sleeps past `by`; returns how many were to.

    No action of its own: the floors below call it inside the transaction of the change that allows the contact. Three
    statements at most, however many cardholders a bank file brings.
    """
    if cardholder_ids is None or len(cardholder_ids) > 1:
        sql.lock_for_transaction(IN_BULK)
    if cardholder_ids is None:
        return Case.objects.filter(closed_on=None, sleeps_until__gt=by).update(sleeps_until=by)
    # Awake ones too: who judges such a case at this moment, and does not see the change yet, would put it to sleep.
    theirs = sql.rows(
        "SELECT id FROM cases_case WHERE cardholder_id = ANY(%s) AND closed_on IS NULL ORDER BY id FOR NO KEY UPDATE",
        [list(cardholder_ids)],
    )
    return sql.run(
        "UPDATE cases_case SET sleeps_until = %s WHERE id = ANY(%s) AND sleeps_until > %s",
        [by, [number for (number,) in theirs], by],
    )
