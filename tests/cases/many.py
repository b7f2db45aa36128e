"""Thousands of cases that can be called, made in a few statements, for tests and benchmarks of the desk."""

from datetime import date
from decimal import Decimal

from accounts.models import CardAccount, Cardholder, ContactPoint, Position, Product
from collections_app.cases.models import Case
from collections_app.cases.routing import route_all
from tests.accounts.cards import d
from tests.accounts.database import install
from tests.cases.files import DUE, TODAY, product


def many_cases(count: int, *, shared_numbers: int = 0, sharing: int = 1, opened_on: date = DUE) -> None:
    """M1 cases of one account and one number each, routed; the first `shared_numbers * sharing` share their numbers.

    Those who share stand first in their queue, side by side: whoever works there meets the others at the number.
    """
    install(business_date=TODAY, simulated=False)
    gold = product()
    names = range(1, count + 1)
    holders = Cardholder.objects.bulk_create(
        Cardholder(customer_no=f"MANY{name}", kind="PERSON", recorded_on=TODAY) for name in names
    )
    accounts = CardAccount.objects.bulk_create(_account(holder, gold) for holder in holders)
    Position.objects.bulk_create(_position(account) for account in accounts)
    ContactPoint.objects.bulk_create(
        ContactPoint(
            cardholder=holder,
            kind="MOBILE",
            value=b"-",
            value_hash=f"shared{place // sharing}" if place < shared_numbers * sharing else f"own{place}",
            masked="138****2210",
        )
        for place, holder in enumerate(holders)
    )
    Case.objects.bulk_create(
        Case(
            cardholder=account.cardholder,
            opened_on=opened_on,
            kind="PERSON",
            bucket=1,
            bucket_since=d("2025-03-05"),
            account=account,
            product=gold,
            currency="CNY",
            past_due=Decimal(count - place),
            balance=Decimal(count),
            past_due_since=DUE,
        )
        for place, account in enumerate(accounts)
    )
    route_all()


def _account(holder: Cardholder, gold: Product) -> CardAccount:
    return CardAccount(
        account_no=f"A{holder.customer_no}",
        cardholder=holder,
        product=gold,
        currency="CNY",
        opened_on=d("2024-01-01"),
        statement_day=5,
        due_rule="DAY",
        due_day=25,
        first_statement_date=d("2024-02-05"),
        credit_limit=20000,
        statements_by="OWN",
        charges_by="OWN",
        recorded_on=d("2024-01-01"),
    )


def _position(account: CardAccount) -> Position:
    return Position(
        card_account=account,
        cardholder=account.cardholder,
        product=account.product,
        currency="CNY",
        next_statement_date=d("2025-04-05"),
        bucket=1,
        bucket_since=d("2025-03-05"),
        anchor_seq=1,
        anchor_due_date=DUE,
        past_due=Decimal("100.00"),
        balance=Decimal("500.00"),
        changed_on=TODAY,
    )
