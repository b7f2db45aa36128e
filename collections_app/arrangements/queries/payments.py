"""What counts for a promise: the entries behind its figures."""

from datetime import timedelta

from django.db.models import QuerySet

from accounts.models import LedgerEntry
from collections_app.arrangements.models import PromiseToPay

COUNTING = (LedgerEntry.Kind.PAYMENT, LedgerEntry.Kind.PAYMENT_REVERSAL)


def counting_entries(promise: PromiseToPay) -> QuerySet[LedgerEntry]:
    """Payments and reversals on the promise's accounts with a value date in its time, oldest first.

    Also those the last night did not know yet: the next one takes them in.
    """
    last_day = promise.last_due_on + timedelta(days=promise.grace_days)
    return (
        LedgerEntry.objects.filter(
            card_account__in=promise.account_ids,
            kind__in=COUNTING,
            value_date__range=(promise.made_on, last_day),
        )
        .select_related("card_account")
        .order_by("value_date", "id")
    )
