"""What is known of one account, as plain values: the only input of `book`.

Everything has the day it was recorded; the night for t knows what was recorded up to t-1 (L14).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from accounts.rules.allocation import Component
from accounts.rules.calendar import CalendarChange, DueRule, StatementCalendar


class Kind(StrEnum):
    """Kinds of ledger entry. Debits are positive amounts, credits negative."""

    PURCHASE = "PURCHASE"
    CASH_ADVANCE = "CASH_ADVANCE"
    INSTALMENT = "INSTALMENT"
    INTEREST = "INTEREST"
    INTEREST_CORRECTION = "INTEREST_CORRECTION"
    LATE_FEE = "LATE_FEE"
    OTHER_FEE = "OTHER_FEE"
    PAYMENT = "PAYMENT"
    PAYMENT_REVERSAL = "PAYMENT_REVERSAL"
    REFUND = "REFUND"
    CHARGE_REVERSAL = "CHARGE_REVERSAL"
    WAIVER = "WAIVER"


DEBIT_COMPONENTS = {
    Kind.PURCHASE: Component.PURCHASE,
    Kind.CASH_ADVANCE: Component.CASH,
    Kind.INSTALMENT: Component.INSTALMENT,
    Kind.INTEREST: Component.INTEREST,
    Kind.LATE_FEE: Component.LATE_FEE,
    Kind.OTHER_FEE: Component.OTHER_FEE,
}
SLICE_CHARGES = (Kind.INTEREST, Kind.LATE_FEE, Kind.OTHER_FEE)
"""Charges billed in full in the minimum: reversed or waived, they lower the slice that billed them (B3)."""
CREDITS = (Kind.PAYMENT, Kind.REFUND, Kind.WAIVER)
REVERSALS = (Kind.PAYMENT_REVERSAL, Kind.CHARGE_REVERSAL)


@dataclass(frozen=True)
class Terms:
    """The terms of an account. `bank_statements`, `bank_charges`: the feed keeps those books (B1)."""

    statement_day: int
    due_rule: DueRule
    first_statement_date: date
    credit_limit: Decimal = Decimal("0.00")
    bank_statements: bool = False
    bank_charges: bool = False
    calendar_changes: tuple[CalendarChange, ...] = ()

    @property
    def calendar(self) -> StatementCalendar:
        """Statement and due dates of the account."""
        return StatementCalendar(self.first_statement_date, self.statement_day, self.due_rule, self.calendar_changes)


@dataclass(frozen=True)
class Entry:
    """One ledger entry; see `accounts.models.LedgerEntry` for what each date decides.

    `unrounded` is what an interest amount was before its one rounding.
    """

    id: int
    kind: Kind
    amount: Decimal
    posting_date: date
    value_date: date
    recorded_on: date
    reverses: int | None = None
    statement_seq: int | None = None
    by_night: bool = False
    unrounded: Decimal = Decimal(0)

    @property
    def effective_on(self) -> date:
        return max(self.posting_date, self.value_date, self.recorded_on)


@dataclass(frozen=True)
class IssuedStatement:
    """A frozen statement. `past_due` is what was open on the ladder when it was issued; for a bank's statement,
    when the night took it in; None if no night has yet."""

    seq: int
    statement_date: date
    due_date: date
    effective_due_date: date
    balance: Decimal
    minimum_due: Decimal
    past_due: Decimal | None
    recorded_on: date

    @property
    def effective_on(self) -> date:
        return max(self.statement_date, self.recorded_on)


@dataclass(frozen=True)
class Hold:
    """An account hold; `until` is its last day, None while it lasts; known from `until_recorded_on` on."""

    kind: str
    since: date
    until: date | None
    recorded_on: date
    disputed_amount: Decimal = Decimal("0.00")
    until_recorded_on: date | None = None

    def known_to(self, night: date) -> "Hold":
        late = self.until_recorded_on is not None and self.until_recorded_on >= night
        return replace(self, until=None) if late else self

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Facts:
    """All facts of an account."""

    entries: Sequence[Entry] = field(default=())
    statements: Sequence[IssuedStatement] = field(default=())
    holds: Sequence[Hold] = field(default=())

    def known_now(self, night: date) -> "Facts":
        """The facts the night for `night` would use if it ran today: everything that counts from before it."""
        return replace(
            self,
            entries=[entry for entry in self.entries if entry.value_date < night],
            statements=[issued for issued in self.statements if issued.statement_date < night],
            holds=[hold for hold in self.holds if hold.since < night],
        )

    def known_to(self, night: date) -> "Facts":
        """The facts the night for `night` could use: taken effect and recorded before it."""
        return replace(
            self,
            entries=[entry for entry in self.entries if entry.effective_on < night],
            statements=[statement for statement in self.statements if statement.effective_on < night],
            holds=[hold.known_to(night) for hold in self.holds if hold.recorded_on < night],
        )
