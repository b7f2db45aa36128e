"""The desk of the demo bank has placed holds, written accounts off and waived fees, once."""

from datetime import date

import pytest

from accounts.models import (
    AccountHold,
    CardAccount,
    Cardholder,
    Installation,
    LedgerEntry,
    Position,
    Product,
)
from collections_app.demo import desk_work
from collections_app.shared.actor import Actor

pytestmark = pytest.mark.django_db
ACTOR = Actor.command("demo")
TODAY = date(2026, 11, 9)
OPENED = date(2026, 1, 1)


@pytest.fixture
def portfolio(db):
    Installation.objects.create(name="Demo", demo=True, business_date=TODAY)
    product = Product.objects.create(code="STD", name_en="Standard", name_zh="标准卡")
    for number, bucket in enumerate([-1, -1, 0, 1, 1, 2, 2, 2, 3, 4, 5, 5, 5, 5]):
        account_in(bucket, f"88{number:08}", product)
    return product


def account_in(bucket: int, account_no: str, product: Product) -> CardAccount:
    """An account that stands in a bucket, long overdue if it is the last one."""
    holder = Cardholder.objects.create(customer_no=account_no, kind="PERSON", is_demo=True, recorded_on=OPENED)
    account = CardAccount.objects.create(
        account_no=account_no,
        cardholder=holder,
        product=product,
        currency="CNY",
        opened_on=OPENED,
        statement_day=5,
        due_rule="OFFSET",
        due_offset_days=20,
        first_statement_date=date(2026, 3, 5),
        credit_limit=10_000,
        statements_by="OWN",
        charges_by="OWN",
        recorded_on=OPENED,
    )
    LedgerEntry.objects.create(
        card_account=account,
        kind="LATE_FEE",
        component="LATE_FEE",
        amount=50,
        posting_date=date(2026, 4, 1),
        value_date=date(2026, 4, 1),
        recorded_on=date(2026, 4, 1),
        recorded_by="night",
    )
    Position.objects.create(
        card_account=account,
        cardholder=holder,
        product=product,
        currency="CNY",
        next_statement_date=date(2026, 12, 5),
        bucket=bucket,
        bucket_since=date(2026, 11, 1),
        anchor_seq=None if bucket < 0 else 1,
        anchor_due_date=None if bucket < 0 else date(2026, 3, 25),
        lifetime_late_fees=1,
        balance=5_000,
        changed_on=TODAY,
    )
    return account


def test_every_kind_of_hold_is_placed_and_known_to_the_next_night(portfolio):
    desk_work.work(actor=ACTOR, on=TODAY)
    holds = AccountHold.objects.all()
    assert {hold.kind for hold in holds} == set(AccountHold.Kind.values)
    assert {hold.recorded_on for hold in holds} == {TODAY}
    assert {hold.disputed_amount for hold in holds if hold.kind == "DISPUTE"} == {500}
    assert desk_work.is_done()


def test_long_lost_accounts_are_charged_off(portfolio):
    desk_work.work(actor=ACTOR, on=TODAY)
    charged_off = CardAccount.objects.filter(status="CHARGED_OFF")
    assert charged_off.count() == 1
    assert charged_off.get().status_since == TODAY


def test_people_who_are_current_again_get_a_fee_waived(portfolio):
    desk_work.work(actor=ACTOR, on=TODAY)
    waivers = LedgerEntry.objects.filter(kind="WAIVER")
    assert [waiver.amount for waiver in waivers] == [-50, -50]
    assert all(waiver.reverses.kind == "LATE_FEE" for waiver in waivers)
