"""What a payment valued today would lead to tomorrow: to CURRENT, or down by some buckets."""

from collections.abc import Iterator
from copy import copy
from datetime import timedelta
from decimal import Decimal

from accounts.explain.explanation import Cure, CureStep
from accounts.explain.reading import Reading
from accounts.rules import buckets, ladder
from accounts.rules.buckets import Bucket
from accounts.rules.ladder import shortage
from accounts.rules.money import ZERO
from accounts.rules.policy import PolicyLine
from accounts.rules.steps import Step


def cure_of(reading: Reading) -> Cure | None:
    """The amounts that cure the account today; None while it is CURRENT and nothing fell due unpaid today.

    The worked account on 2025-04-10: 1 000.00 leads to M1, 2 170.00 to CURRENT.
    """
    tomorrow = reading.on + timedelta(days=1)
    due = [step for step in reading.book.steps if step.effective_due_date < tomorrow]
    at_least = max((_short(due, step, reading.line) for step in due), default=ZERO)
    if at_least <= 0:
        return None
    steps = tuple(_steps(reading, due))
    return Cure(amount=sum((step.unpaid for step in due), ZERO), at_least=at_least, steps=steps)


def _short(due: list[Step], step: Step, line: PolicyLine) -> Decimal:
    """How much is missing until the shortage of this statement lies within its tolerance."""
    tolerance = line.on(step.effective_due_date).overdue_tolerance_amount
    return shortage(due, seq=step.seq) - tolerance


def _steps(reading: Reading, due: list[Step]) -> Iterator[CureStep]:
    """Paying one more slice each, oldest first; only payments that change the bucket of tomorrow."""
    amount, before = ZERO, _bucket_tomorrow(reading, ZERO)
    for step in due:
        amount += step.unpaid
        after = _bucket_tomorrow(reading, amount)
        if after is not before:
            yield CureStep(amount=amount, bucket=after.label)
            before = after


def _bucket_tomorrow(reading: Reading, amount: Decimal) -> Bucket:
    steps = [copy(step) for step in reading.book.steps]
    ladder.pay(steps, amount=amount, posting_date=reading.on)
    return buckets.standing(
        steps,
        statement_dates=reading.book.cycles.statements,
        effective_due_dates=reading.book.cycles.effective_dues,
        tolerance=lambda rung: reading.line.on(rung.effective_due_date).overdue_tolerance_amount,
        on=reading.on + timedelta(days=1),
    ).bucket
