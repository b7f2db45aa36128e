"""Payments and their reversals. The ledger takes them in with the next night, which judges them by value date."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import paying, posting
from accounts.checks import locked_account, text_of
from accounts.models import CardAccount, LedgerEntry, SuspectedDuplicate
from accounts.paying import Payment
from accounts.posting import Posted
from accounts.queries import recording_day
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

Kind = LedgerEntry.Kind


@transaction.atomic
def post_payment(
    *,
    actor: Actor,
    account_no: str,
    amount: Decimal,
    value_date: date,
    source_ref: str,
    posting_date: date | None = None,
    currency: str | None = None,
    description: str = "",
    at: datetime,
) -> Posted:
    """Write a payment into the ledger; the same `source_ref` with the same content again changes nothing.

    `amount` is what was paid, above zero, in the account's currency (`currency` may say which, to be sure).
    `value_date` decides what was paid in time, `posting_date` (default: the day it is recorded) which statements it
    may pay (B2). A payment on a closed or charged-off account is taken too: the money is there.
    Raises Refused: `forbidden`; `unknown_account`; `conflict` (the reference stands with other content); at its field
    `missing`, `too_long`, `card_number`, `not_positive`, `too_precise`, `currency_mismatch`, `in_the_future`,
    `before_opening`. A payment of the same amount and value date under another reference is written, and listed as
    a suspected duplicate.
    Example: 1 000.00 with value date 2025-02-24, posted on 2025-03-10: `takes_effect` is 2025-03-11, and the late
    fee charged on 02-26 is reversed that night.
    """
    actor.must("payments.post")
    payment = paying.tidied(
        Payment(
            account_no=account_no,
            amount=amount,
            value_date=value_date,
            source_ref=source_ref,
            posting_date=posting_date,
            currency=currency,
            description=description,
        )
    )
    account = locked_account(account_no)
    stored = posting.stored_entry(account, payment.source_ref)
    paying.in_its_currency(payment, account)
    if stored is not None:
        return paying.same_or_conflict(payment, stored)
    entry = paying.entry_of(payment, account, actor=actor, today=recording_day(at))
    if not posting.write(entry):
        beaten_by = LedgerEntry.objects.get(card_account=account, source_ref=payment.source_ref)
        return paying.same_or_conflict(payment, beaten_by)
    _note("payment.posted", entry, account, actor)
    return Posted(entry=entry, created=True, suspected=_suspect(entry))


@transaction.atomic
def reverse_payment(
    *, actor: Actor, account_no: str, reverses_ref: str, source_ref: str, reason: str, at: datetime
) -> Posted:
    """Take back the payment `reverses_ref`, as a new entry with the payment's own value date (§2.8).

    What the payment had paid is open again as if it had never come. The same `source_ref` again changes nothing.
    Raises Refused: `forbidden`; `unknown_account`; `unknown_entry`, `not_a_payment`, `already_reversed` (field
    reverses_ref); `conflict` (field source_ref); at its field `missing`, `too_long`, `card_number`.
    Example: 1 000.00 paid on 2025-03-20 and returned on 2025-03-28: the reversal has value date 2025-03-20.
    """
    actor.must("payments.reverse")
    reverses_ref = text_of(reverses_ref, field="reverses_ref", longest=80)
    source_ref = text_of(source_ref, field="source_ref", longest=80)
    reason = text_of(reason, field="reason", longest=200)
    account = locked_account(account_no)
    payment = _payment(account, reverses_ref)
    content = {"kind": Kind.PAYMENT_REVERSAL, "reverses_id": payment.pk}
    stored = posting.stored_entry(account, source_ref)
    if stored is not None:
        return posting.same_or_conflict(stored, **content)
    if payment.reversed_by.filter(kind=Kind.PAYMENT_REVERSAL).exists():
        raise _already_reversed()
    today = recording_day(at)
    reversal = LedgerEntry(
        card_account=account,
        kind=Kind.PAYMENT_REVERSAL,
        amount=-payment.amount,
        posting_date=today,
        value_date=payment.value_date,
        recorded_on=today,
        recorded_by=actor.label,
        source_ref=source_ref,
        reverses=payment,
        description=reason,
    )
    if not posting.write(reversal):
        beaten_by = posting.stored_entry(account, source_ref)
        if beaten_by is None:
            raise _already_reversed()
        return posting.same_or_conflict(beaten_by, **content)
    _note("payment.reversed", reversal, account, actor)
    return Posted(entry=reversal, created=True)


def _payment(account: CardAccount, reference: str) -> LedgerEntry:
    payment = posting.stored_entry(account, reference)
    if payment is None:
        message = _("No entry of this account has this reference.")
        raise Refused("unknown_entry", message, field="reverses_ref")
    if payment.kind != Kind.PAYMENT:
        raise Refused("not_a_payment", _("Only a payment can be reversed here."), field="reverses_ref")
    return payment


def _already_reversed() -> Refused:
    return Refused("already_reversed", _("This payment is already reversed."), field="reverses_ref")


def _suspect(entry: LedgerEntry) -> tuple[str, ...]:
    """List the latest payment that looks like this one, unless it is reversed; returns its reference (B7)."""
    other = (
        LedgerEntry.objects.filter(
            card_account_id=entry.card_account_id, kind=Kind.PAYMENT, amount=entry.amount, value_date=entry.value_date
        )
        .exclude(pk=entry.pk)
        .exclude(reversed_by__kind=Kind.PAYMENT_REVERSAL)
        .order_by("-id")
        .first()
    )
    if other is None:
        return ()
    SuspectedDuplicate.objects.create(entry=entry, other=other, found_on=entry.recorded_on)
    return (other.source_ref,)


def _note(kind: str, entry: LedgerEntry, account: CardAccount, actor: Actor) -> None:
    told = paying.happened(kind, entry, account)
    events.record(
        kind,
        actor=actor,
        account_id=told.account_id,
        cardholder_id=told.cardholder_id,
        data=told.data,
        on=entry.recorded_on,
    )
