"""The past-due ladder: own slices of the minimum, paid oldest first by the total of each payment (§2.7, B2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.rules.money import ZERO


@dataclass
class Rung:
    """One statement on the ladder. `unpaid` falls as payments come; `amount` when charges are waived."""

    seq: int
    statement_date: date
    due_date: date
    effective_due_date: date
    amount: Decimal
    unpaid: Decimal


def pay(rungs: Iterable[Rung], *, amount: Decimal, posting_date: date) -> Decimal:
    """Pay slices of statements already cut on the posting date, oldest first; return the surplus.

    The surplus is not carried to later slices: it lowers the balance, hence the next minimum (B2).
    2 170.00 against slices 1 000.00, 1 170.00 and 1 076.91 cut later leaves all paid but the third.
    """
    left = amount
    for rung in rungs:
        if left <= 0:
            break
        if rung.statement_date <= posting_date:
            part = min(left, rung.unpaid)
            rung.unpaid -= part
            left -= part
    return left


def credit(rung: Rung, amount: Decimal) -> None:
    """Lower a slice because something it billed was waived or reversed (B3, L3): 1 170.00 less 50.00 is 1 120.00.

    What payments already covered of it stays covered; neither amount goes below zero.
    """
    part = min(amount, rung.amount)
    rung.amount -= part
    rung.unpaid = max(rung.unpaid - part, ZERO)


def reduce_oldest(rungs: Iterable[Rung], *, amount: Decimal) -> None:
    """Take `amount` off the open slices, oldest first (L13: the balance caps the minimum below the past due)."""
    for rung in rungs:
        if amount <= 0:
            return
        part = min(amount, rung.unpaid)
        credit(rung, part)
        amount -= part


def shortage(rungs: Iterable[Rung], *, seq: int) -> Decimal:
    """Unpaid part of the minimum of statement `seq`: the unpaid slices up to it, summed (L10)."""
    return sum((rung.unpaid for rung in rungs if rung.seq <= seq), ZERO)
