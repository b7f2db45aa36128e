"""Which terms does a demo account have, and which dates follow from them?"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.rules.calendar import DueRule, FixedDay, due_date, first_statement_after, next_statement_date

from .layouts import Row

GRACE_DAYS = 3
"""Of the policy profile CN_CBA_2026; demo people know their bank's grace days."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """The demo's span of history: facts from `opens` to the day before `until`, the day on which one looks."""

    opens: date
    until: date

    @property
    def last_day(self) -> date:
        return self.until - timedelta(days=1)

    @classmethod
    def before(cls, until: date, *, months: int) -> "Window":
        """From the first of the month that many months before: 8 before 2026-11-23 is 2026-03-01."""
        index = until.year * 12 + until.month - 1 - months
        return cls(opens=date(index // 12, index % 12 + 1, 1), until=until)


@dataclass(frozen=True, kw_only=True)
class Card:
    """One account's terms. `bank_keeps_books`: statements, interest and fees come from the feed."""

    account_no: str
    customer_no: str
    product: str
    currency: str
    limit: Decimal
    statement_day: int
    due_rule: DueRule
    opened_on: date
    last4: str
    bank_keeps_books: bool = False

    @property
    def cash_limit(self) -> Decimal:
        return (self.limit / 2).quantize(Decimal(1))

    def row(self, window: Window) -> Row:
        """The account as a row of its layout."""
        books = "BANK" if self.bank_keeps_books else "OWN"
        due = (
            {"due_day": self.due_rule.day}
            if isinstance(self.due_rule, FixedDay)
            else {"due_offset_days": self.due_rule.days}
        )
        return {
            "account_no": self.account_no,
            "customer_no": self.customer_no,
            "product": self.product,
            "currency": self.currency,
            "opened_on": self.opened_on,
            "statement_day": self.statement_day,
            **due,
            "credit_limit": self.limit,
            "cash_limit": self.cash_limit,
            "card_last4": self.last4,
            "card_token": f"demo-{self.account_no}",
            "first_statement_date": self.cycles(window)[0].statement_date,
            "statements_by": books,
            "charges_by": books,
            "recorded_date": window.opens,
        }

    def cycles(self, window: Window) -> list["Cycle"]:
        """Every cycle that begins in the window; the statement of the last one lies on or after `until`."""
        cycles = []
        begins = window.opens
        statement = first_statement_after(window.opens, self.statement_day)
        while begins <= window.last_day:
            due = due_date(statement, statement_day=self.statement_day, due_rule=self.due_rule)
            cycles.append(Cycle(begins, statement, due, due + timedelta(days=GRACE_DAYS)))
            begins, statement = statement, next_statement_date(statement, self.statement_day)
        return cycles


@dataclass(frozen=True)
class Cycle:
    """From the previous statement date to the day before this one; what is posted in it stands on this statement."""

    begins: date
    statement_date: date
    due_date: date
    effective_due_date: date
