"""What a payment must be, whether it comes alone or among a thousand: one definition for every door that posts one."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts import posting
from accounts.checks import amount_of, day_of, text_of
from accounts.models import CardAccount, LedgerEntry
from accounts.posting import Posted
from collections_app.events.actions import Happened
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

PAYMENT = LedgerEntry.Kind.PAYMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A payment as it was reported. `amount` is what was paid, above zero, in the account's currency.

    `value_date` decides what was paid in time, `posting_date` (None: the day it is recorded) which statements it may
    pay (B2). `source_ref` names the payment, once per account.
    """

    account_no: str
    amount: Decimal
    value_date: date
    source_ref: str
    posting_date: date | None = None
    currency: str | None = None
    description: str = ""


def tidied(payment: Payment) -> Payment:
    """The payment with its amount and texts as they are stored; what cannot be is refused without asking the database.

    Raises Refused at `amount`, `source_ref`, `description`: `missing`, `too_long`, `invalid`, `card_number`,
    `not_positive`, `too_precise`, `amount_too_large`.
    """
    return replace(
        payment,
        amount=amount_of(payment.amount),
        source_ref=text_of(payment.source_ref, field="source_ref", longest=80),
        description=text_of(payment.description, field="description", longest=200, required=False),
    )


def in_its_currency(payment: Payment, account: CardAccount) -> None:
    """Raises Refused("currency_mismatch", field="currency") when the payment names another than the account's."""
    if payment.currency is not None and payment.currency != account.currency:
        message = _("This account is kept in %(currency)s.") % {"currency": account.currency}
        raise Refused("currency_mismatch", message, field="currency")


def same_or_conflict(payment: Payment, stored: LedgerEntry) -> Posted:
    """`stored`, the entry under the payment's reference, when it says the same; else Refused("conflict")."""
    content: dict[str, Any] = {"kind": PAYMENT, "amount": -payment.amount, "value_date": payment.value_date}
    if payment.posting_date is not None:
        content["posting_date"] = payment.posting_date
    return posting.same_or_conflict(stored, **content)


def entry_of(payment: Payment, account: CardAccount, *, actor: Actor, today: date) -> LedgerEntry:
    """The entry to write, recorded on `today`. Raises Refused at the day: `in_the_future`, `before_opening`."""
    return LedgerEntry(
        card_account=account,
        kind=PAYMENT,
        amount=-payment.amount,
        posting_date=day_of(payment.posting_date or today, field="posting_date", account=account, today=today),
        value_date=day_of(payment.value_date, field="value_date", account=account, today=today),
        recorded_on=today,
        recorded_by=actor.label,
        source_ref=payment.source_ref,
        description=payment.description,
    )


def happened(kind: str, entry: LedgerEntry, account: CardAccount) -> Happened:
    """The same event as a bank file leaves (`accounts/intake/sql/entries_insert.sql`)."""
    data = {
        "entry": entry.pk,
        "amount": str(abs(entry.amount)),
        "value_date": entry.value_date,
        "source_ref": entry.source_ref,
        "reverses": entry.reverses_id,
    }
    return Happened(kind=kind, account_id=account.pk, cardholder_id=account.cardholder_id, data=data)
