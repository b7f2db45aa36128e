"""Where the bank keeps the charges, no night ever posts a fee or interest; a payment still moves the bucket (B1)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from accounts.actions.payments import post_payment, reverse_payment
from accounts.models import ChargeComparison, LedgerEntry
from collections_app.shared.actor import Actor
from tests.accounts.cards import CALENDAR_A, d, entry
from tests.accounts.desk import noon, open_desk

pytestmark = pytest.mark.django_db
BANK = Actor.command("test")
CHARGES = ["INTEREST", "INTEREST_CORRECTION", "LATE_FEE", "OTHER_FEE"]


@pytest.mark.parametrize("bank_statements", [False, True])
def test_four_months_unpaid_post_no_charge_but_are_compared(bank_statements):
    terms = replace(CALENDAR_A, bank_charges=True, bank_statements=bank_statements)
    desk = open_desk(entry("LATE_FEE", "66.00", "02-27"), terms=terms, aged_to="02-05")
    if bank_statements:
        desk.account.statements.create(
            seq=1,
            statement_date=d("02-05"),
            due_date=d("02-25"),
            effective_due_date=d("02-25"),
            balance=Decimal("10000.00"),
            minimum_due=Decimal("1000.00"),
            issued_by="BANK",
            recorded_on=d("02-05"),
        )
        desk.age_to("02-06")
    desk.age_to("06-05")
    assert desk.bucket == "M4"
    assert not LedgerEntry.objects.filter(recorded_by="night").exists()
    assert [str(charge.amount) for charge in desk.entries(*CHARGES)] == ["66.00"]
    assert desk.balance == "10066.00"
    ours = ChargeComparison.objects.filter(card_account=desk.account, what="LATE_FEE").order_by("seq")
    assert ours.first().ours == Decimal("50.00")


def test_a_late_payment_and_its_reversal_move_the_bucket_without_any_charge():
    desk = open_desk(terms=replace(CALENDAR_A, bank_charges=True), aged_to="02-26")
    assert desk.bucket == "M0"
    post_payment(
        actor=BANK,
        account_no=desk.no,
        amount=Decimal("1000.00"),
        value_date=d("02-24"),
        source_ref="P1",
        at=noon("02-26"),
    )
    desk.age_to("02-27")
    assert desk.bucket == "CURRENT"
    reverse_payment(
        actor=BANK, account_no=desk.no, reverses_ref="P1", source_ref="R1", reason="returned", at=noon("02-27")
    )
    desk.age_to("02-28")
    assert desk.bucket == "M0"
    assert desk.entries(*CHARGES, "CHARGE_REVERSAL") == []
