"""The issued statements of one account on the past-due ladder, and what was decided of each."""

from dataclasses import dataclass
from decimal import Decimal

from accounts.rules import ladder
from accounts.rules.facts import Entry
from accounts.rules.ladder import Rung
from accounts.rules.money import ZERO


@dataclass
class Step(Rung):
    """A statement on the ladder with what was decided after its effective due date.

    `past_due` is what was open when it was issued, `statement_unpaid` its balance less payments since,
    `interest` what it billed of interest, `missed_amount` how short its minimum was.
    """

    past_due: Decimal = ZERO
    statement_unpaid: Decimal = ZERO
    interest: Decimal = ZERO
    interest_free: str = "OPEN"
    missed: bool | None = None
    missed_amount: Decimal = ZERO
    late_fee: Decimal = ZERO


@dataclass(frozen=True)
class SlicePayment:
    """Part of a payment that paid a statement's own slice of the minimum."""

    entry_id: int
    seq: int
    amount: Decimal


class Steps:
    """The ladder, oldest statement first."""

    def __init__(self) -> None:
        self.all: list[Step] = []
        self.payments: list[SlicePayment] = []
        self._surplus: list[tuple[Entry, Decimal]] = []

    @property
    def unpaid(self) -> Decimal:
        """The unpaid part of the last minimum: all unpaid slices."""
        return sum((step.unpaid for step in self.all), ZERO)

    def add(self, step: Step, *, minimum_due: Decimal) -> None:
        """Put a statement on the ladder; where its balance capped the minimum, older slices give way (L13)."""
        if minimum_due < step.past_due:
            ladder.reduce_oldest(self.all, amount=step.past_due - minimum_due)
        self.all.append(step)

    def pay(self, entry: Entry) -> None:
        """A payment pays slices of statements cut by its posting date, oldest first (B2)."""
        surplus = self._pay(self.all, entry, -entry.amount)
        for step in self.all:
            if step.statement_date <= entry.posting_date:
                step.statement_unpaid += entry.amount
        self._surplus.append((entry, surplus))

    def pay_with_earlier_value_dates(self, step: Step) -> None:
        """A payment valued before this statement but posted after it pays this slice too (B2)."""
        for place, (entry, surplus) in enumerate(self._surplus):
            if step.statement_date <= entry.posting_date:
                left = self._pay([step], entry, surplus)
                step.statement_unpaid += entry.amount
                self._surplus[place] = (entry, left)

    def waive(self, amount: Decimal, *, seq: int, in_slice: bool) -> None:
        """A charge that statement `seq` billed was waived: its slice and what is unpaid since fall (B3)."""
        for step in self.all:
            if step.seq == seq and in_slice:
                ladder.credit(step, amount)
            if step.seq >= seq:
                step.statement_unpaid -= amount

    def correct_interest(self, amount: Decimal) -> None:
        """More interest was billed than was due: lower the slices that billed it, the newest first (B3)."""
        for step in reversed(self.all):
            part = min(amount, step.interest)
            ladder.credit(step, part)
            step.statement_unpaid -= part
            amount -= part

    def _pay(self, steps: list[Step], entry: Entry, amount: Decimal) -> Decimal:
        before = [step.unpaid for step in steps]
        surplus = ladder.pay(steps, amount=amount, posting_date=entry.posting_date)
        for step, unpaid in zip(steps, before, strict=True):
            if step.unpaid != unpaid:
                self.payments.append(SlicePayment(entry.id, step.seq, unpaid - step.unpaid))
        return surplus
