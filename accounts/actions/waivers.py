"""Charges taken back: waived (part of it, as a favour) or reversed (all of it, because it was wrong)."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts import posting
from accounts.checks import amount_of, locked_account, text_of
from accounts.models import CardAccount, LedgerEntry
from accounts.posting import Posted
from accounts.queries import recording_day
from accounts.rules.money import ZERO
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

Kind = LedgerEntry.Kind
CHARGES = (Kind.INTEREST, Kind.LATE_FEE, Kind.OTHER_FEE)


@transaction.atomic
def waive_charge(
    *, actor: Actor, account_no: str, charge_id: int, amount: Decimal, source_ref: str, reason: str, at: datetime
) -> Posted:
    """Forgive `amount` of the charge `charge_id`; it lowers the slice of the statement that billed it (B3).

    Waivers of one charge together never exceed it. The same `source_ref` with the same content changes nothing.
    Raises Refused: `forbidden`; `unknown_account`; `unknown_entry`, `not_a_charge`, `already_reversed` (field charge);
    `kept_by_bank` (field account_no: the bank keeps the charges, so its feed brings the waiver, B1); `exceeds_charge`
    (field amount); `conflict` (field source_ref); at its field `missing`, `too_long`, `card_number`,
    `not_positive`, `too_precise`.
    Example: of a late fee of 50.00, 30.00 is waived; a second waiver may take 20.00 at most.
    """
    actor.must("charges.waive")
    amount = amount_of(amount)
    source_ref, reason = _texts(source_ref, reason)
    account, charge = _charge(actor, account_no, charge_id)
    content = {"kind": Kind.WAIVER, "reverses_id": charge.pk, "amount": -amount}
    stored = posting.stored_entry(account, source_ref)
    if stored is not None:
        return posting.same_or_conflict(stored, **content)
    _must_stand(charge)
    left = charge.amount - _waived(charge)
    if amount > left:
        message = _("Only %(amount)s of this charge is left to waive.") % {"amount": left}
        raise Refused("exceeds_charge", message, field="amount")
    today = recording_day(at)
    waiver = _credit(Kind.WAIVER, charge, -amount, actor, source_ref, reason)
    waiver.posting_date = waiver.value_date = waiver.recorded_on = today
    return _written("charge.waived", waiver, account, actor, content)


@transaction.atomic
def reverse_charge(
    *, actor: Actor, account_no: str, charge_id: int, source_ref: str, reason: str, at: datetime
) -> Posted:
    """Take the whole charge `charge_id` back with its own value date, as if it had never been charged.

    The night does not charge it again. The same `source_ref` again changes nothing.
    Raises Refused as `waive_charge`, and `already_waived` (field charge) when part of it was waived before.
    Example: the late fee of 50.00 dated 2025-02-26, reversed on 2025-03-10, has value date 2025-02-26 and lowers
    the minimum of 2025-03-05 by 50.00.
    """
    actor.must("charges.waive")
    source_ref, reason = _texts(source_ref, reason)
    account, charge = _charge(actor, account_no, charge_id)
    content = {"kind": Kind.CHARGE_REVERSAL, "reverses_id": charge.pk}
    stored = posting.stored_entry(account, source_ref)
    if stored is not None:
        return posting.same_or_conflict(stored, **content)
    _must_stand(charge)
    if _waived(charge):
        raise Refused("already_waived", _("Part of this charge was waived; waive the rest instead."), field="charge")
    today = recording_day(at)
    reversal = _credit(Kind.CHARGE_REVERSAL, charge, -charge.amount, actor, source_ref, reason)
    reversal.posting_date = reversal.recorded_on = today
    reversal.value_date = charge.value_date
    return _written("charge.reversed", reversal, account, actor, content)


def _texts(source_ref: str, reason: str) -> tuple[str, str]:
    return (
        text_of(source_ref, field="source_ref", longest=80),
        text_of(reason, field="reason", longest=200),
    )


def _charge(actor: Actor, account_no: str, charge_id: int) -> tuple[CardAccount, LedgerEntry]:
    """The locked account and its charge; an account whose bank keeps the charges has none of ours to take back."""
    account = locked_account(account_no, seen_by=actor)
    charge = LedgerEntry.objects.filter(pk=charge_id, card_account=account).first()
    if charge is None:
        raise Refused("unknown_entry", _("This account has no such entry."), field="charge")
    if charge.kind not in CHARGES:
        raise Refused("not_a_charge", _("Only interest and fees can be waived or reversed here."), field="charge")
    if account.charges_by == CardAccount.Books.BANK:
        message = _("The bank keeps the charges of this account: its feed brings waivers and reversals.")
        raise Refused("kept_by_bank", message, field="account_no")
    return account, charge


def _must_stand(charge: LedgerEntry) -> None:
    if charge.reversed_by.filter(kind=Kind.CHARGE_REVERSAL).exists():
        raise Refused("already_reversed", _("This charge is already reversed."), field="charge")


def _waived(charge: LedgerEntry) -> Decimal:
    """How much of the charge was waived before, above zero."""
    return -(charge.reversed_by.filter(kind=Kind.WAIVER).aggregate(total=Sum("amount"))["total"] or ZERO)


def _credit(kind: str, charge: LedgerEntry, amount: Decimal, actor: Actor, source_ref: str, reason: str) -> LedgerEntry:
    return LedgerEntry(
        card_account_id=charge.card_account_id,
        kind=kind,
        component=charge.component,
        amount=amount,
        reverses=charge,
        recorded_by=actor.label,
        source_ref=source_ref,
        description=reason,
    )


def _written(event: str, entry: LedgerEntry, account: CardAccount, actor: Actor, content: dict[str, object]) -> Posted:
    if not posting.write(entry):
        beaten_by = posting.stored_entry(account, entry.source_ref)
        if beaten_by is None:
            raise Refused("already_reversed", _("This charge is already reversed."), field="charge")
        return posting.same_or_conflict(beaten_by, **content)
    events.record(
        event,
        actor=actor,
        account_id=account.pk,
        cardholder_id=account.cardholder_id,
        data={
            "entry": entry.pk,
            "charge": entry.reverses_id,
            "amount": str(-entry.amount),
            "source_ref": entry.source_ref,
        },
        on=entry.recorded_on,
    )
    return Posted(entry=entry, created=True)
