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
        self._revolving = False

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
        in_time = [p for p in payments if p.valued_on <= due]
        paid = self._pay(in_time)
        self._revolving = bill.balance + paid > POLICY.full_payment_tolerance_amount
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
        """Interest up to the statement date: cash from its day, the rest once a bill was not paid in full.

        What an earlier statement billed bears for the whole cycle, less what was paid in it; purchases of the bill that
        was not paid in full bear from their posting date (L5). Fees stay outside.
        """
        yuan_days = sum((posting.amount * self._bearing_days(posting, cycle) for posting in self.postings), ZERO)
        return to_cents(max(yuan_days, ZERO) * POLICY.daily_interest_rate)

    def _bearing_days(self, posting: Posting, cycle: Cycle) -> int:
        if posting.kind == "LATE_FEE" or posting.valued_on >= cycle.statement_date:
            return 0
        if posting.kind == "CASH_ADVANCE" and not self._revolving:
            return (cycle.statement_date - posting.valued_on).days if posting.valued_on >= cycle.begins else 0
        if not self._revolving:
            return 0
        return self._revolving_days(posting, cycle)

    def _revolving_days(self, posting: Posting, cycle: Cycle) -> int:
        whole = (cycle.statement_date - cycle.begins).days
        if posting.valued_on >= cycle.begins:
            bears = posting.amount < 0 or posting.kind in BEARS_AT_ONCE
            return (cycle.statement_date - posting.valued_on).days if bears else 0
        previous = self.bills[-1].cycle if self.bills else cycle
        newly = posting.kind == "PURCHASE" and posting.valued_on >= previous.begins
        return whole + ((cycle.begins - posting.valued_on).days if newly else 0)
