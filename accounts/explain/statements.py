"""Statement by statement: what was asked, what paid it, what is still open."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.explain.reading import Reading


@dataclass(frozen=True)
class PaidPart:
    """Part of a payment that paid this statement's own slice."""

    entry_id: int
    value_date: date
    posting_date: date
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class StatementLine:
    """`own_slice` as billed, `slice_now` after waivers and reversed charges; `interest_free`: OPEN, KEPT or LOST."""

    seq: int
    statement_date: date
    due_date: date
    effective_due_date: date
    balance: Decimal
    minimum_due: Decimal
    past_due: Decimal
    own_slice: Decimal
    slice_now: Decimal
    unpaid: Decimal
    interest_free: str
    missed: bool | None
    late_fee: Decimal
    is_anchor: bool
    paid_by: tuple[PaidPart, ...]


def statement_lines(reading: Reading) -> Iterator[StatementLine]:
    """Every statement the nights know of, newest first."""
    book = reading.book
    issued = {row.seq: (row.balance, row.minimum_due) for row in reading.item.facts.statements}
    if new := book.new_statement:
        issued[new.seq] = (new.balance, new.minimum_due)
    entries = {entry.id: entry for entry in book.facts.entries}
    paid: dict[int, list[PaidPart]] = defaultdict(list)
    for part in book.slice_payments:
        entry = entries[part.entry_id]
        paid[part.seq].append(PaidPart(entry.id, entry.value_date, entry.posting_date, part.amount))
    for step in reversed(book.steps):
        balance, minimum = issued[step.seq]
        yield StatementLine(
            seq=step.seq,
            statement_date=step.statement_date,
            due_date=step.due_date,
            effective_due_date=step.effective_due_date,
            balance=balance,
            minimum_due=minimum,
            past_due=step.past_due,
            own_slice=max(minimum - step.past_due, Decimal("0.00")),
            slice_now=step.amount,
            unpaid=step.unpaid,
            interest_free=step.interest_free,
            missed=step.missed,
            late_fee=step.late_fee,
            is_anchor=step.seq == reading.shown.anchor_seq,
            paid_by=tuple(paid[step.seq]),
        )
