"""What we would have billed beside what the bank billed (B1): both roads keep the same rows."""

from dataclasses import replace
from decimal import Decimal

import pytest

from accounts.models import ChargeComparison, Position
from accounts.rules.facts import Facts, IssuedStatement
from tests.accounts.cards import CALENDAR_A, PLAIN, d, entry
from tests.accounts.database import install, nights, product_following, store_account, store_facts

pytestmark = pytest.mark.django_db(transaction=True)

TERMS = replace(CALENDAR_A, bank_statements=True, bank_charges=True)


def bank_statement(seq, day, due, balance, minimum):
    return IssuedStatement(
        seq=seq,
        statement_date=d(day),
        due_date=d(due),
        effective_due_date=d(due),
        balance=Decimal(balance),
        minimum_due=Decimal(minimum),
        past_due=None,
        recorded_on=d(day),
    )


def bank_kept(*more):
    """Bought 10 000.00, nothing paid; the bank bills a fee of 48.00 and interest of 221.00."""
    entries = [
        entry("PURCHASE", "10000.00", "01-20"),
        entry("LATE_FEE", "48.00", "02-26"),
        entry("INTEREST", "221.00", "03-04"),
        *more,
    ]
    statements = [
        bank_statement(1, "02-05", "02-25", "10000.00", "1000.00"),
        bank_statement(2, "03-05", "03-25", "10269.00", "2200.00"),
    ]
    return Facts(entries, statements)


def test_both_roads_compare_alike():
    install()
    product = product_following(PLAIN)
    ordinary, exact = store_account(TERMS, product), store_account(TERMS, product)
    store_facts(ordinary, bank_kept())
    bought = entry("PURCHASE", "7.00", "03-04")
    store_facts(exact, bank_kept(bought, entry("CHARGE_REVERSAL", "7.00", "03-04", reverses=bought.id)))
    nights(d("01-21"), d("03-05"))
    roads = dict(Position.objects.values_list("pk", "replayed_on"))
    assert (roads[ordinary.pk], roads[exact.pk]) == (None, d("03-05"))
    nights(d("03-06"), d("03-06"))
    expected = [
        (1, "MINIMUM", Decimal("1000.00"), Decimal("1000.00")),
        (2, "INTEREST", Decimal("220.00"), Decimal("221.00")),
        (2, "LATE_FEE", Decimal("50.00"), Decimal("48.00")),
        # 10 % of the 9 000.00 outside the past due, 1 000.00 past due, 221.00 and 48.00 as the bank billed them
        (2, "MINIMUM", Decimal("2169.00"), Decimal("2200.00")),
    ]
    for account in (ordinary, exact):
        rows = ChargeComparison.objects.filter(card_account=account).order_by("seq", "what")
        assert list(rows.values_list("seq", "what", "ours", "banks")) == expected
