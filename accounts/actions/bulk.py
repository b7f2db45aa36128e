"""Many payments at once, under the rules of one (`accounts/paying.py`), with a fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts import paying
from accounts.checks import unknown_account
from accounts.models import CardAccount, LedgerEntry
from accounts.paying import Payment
from accounts.posting import Posted
from accounts.queries import recording_day
from collections_app.events import actions as events
from collections_app.shared import sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

Key = tuple[int, str]
"""An account's number in the database, and a reference."""


@dataclass(slots=True)
class _Row:
    """A payment on its way: the account it is for, and in the end what stands in the ledger or why it does not."""

    payment: Payment
    account: CardAccount | None = None
    answer: Posted | Refused | None = None

    @property
    def key(self) -> Key:
        return (self.account.pk if self.account else 0, self.payment.source_ref)


@transaction.atomic
def post_payments(*, actor: Actor, payments: Sequence[Payment], at: datetime) -> list[Posted | Refused]:
    """Write payments into the ledger, each as `post_payment` would, one after the other; the answers in their order.

    What is refused is answered with its Refused and keeps no other row from landing. The same reference twice in one
    request is one payment, or a conflict. All accounts are locked first, in the order of their numbers in the database,
    so that two requests never wait for each other crosswise.
    Raises Refused("forbidden").
    """
    actor.must("payments.post")
    rows = [_tidied(payment) for payment in payments]
    _find_accounts([row for row in rows if row.answer is None])
    _write([row for row in rows if row.answer is None], actor=actor, at=at)
    return [row.answer for row in rows if row.answer is not None]


def _tidied(payment: Payment) -> _Row:
    try:
        return _Row(paying.tidied(payment))
    except Refused as refused:
        return _Row(payment, answer=refused)


def _find_accounts(rows: list[_Row]) -> None:
    """Give every row its account, locked until the transaction ends."""
    wanted = {row.payment.account_no for row in rows if "\x00" not in row.payment.account_no}
    locked = CardAccount.objects.select_for_update(no_key=True).filter(account_no__in=wanted).order_by("pk")
    found = {
        account.account_no: account for account in locked.only("account_no", "currency", "opened_on", "cardholder")
    }
    for row in rows:
        row.account = found.get(row.payment.account_no)
        try:
            if row.account is None:
                raise unknown_account()
            paying.in_its_currency(row.payment, row.account)
        except Refused as refused:
            row.answer = refused


def _stored(keys: Iterable[Key]) -> dict[Key, LedgerEntry]:
    """The entries that stand under these references, whatever they are."""
    wanted = list(set(keys))
    if not wanted:
        return {}
    found = LedgerEntry.objects.raw(
        """
        SELECT e.* FROM unnest(%s::bigint[], %s::text[]) w (account, source_ref)
        JOIN accounts_ledgerentry e ON e.card_account_id = w.account AND e.source_ref = w.source_ref
        """,
        [[account for account, _ref in wanted], [ref for _account, ref in wanted]],
    )
    return {(entry.card_account_id, entry.source_ref): entry for entry in found}


def _settle_known(rows: list[_Row], stored: dict[Key, LedgerEntry]) -> None:
    """Answer the rows whose reference stands already, also those on an impossible day: what stands comes first."""
    for row in rows:
        if (entry := stored.get(row.key)) is not None:
            row.answer = _same_or_conflict(row.payment, entry)


def _same_or_conflict(payment: Payment, entry: LedgerEntry) -> Posted | Refused:
    try:
        return paying.same_or_conflict(payment, entry)
    except Refused as refused:
        return refused


def _write(rows: list[_Row], *, actor: Actor, at: datetime) -> None:
    """Write what is new, tell of it, list what looks like another payment; answers every row."""
    if not rows:
        return
    entries = _entries(rows, actor=actor, at=at)
    _insert(list(entries.values()), actor=actor, at=at)
    written = {key: entry for key, entry in entries.items() if entry.pk is not None}
    # Nearly always everything is new, so nobody looks before: what was not written stands already, or has no such day.
    left = [row for row in rows if row.key not in written]
    _settle_known(left, _stored(row.key for row in left))
    first: dict[Key, _Row] = {}
    for row in rows:
        if row.answer is None and first.setdefault(row.key, row) is not row:
            row.answer = _same_or_conflict(row.payment, written[row.key])
    accounts = {key: row.account for key, row in first.items()}
    told = [paying.happened("payment.posted", entry, accounts[key]) for key, entry in written.items()]  # type: ignore[arg-type]
    if told:
        events.record_all(actor=actor, happened=told, on=next(iter(written.values())).recorded_on)
    suspected = _suspects(written)
    for key, row in first.items():
        entry = written[key]
        row.answer = Posted(entry=entry, created=True, suspected=suspected.get(entry.pk, ()))


def _entries(rows: list[_Row], *, actor: Actor, at: datetime) -> dict[Key, LedgerEntry]:
    """The entries to write, by reference, in the order of the request; rows on impossible days are answered here."""
    today, entries = recording_day(at), dict[Key, LedgerEntry]()
    for row in rows:
        if row.account is None or row.key in entries:
            continue
        try:
            entries[row.key] = paying.entry_of(row.payment, row.account, actor=actor, today=today)
        except Refused as refused:
            row.answer = refused
    return entries


def _insert(entries: list[LedgerEntry], *, actor: Actor, at: datetime) -> None:
    """Write the entries and give each its number; None stays at those whose reference stands already."""
    if not entries:
        return
    found = sql.rows(
        sql.load("accounts", "bulk_payments"),
        {
            "accounts": [entry.card_account_id for entry in entries],
            "amounts": [entry.amount for entry in entries],
            "posting_dates": [entry.posting_date for entry in entries],
            "value_dates": [entry.value_date for entry in entries],
            "source_refs": [entry.source_ref for entry in entries],
            "descriptions": [entry.description for entry in entries],
            "recorded_on": entries[0].recorded_on,
            "at": at,
            "actor": actor.label,
        },
    )
    numbers = {(account, source_ref): number for number, account, source_ref in found}
    for entry in entries:
        entry.pk = numbers.get((entry.card_account_id, entry.source_ref))


def _suspects(written: dict[Key, LedgerEntry]) -> dict[int, tuple[str, ...]]:
    """List the payments that look like the new ones; their references by the number of the new entry."""
    if not written:
        return {}
    pairs = sql.rows(sql.load("accounts", "bulk_suspects"), {"ids": [entry.pk for entry in written.values()]})
    refs = dict(LedgerEntry.objects.filter(pk__in={other for _new, other in pairs}).values_list("pk", "source_ref"))
    return {new: (refs[other],) for new, other in pairs}
