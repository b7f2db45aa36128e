"""What a statement says on its date, gathered from what is owed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.rules.allocation import Component
from accounts.rules.facts import IssuedStatement
from accounts.rules.minimum_due import Billed
from accounts.rules.money import ZERO
from accounts.rules.owed import FEES, Owed

NOT_PURCHASES = tuple(component for component in Component if component is not Component.PURCHASE)


@dataclass(frozen=True)
class NewStatement:
    """A statement the night issues; the interest entry, if any, is among `Book.new_entries`."""

    seq: int
    statement_date: date
    due_date: date
    effective_due_date: date
    balance: Decimal
    minimum_due: Decimal
    past_due: Decimal
    own_slice: Decimal
    interest: Decimal
    fees: Decimal

    def issued(self, *, recorded_on: date) -> IssuedStatement:
        """The statement as later nights know it."""
        return IssuedStatement(
            seq=self.seq,
            statement_date=self.statement_date,
            due_date=self.due_date,
            effective_due_date=self.effective_due_date,
            balance=self.balance,
            minimum_due=self.minimum_due,
            past_due=self.past_due,
            recorded_on=recorded_on,
        )


def billed(owed: Owed, *, seq: int, past_due: Decimal, disputed: Decimal, credit_limit: Decimal) -> Billed:
    """What statement `seq` has its minimum computed from, on its date. No limit (0) is never exceeded.

    Example: 10 000.00 of purchases owed, 800.00 of them disputed, limit 9 500.00: `purchases` 9 200.00, `over_limit`
    500.00.
    """
    return Billed(
        balance=owed.balance,
        past_due=past_due,
        purchases=max(owed.sum([Component.PURCHASE], last=seq) - disputed, ZERO),
        older_other=owed.sum(NOT_PURCHASES, last=seq - 1),
        cycle_interest=owed.sum([Component.INTEREST], first=seq, last=seq),
        cycle_fees=owed.sum(FEES, first=seq, last=seq),
        cycle_cash=owed.sum([Component.CASH], first=seq, last=seq),
        cycle_instalments=owed.sum([Component.INSTALMENT], first=seq, last=seq),
        over_limit=max(owed.balance - credit_limit, ZERO) if credit_limit else ZERO,
    )
