"""What has been paid that the night has not seen yet."""

from collections.abc import Iterable
from decimal import Decimal

from collections_app.shared import sql


def payments_since_night(account_ids: Iterable[int]) -> dict[int, Decimal]:
    """What was paid on these accounts since the last night, reversals taken off; accounts with nothing are left out.

    The night for t has seen what was effective before t, so that is what is effective from the business date on.
    Example: 500.00 paid at ten this morning gives {7: Decimal("500.00")}; reversed at noon, {}.
    """
    ids = list(account_ids)
    if not ids:
        return {}
    found = sql.rows(
        """
        SELECT card_account_id, -sum(amount)
        FROM accounts_ledgerentry
        WHERE card_account_id = ANY(%s) AND effective_on >= (SELECT business_date FROM accounts_installation)
          AND kind IN ('PAYMENT', 'PAYMENT_REVERSAL')
        GROUP BY 1 HAVING sum(amount) < 0
        """,
        [ids],
    )
    return dict(found)
