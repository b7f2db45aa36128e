"""A contact may be possible sooner than was known: the floor above is told, so that no case sleeps past it."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string


def wake_cases(*, by: datetime, cardholder_ids: Sequence[int] | None = None) -> None:
    """Let no case of these cardholders, or (None) of anybody, sleep past `by`; who does it is `settings.WAKES_CASES`.

    Called inside the transaction of the change and before it locks anything else: it locks the cases, and whoever works
    a case locks the case before the person.
    """
    if cardholder_ids is None or cardholder_ids:
        import_string(settings.WAKES_CASES)(by=by, cardholder_ids=cardholder_ids)
