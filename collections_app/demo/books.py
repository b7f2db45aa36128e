"""What does the bank believe a demo account owes? Bills, minimums, interest and fees, month by month.

For accounts the bank keeps, this writes the statements and charges of its feed. For accounts Fairdue keeps, only the
cardholder looks at it, to know what to pay: the night computes the real figures, which differ by a few yuan at most.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.rules.ladder import Rung, pay, reduce_oldest
from accounts.rules.late_fee import late_fee
from accounts.rules.minimum_due import Billed, minimum_due
from accounts.rules.money import ZERO, to_cents
from accounts.rules.policy import Policy

from .card import Card, Cycle
from .layouts import Row

POLICY = Policy(
    valid_from=date(2000, 1, 1),
    grace_days=3,
    overdue_tolerance_amount=Decimal("10.00"),
    full_payment_tolerance_amount=Decimal("10.00"),
)
"""The shipped numbers of CN_CBA_2026."""

BEARS_AT_ONCE = frozenset({"CASH_ADVANCE", "PAYMENT_REVERSAL"})
CREDITS = frozenset({"PAYMENT", "REFUND", "WAIVER"})


@dataclass(frozen=True)
class Posting:
    """One booking, debits positive, with the day on which it counts."""

    kind: str
    amount: Decimal
    posted_on: date
    valued_on: date


@dataclass(frozen=True, kw_only=True)
class Bill:
    """What the cardholder reads on a statement, and how many minimums were missed before it."""

    cycle: Cycle
    balance: Decimal
    minimum_due: Decimal
    past_due: Decimal
    interest: Decimal
    fees: Decimal


class Books:
    """One account's postings, and the ladder of unpaid minimums."""

    def __init__(self, card: Card):
        self.card = card
        self.rungs: list[Rung] = []
        self.bills: list[Bill] = []
        self.postings: list[Posting] = []
        # What bears interest from the latest statement date on, and fees, which bear none.
        self._bearing = ZERO
        self._fees = ZERO
        # First day whose purchases lost their interest-free days with the latest bill; None when it was paid in full.
        self._lost_from: date | None = None

    # -- what is owed ----------------------------------------------------------------------------

    def balance(self, before: date) -> Decimal:
        """Sum of everything posted before a day."""
        return sum((p.amount for p in self.postings if p.posted_on < before), ZERO)

    def open_rungs(self) -> list[Rung]:
        """Unpaid minimums, oldest first; a residue within the tolerance is not worth a payment."""
        return [rung for rung in self.rungs if rung.unpaid > 0]

    def post(self, kind: str, amount: Decimal, posted_on: date, *, valued_on: date | None = None) -> None:
        signed = -amount if kind in CREDITS else amount
        self.postings.append(Posting(kind, signed, posted_on, valued_on or posted_on))

    # -- the months --------------------------------------------------------------------------------

    def close(self, cycle: Cycle) -> Bill:
        """Cut the statement of a cycle: interest, balance, minimum; the own slice joins the ladder."""
        interest = self._interest(cycle)
        if interest > 0:
            self.post("INTEREST", interest, cycle.statement_date - timedelta(days=1))
        balance = self.balance(cycle.statement_date)
        past_due = self._past_due(balance)
        fees = self._in_cycle(cycle, "LATE_FEE", "WAIVER")
        asked = minimum_due(self._billed(cycle, balance, past_due, interest, fees), policy=POLICY)
        own = asked.minimum - past_due
        seq = len(self.rungs) + 1
        self.rungs.append(Rung(seq, cycle.statement_date, cycle.due_date, cycle.effective_due_date, own, own))
        bill = Bill(
            cycle=cycle,
            balance=balance,
            minimum_due=asked.minimum,
            past_due=past_due,
            interest=interest,
            fees=fees,
        )
        self.bills.append(bill)
        return bill

    def settle(self, payments: list[Posting]) -> Decimal:
        """Take the payments made on the latest bill and return the late fee it costs, 0.00 if none.

        What is valued up to the effective due date counts for the fee and for keeping the interest-free days.
        """
        bill = self.bills[-1]
        due = bill.cycle.effective_due_date
        paid = self._pay([p for p in payments if p.valued_on <= due])
        if bill.balance + paid > POLICY.full_payment_tolerance_amount:
            self._bearing, self._lost_from = bill.balance - self._fees, bill.cycle.begins
        short = sum((rung.unpaid for rung in self.rungs), ZERO)
        self._pay([p for p in payments if p.valued_on > due])
        return late_fee(short, policy=POLICY)

    def statement_row(self, bill: Bill, *, months_past_due: int) -> Row:
        """A statement as the bank's feed brings it."""
        return {
            "account_no": self.card.account_no,
            "statement_date": bill.cycle.statement_date,
            "due_date": bill.cycle.due_date,
            "balance": bill.balance,
            "minimum_due": bill.minimum_due,
            "past_due": bill.past_due,
            "interest": bill.interest,
            "fees": bill.fees,
            "months_past_due": months_past_due,
            "recorded_date": bill.cycle.statement_date,
        }

    # -- small helpers -----------------------------------------------------------------------------

    def _past_due(self, balance: Decimal) -> Decimal:
        """Unpaid earlier minimums; where the balance is smaller, the open slices are reduced, oldest first."""
        unpaid = sum((rung.unpaid for rung in self.rungs), ZERO)
        excess = max(unpaid - max(balance, ZERO), ZERO)
        reduce_oldest(self.rungs, amount=excess)
        return unpaid - excess

    def _pay(self, payments: list[Posting]) -> Decimal:
        for payment in payments:
            pay(self.rungs, amount=-payment.amount, posting_date=payment.posted_on)
        return sum((payment.amount for payment in payments), ZERO)

    def _in_cycle(self, cycle: Cycle, *kinds: str) -> Decimal:
        """What was posted in the cycle of these kinds; never below zero (a waiver may meet an older fee)."""
        cycle_days = (cycle.begins, cycle.statement_date)
        posted = (p.amount for p in self.postings if p.kind in kinds and cycle_days[0] <= p.posted_on < cycle_days[1])
        return max(sum(posted, ZERO), ZERO)

    def _billed(self, cycle: Cycle, balance: Decimal, past_due: Decimal, interest: Decimal, fees: Decimal) -> Billed:
        cash = self._in_cycle(cycle, "CASH_ADVANCE")
        billed = zip(self.bills, self.rungs, strict=True)
        other = min(sum((bill.interest + bill.fees for bill, rung in billed if rung.unpaid), ZERO), past_due)
        return Billed(
            balance=balance,
            past_due=past_due,
            purchases=max(balance - interest - fees - cash - other, ZERO),
            older_other=other,
            cycle_interest=interest,
            cycle_fees=fees,
            cycle_cash=min(cash, max(balance, ZERO)),
            cycle_instalments=ZERO,
            over_limit=max(balance - self.card.limit, ZERO),
        )

    def _interest(self, cycle: Cycle) -> Decimal:
        """Interest billed on the statement date, and what bears from then on.

        What bore before, less what was paid in the cycle after fees; cash from its day (L6); purchases of a bill not
        paid in full from their posting date (L5). 1 000.00 for 31 days, 400.00 of it paid 10 days before the end:
        0.05 % of 31 000.00 - 4 000.00 is 13.50.
        """
        yuan_days = self._bearing * (cycle.statement_date - cycle.begins).days + self._lost_days(cycle)
        for posting in sorted(self._counted_in(cycle), key=lambda p: p.valued_on):
            days = (cycle.statement_date - posting.valued_on).days
            if posting.kind in BEARS_AT_ONCE:
                self._bearing += posting.amount
                yuan_days += posting.amount * days
            elif posting.kind == "LATE_FEE":
                self._fees += posting.amount
            elif posting.kind in CREDITS:
                yuan_days -= self._credit(-posting.amount) * days
        interest = to_cents(max(yuan_days, ZERO) * POLICY.daily_interest_rate)
        self._bearing += interest
        return interest

    def _counted_in(self, cycle: Cycle) -> list[Posting]:
        return [p for p in self.postings if cycle.begins <= p.valued_on < cycle.statement_date]

    def _lost_days(self, cycle: Cycle) -> Decimal:
        """Days before the cycle of the purchases that have just lost their interest-free days."""
        since, self._lost_from = self._lost_from, None
        if since is None:
            return ZERO
        lost = (p for p in self.postings if p.kind == "PURCHASE" and since <= p.posted_on < cycle.begins)
        return sum((p.amount * (cycle.begins - p.posted_on).days for p in lost), ZERO)

    def _credit(self, amount: Decimal) -> Decimal:
        """Take a credit off fees first and return the part that stops bearing interest."""
        on_fees = min(amount, self._fees)
        self._fees -= on_fees
        part = max(min(amount - on_fees, self._bearing), ZERO)
        self._bearing -= part
        return part
