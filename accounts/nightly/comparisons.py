"""Ours beside the bank's (B1) for accounts that took the exact road on a statement date."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from accounts.models import ChargeComparison
from accounts.nightly.facts import AccountFacts
from accounts.nightly.shard import Shard
from accounts.rules.allocation import Component
from accounts.rules.book import ONE_DAY, Book

Row = tuple[str, Decimal, Decimal | None]


def compare(books: Sequence[tuple[AccountFacts, Book]], shard: Shard) -> None:
    """Keep what we would have billed tonight; the set-based twin stands in `cut_statements.sql`."""
    ChargeComparison.objects.bulk_create(
        (
            ChargeComparison(
                card_account_id=item.account.pk,
                seq=book.cycle_seq,
                what=what,
                ours=ours,
                banks=banks,
                compared_on=shard.on,
            )
            for item, book in books
            if book.cycles.seq_on(shard.on) == book.cycle_seq
            for what, ours, banks in _rows(book)
        ),
        ignore_conflicts=True,
    )


def _rows(book: Book) -> Iterator[Row]:
    seq = book.cycle_seq
    if book.terms.bank_charges:
        interest, late_fees = (
            book.owed.sum([part], first=seq, last=seq) for part in (Component.INTEREST, Component.LATE_FEE)
        )
        if book.our_interest[seq] or interest:
            yield ChargeComparison.What.INTEREST, book.our_interest[seq], interest
        ours = _our_late_fees(book, seq)
        if ours or late_fees:
            yield ChargeComparison.What.LATE_FEE, ours, late_fees
    if book.terms.bank_statements and (book.our_minimum[seq] or book.owed.sum()):
        yield ChargeComparison.What.MINIMUM, book.our_minimum[seq], None


def _our_late_fees(book: Book, seq: int) -> Decimal:
    """Our fees dated into the cycle: each the day after its effective due date."""
    since = book.cycles.statements[seq - 2] if seq > 1 else None
    return sum(
        (
            step.late_fee
            for step in book.steps
            if step.effective_due_date + ONE_DAY < book.on
            and (since is None or step.effective_due_date + ONE_DAY >= since)
        ),
        Decimal("0.00"),
    )
