"""Promises of tests: made through the action, on a case that needs no nights."""

from datetime import datetime
from decimal import Decimal
from uuid import uuid4

from accounts.models import CardAccount, LedgerEntry
from collections_app.arrangements.actions import promise
from collections_app.arrangements.entry import PromiseEntry
from collections_app.arrangements.models import PromiseToPay
from collections_app.cases.models import Case
from collections_app.shared.actor import Actor
from tests.accounts.cards import d
from tests.accounts.desk import noon

ANYONE = Actor.command("test")


def entry(amount: str = "1000.00", due: str = "03-12", **more) -> PromiseEntry:
    """A promise of one payment, unless `instalments=(("03-12", "600.00"), …)` says otherwise."""
    parts = tuple((d(day), Decimal(part)) for day, part in more.pop("instalments", ()))
    given = {
        "submission": uuid4(),
        "amount": Decimal(amount),
        "due_on": None if parts else d(due),
        "instalments": parts,
        **more,
    }
    return PromiseEntry(**given)


def promised(
    case: Case,
    amount: str = "1000.00",
    due: str = "03-12",
    *,
    actor: Actor = ANYONE,
    at: datetime | str = "03-10",
    **more,
) -> PromiseToPay:
    moment = noon(at) if isinstance(at, str) else at
    return promise(actor=actor, case_id=case.pk, entry=entry(amount, due, **more), at=moment)


def paid(account: CardAccount, amount: str, on: str, *, recorded: str | None = None) -> LedgerEntry:
    """A payment of that value date, recorded the same day unless said."""
    return _booked(account, "PAYMENT", -Decimal(amount), value=on, recorded=recorded or on)


def returned(payment: LedgerEntry, *, on: str) -> LedgerEntry:
    """The reversal of a payment, recorded `on`; it keeps the value date."""
    value = payment.value_date.isoformat()
    account = payment.card_account
    return _booked(account, "PAYMENT_REVERSAL", -payment.amount, value=value, recorded=on, reverses=payment)


def _booked(account: CardAccount, kind: str, amount: Decimal, *, value: str, recorded: str, **more) -> LedgerEntry:
    return LedgerEntry.objects.create(
        card_account=account,
        kind=kind,
        amount=amount,
        posting_date=d(recorded),
        value_date=d(value),
        recorded_on=d(recorded),
        recorded_by="test",
        **more,
    )


def parts_of(promise: PromiseToPay) -> list[tuple[str, str]]:
    """Status and credit of each instalment."""
    rows = promise.instalments.order_by("seq").values_list("status", "credited")
    return [(status, str(credited)) for status, credited in rows]
