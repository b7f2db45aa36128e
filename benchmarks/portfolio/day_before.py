"""What the bank delivers on the day before the measured night: payments, purchases, a few refunds."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from benchmarks.portfolio.archetypes import BUILT_THROUGH
from collections_app.shared import clock, sql

COLUMNS = (
    "card_account_id", "kind", "component", "amount", "posting_date", "value_date", "recorded_on", "recorded_at",
    "recorded_by", "source_ref", "description",
)  # fmt: skip


def load(payments: int, purchases: int, refunds: int) -> dict[str, Any]:
    """COPY the day's entries in.

    A third of the payments pays all, a third a fifth, a third 500.00; one in 200 is dated back a day. Who pays owes
    something; who buys is any account. Refunds take the exact road, as in every night.
    """
    debtors = sql.rows(
        "SELECT card_account_id, balance FROM accounts_position WHERE balance > 0 AND card_account_id >= 100001 "
        "ORDER BY md5('pays' || card_account_id) LIMIT %s",
        [payments + refunds],
    )
    buyers = sql.rows(
        "SELECT card_account_id FROM accounts_position ORDER BY md5('buys' || card_account_id) LIMIT %s", [purchases]
    )
    lines = [_payment(account, balance, place) for place, (account, balance) in enumerate(debtors[:payments])]
    lines += [_entry(account, "REFUND", "", Decimal("-20.00"), f"R{account}") for account, _ in debtors[payments:]]
    lines += [_entry(account, "PURCHASE", "PURCHASE", Decimal("186.40"), f"P{account}") for (account,) in buyers]
    rows = sql.copy_in("accounts_ledgerentry", COLUMNS, lines)
    sql.run("VACUUM ANALYZE accounts_ledgerentry")
    return {"entries": rows}


def _payment(account: int, balance: Decimal, place: int) -> list[Any]:
    amount = (balance, (balance / 5).quantize(Decimal("0.01")) + 1, Decimal("500.00"))[place % 3]
    return _entry(account, "PAYMENT", "", -amount, f"Z{account}", days_back=int(place % 200 == 0))


def _entry(account: int, kind: str, component: str, amount: Decimal, ref: str, *, days_back: int = 0) -> list[Any]:
    day = BUILT_THROUGH
    value = day - timedelta(days=days_back)
    return [account, kind, component, amount, day, value, day, clock.now(), "benchmarks", ref, ""]
