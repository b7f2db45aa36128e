"""Stores what played books leave: new entries and statements, then every derived row of those accounts."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import LedgerEntry, Position, Statement
from accounts.nightly.comparisons import compare
from accounts.nightly.facts import NIGHT, AccountFacts
from accounts.nightly.history import correct_history
from accounts.nightly.shard import Shard
from accounts.rules.book import Book
from accounts.rules.buckets import Standing
from accounts.rules.facts import DEBIT_COMPONENTS, Entry, Kind
from collections_app.events import actions as events
from collections_app.events.actions import Happened
from collections_app.shared import clock, sql
from collections_app.shared.actor import Actor

Played = Sequence[tuple[AccountFacts, Book]]


def store(books: Played, shard: Shard) -> None:
    """Write the books of a batch; the accounts' derived rows are replaced, facts only added."""
    old = {p.pk: p for p in Position.objects.filter(pk__in=[item.account.pk for item, _ in books])}
    _add_entries(books, shard)
    _add_statements(books, shard)
    ids = [item.account.pk for item, _ in books]
    _replace_pools(books, ids)
    _replace_slices(books, ids)
    _replace_allocations(books, ids)
    standings = {item.account.pk: _standing(book, old[item.account.pk], shard) for item, book in books}
    _update_positions(books, old, standings, shard)
    correct_history([(item.account.pk, book) for item, book in books if standings[item.account.pk] is not None], shard)
    events.record_all(actor=Actor.night(), happened=_moves(books, old, standings, shard), on=shard.on)
    compare(books, shard)


def _standing(book: Book, old: Position, shard: Shard) -> Standing | None:
    """Where the account stands; None if a held night may not make it worse."""
    now = book.standing(shard.on)
    return None if shard.held and now.bucket > old.bucket else now


def _add_entries(books: Played, shard: Shard) -> None:
    now = clock.now()
    columns = [
        "card_account_id", "kind", "component", "amount", "unrounded", "posting_date", "value_date", "recorded_on",
        "recorded_at", "recorded_by", "source_ref", "reverses_id", "statement_seq", "policy_version_id", "description",
    ]  # fmt: skip
    sql.copy_in(
        "accounts_ledgerentry",
        columns,
        (
            [
                item.account.pk, entry.kind, _component(entry, item), entry.amount, _unrounded(entry),
                entry.posting_date, entry.value_date, shard.on, now, NIGHT, "", entry.reverses, entry.statement_seq,
                book.policies.on(_policy_day(entry, book)).id, "",
            ]
            for item, book in books
            for entry in book.new_entries
        ),
    )  # fmt: skip


def _component(entry: Entry, item: AccountFacts) -> str:
    if entry.kind in DEBIT_COMPONENTS:
        return DEBIT_COMPONENTS[entry.kind]
    if entry.kind is Kind.INTEREST_CORRECTION:
        return "INTEREST"
    reversed_entry = next(known for known in item.facts.entries if known.id == entry.reverses)
    return DEBIT_COMPONENTS[reversed_entry.kind]


def _unrounded(entry: Entry) -> Decimal | None:
    return entry.unrounded if entry.kind in (Kind.INTEREST, Kind.INTEREST_CORRECTION) else None


def _policy_day(entry: Entry, book: Book) -> date:
    """Late fees follow the version in force on the effective due date, interest that of its statement date."""
    if entry.kind in (Kind.LATE_FEE, Kind.CHARGE_REVERSAL) and entry.statement_seq:
        return book.cycles.effective_dues[entry.statement_seq - 1]
    return entry.posting_date


def _add_statements(books: Played, shard: Shard) -> None:
    now = clock.now()
    columns = [
        "card_account_id", "seq", "statement_date", "due_date", "effective_due_date", "balance", "minimum_due",
        "past_due", "own_slice", "interest", "fees", "issued_by", "recorded_on", "recorded_at", "policy_version_id",
    ]  # fmt: skip
    sql.copy_in(
        "accounts_statement",
        columns,
        (
            [
                item.account.pk, new.seq, new.statement_date, new.due_date, new.effective_due_date, new.balance,
                new.minimum_due, new.past_due, new.own_slice, new.interest, new.fees, "OWN", shard.on, now,
                book.policies.on(new.statement_date).id,
            ]
            for item, book in books
            if (new := book.new_statement)
        ),
    )  # fmt: skip


def _replace_pools(books: Played, ids: list[int]) -> None:
    sql.run("DELETE FROM accounts_balancepool WHERE card_account_id = ANY(%s)", [ids])
    sql.copy_in(
        "accounts_balancepool",
        ["card_account_id", "seq", "component", "remaining", "bears", "weight"],
        (
            [item.account.pk, pool.seq, pool.component, pool.remaining, pool.bears, pool.weight]
            for item, book in books
            for pool in book.owed.pools.values()
            if pool.remaining or pool.weight
        ),
    )


def _replace_slices(books: Played, ids: list[int]) -> None:
    keys = {
        (account, seq): pk
        for pk, account, seq in Statement.objects.filter(card_account_id__in=ids).values_list(
            "pk", "card_account_id", "seq"
        )
    }
    sql.run("DELETE FROM accounts_slice WHERE card_account_id = ANY(%s)", [ids])
    columns = [
        "statement_id", "card_account_id", "seq", "statement_date", "due_date", "effective_due_date", "issued_past_due",
        "amount", "unpaid", "statement_unpaid", "interest_free", "missed", "missed_amount", "late_fee",
    ]  # fmt: skip
    sql.copy_in(
        "accounts_slice",
        columns,
        (
            [
                keys[item.account.pk, step.seq], item.account.pk, step.seq, step.statement_date, step.due_date,
                step.effective_due_date, step.past_due, step.amount, step.unpaid, step.statement_unpaid,
                step.interest_free, step.missed, step.missed_amount, step.late_fee,
            ]
            for item, book in books
            for step in book.steps
        ),
    )  # fmt: skip


def _replace_allocations(books: Played, ids: list[int]) -> None:
    sql.run("DELETE FROM accounts_allocation WHERE card_account_id = ANY(%s)", [ids])
    sql.copy_in(
        "accounts_allocation",
        ["entry_id", "card_account_id", "seq", "component", "amount"],
        (
            [part.entry_id, item.account.pk, part.seq, part.component, part.amount]
            for item, book in books
            for part in book.owed.allotments
            if part.entry_id
        ),
    )


def _update_positions(
    books: Played, old: dict[int, Position], standings: dict[int, Standing | None], shard: Shard
) -> None:
    sql.run(
        """
        CREATE TEMP TABLE IF NOT EXISTS played (
            card_account_id bigint, cycle_seq int, last_statement_date date, next_statement_date date,
            bucket smallint, anchor_seq int, anchor_due_date date, episode_since date, episode_late_fees int,
            lifetime_late_fees int, past_due numeric, balance numeric, credit_balance numeric,
            interest_weight numeric, active boolean, always_replay boolean, held_back boolean
        ) ON COMMIT DROP
        """
    )
    sql.run("TRUNCATE played")
    sql.copy_in(
        "played",
        [
            "card_account_id", "cycle_seq", "last_statement_date", "next_statement_date", "bucket", "anchor_seq",
            "anchor_due_date", "episode_since", "episode_late_fees", "lifetime_late_fees", "past_due", "balance",
            "credit_balance", "interest_weight", "active", "always_replay", "held_back",
        ],
        (_position_row(item, book, old[item.account.pk], standings[item.account.pk]) for item, book in books),
    )  # fmt: skip
    sql.run(sql.load("accounts", "store_played"), shard.params())


def _position_row(item: AccountFacts, book: Book, old: Position, now: Standing | None) -> list[Any]:
    last, following = _cycle_dates(item, book)
    kept = now is None
    bucket, anchor, anchor_due = (
        (old.bucket, old.anchor_seq, old.anchor_due_date)
        if now is None
        else (int(now.bucket), now.anchor_seq, now.anchor_due_date)
    )
    return [
        item.account.pk, book.cycle_seq, last, following, bucket, anchor, anchor_due,
        old.episode_since if kept else book.episode_since,
        old.episode_late_fees if kept else book.episode_late_fees,
        book.lifetime_late_fees,
        old.past_due if now is None else now.past_due,
        book.owed.balance, book.owed.credit_balance, book.owed.interest_weight,
        book.active, bool(book.interest_stops), kept,
    ]  # fmt: skip


def _cycle_dates(item: AccountFacts, book: Book) -> tuple[date | None, date]:
    calendar, seq = item.terms.calendar, book.cycle_seq
    return calendar.statement(seq) if seq else None, calendar.statement(seq + 1)


def _moves(
    books: Played, old: dict[int, Position], standings: dict[int, Standing | None], shard: Shard
) -> Iterator[Happened]:
    """Moved buckets, and late fees charged or taken back: what the set-based steps note too, in the same words."""
    fees = _fees_of_tonight(books, shard)
    for item, book in books:
        before, now = old[item.account.pk], standings[item.account.pk]
        if now is not None and now.bucket != before.bucket:
            yield _happened(
                item, "bucket.moved", {"from": before.bucket, "to": int(now.bucket), "anchor_seq": now.anchor_seq}
            )
        for entry in book.new_entries:
            seq = entry.statement_seq
            if entry.kind is Kind.LATE_FEE:
                number, amount = fees[item.account.pk, seq], str(entry.amount)
                yield _happened(item, "late_fee.charged", {"entry": number, "amount": amount, "statement_seq": seq})
            elif entry.kind is Kind.CHARGE_REVERSAL:
                yield _happened(item, "late_fee.reversed", {"entry": entry.reverses, "statement_seq": seq})


def _fees_of_tonight(books: Played, shard: Shard) -> dict[tuple[int, int | None], int]:
    """The numbers of the late fees just written, by account and statement."""
    charged = LedgerEntry.objects.filter(
        card_account_id__in=[item.account.pk for item, _ in books],
        kind=Kind.LATE_FEE,
        recorded_by=NIGHT,
        recorded_on=shard.on,
    )
    return {(account, seq): pk for pk, account, seq in charged.values_list("pk", "card_account_id", "statement_seq")}


def _happened(item: AccountFacts, kind: str, data: dict[str, Any]) -> Happened:
    return Happened(kind=kind, account_id=item.account.pk, cardholder_id=item.account.cardholder_id, data=data)
