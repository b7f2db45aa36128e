"""The accounts the worked examples speak of, and short ways to write entries."""

from datetime import date
from decimal import Decimal
from itertools import count

from accounts.rules.calendar import FixedDay
from accounts.rules.facts import Entry, Kind, Terms
from accounts.rules.policy import Policy, PolicyLine
from tests.accounts.simulation import Simulation

CALENDAR_A = Terms(statement_day=5, due_rule=FixedDay(25), first_statement_date=date(2025, 2, 5))
PLAIN = PolicyLine([Policy(valid_from=date(2000, 1, 1))])
GRACE_3 = PolicyLine([Policy(valid_from=date(2000, 1, 1), grace_days=3)])
_ids = count(1)


def d(text: str) -> date:
    """`d("02-26")` is a day of 2025; `d("2024-02-29")` is itself."""
    return date.fromisoformat(text if len(text) == 10 else f"2025-{text}")


def entry(kind: str, amount: str, on: str, *, value: str | None = None, recorded: str | None = None, **more) -> Entry:
    """A ledger entry; the kind gives the sign. Posted `on`, value date and recording the same day unless said."""
    sign = -1 if kind in ("PAYMENT", "REFUND", "WAIVER", "CHARGE_REVERSAL") else 1
    return Entry(
        id=next(_ids),
        kind=Kind(kind),
        amount=sign * Decimal(amount),
        posting_date=d(on),
        value_date=d(value or on),
        recorded_on=d(recorded or on),
        **more,
    )


def worked_account(*more: Entry, policies: PolicyLine = PLAIN, terms: Terms = CALENDAR_A) -> Simulation:
    """The account of the worked ledger: purchase 10 000.00 posted 2025-01-20, and what else is given."""
    return Simulation(terms, policies, [entry("PURCHASE", "10000.00", "01-20"), *more])
