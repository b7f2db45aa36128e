"""Cases without nights: cardholders, accounts, positions and their open case, as the night would leave them."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from accounts.models import CardAccount, Cardholder, Position, Product
from collections_app.cases.models import Case
from tests.accounts.cards import d
from tests.accounts.database import install

_numbers = count(1)
TODAY, DUE = d("2025-03-10"), d("2025-02-25")


def product(code: str = "GOLD") -> Product:
    return Product.objects.get_or_create(code=code, defaults={"name_en": "Gold", "name_zh": "金卡"})[0]


def holder(*, restriction: str = "", kind: str = "PERSON", region: str = "Zhejiang", **more: Any) -> Cardholder:
    """A new cardholder."""
    return Cardholder.objects.create(
        customer_no=f"K{next(_numbers)}", kind=kind, region=region, restriction=restriction, recorded_on=TODAY, **more
    )


def account(
    of: Cardholder,
    *,
    bucket: int = 1,
    past_due: str = "500.00",
    balance: str | None = None,
    currency: str = "CNY",
    since: date = DUE,
    changed_on: date = TODAY,
    **more: Any,
) -> CardAccount:
    """An account of `of` and where it stands; `since` is the due date of its oldest missed minimum."""
    number = next(_numbers)
    made = CardAccount.objects.create(
        account_no=f"N{number}",
        cardholder=of,
        product=product(),
        currency=currency,
        card_last4=f"{number % 10000:04}",
        opened_on=d("2024-01-01"),
        statement_day=5,
        due_rule="DAY",
        due_day=25,
        first_statement_date=d("2024-02-05"),
        credit_limit=20000,
        statements_by="OWN",
        charges_by="OWN",
        recorded_on=d("2024-01-01"),
        **more,
    )
    position(made, bucket=bucket, past_due=past_due, balance=balance, since=since, changed_on=changed_on)
    return made


def position(
    of: CardAccount, *, bucket: int, past_due: str, balance: str | None, since: date, changed_on: date
) -> Position:
    """Put the account where it stands; made again, its bucket lasts since `changed_on`."""
    late = bucket >= 0
    return Position.objects.update_or_create(
        card_account=of,
        defaults={
            "cardholder": of.cardholder,
            "product": of.product,
            "currency": of.currency,
            "next_statement_date": d("2025-04-05"),
            "bucket": bucket,
            "bucket_since": changed_on,
            "anchor_seq": 1 if late else None,
            "anchor_due_date": since if late else None,
            "past_due": Decimal(past_due if late else "0.00"),
            "balance": Decimal(balance or past_due),
            "changed_on": changed_on,
        },
    )[0]


def case(*, of: Cardholder | None = None, bucket: int = 1, past_due: str = "500.00", **more: Any) -> Case:
    """The open case of a cardholder (default: a new one with one account in `bucket`)."""
    install(business_date=TODAY, simulated=False)
    of = of or holder()
    driving = of.card_accounts.first() or account(of, bucket=bucket, past_due=past_due)
    return Case.objects.create(
        **{
            "cardholder": of,
            "opened_on": d("2025-02-26"),
            "kind": of.kind,
            "region": of.region,
            "language": of.language,
            "restriction": of.restriction,
            "bucket": bucket,
            "bucket_since": d("2025-03-05"),
            "account": driving,
            "product": driving.product,
            "currency": driving.currency,
            "past_due": Decimal(past_due),
            "balance": Decimal(past_due),
            "past_due_since": d("2025-02-25"),
            **more,
        }
    )
