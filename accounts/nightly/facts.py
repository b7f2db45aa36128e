"""Reads everything known of a batch of accounts into rule values, in seven queries whatever the size."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import AccountHold, CardAccount, LedgerEntry, Slice, Statement
from accounts.queries.terms import terms_of
from accounts.rules.facts import Entry, Facts, Hold, IssuedStatement, Kind, Terms

NIGHT = "night"
"""`recorded_by` of what the night itself posts."""


@dataclass(frozen=True)
class AccountFacts:
    """One account: its row, its terms and its facts."""

    account: CardAccount
    terms: Terms
    facts: Facts


def facts_of(account_ids: Collection[int], *, night: date) -> dict[int, AccountFacts]:
    """Terms and facts by account id. `night` tells which bank statements a night has already taken in."""
    entries: dict[int, list[Entry]] = defaultdict(list)
    for row in LedgerEntry.objects.filter(card_account_id__in=account_ids).order_by("id").iterator():
        entries[row.card_account_id].append(_entry(row))
    issued = {row.statement_id: row.issued_past_due for row in Slice.objects.filter(card_account_id__in=account_ids)}
    statements: dict[int, list[IssuedStatement]] = defaultdict(list)
    for statement in Statement.objects.filter(card_account_id__in=account_ids).order_by("seq").iterator():
        statements[statement.card_account_id].append(_statement(statement, issued.get(statement.pk), night))
    holds: dict[int, list[Hold]] = defaultdict(list)
    for hold in AccountHold.objects.filter(card_account_id__in=account_ids).order_by("id"):
        holds[hold.card_account_id].append(_hold(hold))
    return {
        account.pk: AccountFacts(
            account, terms_of(account), Facts(entries[account.pk], statements[account.pk], holds[account.pk])
        )
        for account in CardAccount.objects.filter(pk__in=account_ids).prefetch_related("calendar_changes")
    }


def _entry(row: LedgerEntry) -> Entry:
    return Entry(
        id=row.pk,
        kind=Kind(row.kind),
        amount=row.amount,
        posting_date=row.posting_date,
        value_date=row.value_date,
        recorded_on=row.recorded_on,
        reverses=row.reverses_id,
        statement_seq=row.statement_seq,
        by_night=row.recorded_by == NIGHT,
        unrounded=row.unrounded or row.amount,
    )


def _statement(row: Statement, issued_past_due: Decimal | None, night: date) -> IssuedStatement:
    taken_in = max(row.statement_date, row.recorded_on) + timedelta(days=1) < night
    past_due = row.past_due if row.past_due is not None else (issued_past_due if taken_in else None)
    return IssuedStatement(
        seq=row.seq,
        statement_date=row.statement_date,
        due_date=row.due_date,
        effective_due_date=row.effective_due_date,
        balance=row.balance,
        minimum_due=row.minimum_due,
        past_due=past_due,
        recorded_on=row.recorded_on,
    )


def _hold(row: AccountHold) -> Hold:
    return Hold(
        kind=row.kind,
        since=row.since,
        until=row.until,
        recorded_on=row.recorded_on,
        disputed_amount=row.disputed_amount,
        until_recorded_on=row.until_recorded_on,
    )
