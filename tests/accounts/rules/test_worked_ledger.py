"""The worked ledger of the reference (§2.9) and the readings told apart by a number (L1 to L9), to the cent."""

from dataclasses import replace
from decimal import Decimal

import pytest

from accounts.rules.allocation import Component
from accounts.rules.calendar import DueOffset
from accounts.rules.late_fee import late_fee_ceiling
from accounts.rules.policy import Policy, PolicyLine
from tests.accounts.cards import CALENDAR_A, GRACE_3, d, entry, worked_account

FIRST_NIGHT = d("01-21")

WORKED_LEDGER = [
    # statement, interest, balance, minimum, own slice, fee that will follow
    ("02-05", "0.00", "10000.00", "1000.00", "1000.00", "50.00"),
    ("03-05", "220.00", "10270.00", "2170.00", "1170.00", "108.50"),
    ("04-05", "158.41", "10536.91", "3246.91", "1076.91", "162.35"),
    ("05-05", "155.68", "10854.94", "4293.94", "1047.03", "214.70"),
    ("06-05", "163.28", "11232.92", "5328.02", "1034.08", "266.40"),
    ("07-05", "160.46", "11659.78", "6345.37", "1017.35", "317.27"),
    ("08-05", "168.30", "12145.35", "7362.38", "1017.01", None),
]


def statements_of(account):
    return {statement.statement_date: statement for statement in account.statements}


def test_worked_ledger_to_the_cent():
    account = worked_account()
    books = account.nights(FIRST_NIGHT, d("08-05"))
    for day, interest, balance, minimum, own_slice, fee in WORKED_LEDGER:
        issued = books[d(day)].new_statement
        got = (issued.interest, issued.balance, issued.minimum_due, issued.own_slice)
        assert got == tuple(map(Decimal, (interest, balance, minimum, own_slice))), day
        if fee:
            charged = books[d(day).replace(day=26)].new_entries
            assert [(e.kind, e.amount) for e in charged] == [("LATE_FEE", Decimal(fee))], day


def test_half_up_separates_from_bankers_rounding():
    account = worked_account()
    account.entries = [replace(account.entries[0], amount=Decimal("20001.00"))]
    books = account.nights(FIRST_NIGHT, d("02-26"))
    assert books[d("02-05")].new_statement.minimum_due == Decimal("2000.10")
    assert books[d("02-26")].new_entries[0].amount == Decimal("100.01")


def pools_after(account, last):
    book = account.nights(FIRST_NIGHT, d(last))[d(last)]
    owed = dict.fromkeys(Component, Decimal("0.00"))
    for pool in book.owed.pools.values():
        owed[pool.component] += pool.remaining
    return owed


@pytest.mark.parametrize(
    ("paid_on", "principal", "interest", "fees"),
    [
        ("04-20", "463.09", "378.41", "158.50"),  # 54 days past due: charges first
        ("05-27", "1000.00", "0.00", "0.00"),  # 91 days: principal first
    ],
)
def test_allocation_flips_at_91_days(paid_on, principal, interest, fees):
    account = worked_account(entry("PAYMENT", "1000.00", paid_on))
    account.nights(FIRST_NIGHT, d(paid_on))
    book = account.book(d(paid_on).replace(day=d(paid_on).day + 1))
    paid = dict.fromkeys(Component, Decimal("0.00"))
    for part in book.owed.allotments:
        paid[part.component] += part.amount
    got = (paid[Component.PURCHASE], paid[Component.INTEREST], paid[Component.LATE_FEE])
    assert got == (Decimal(principal), Decimal(interest), Decimal(fees))


def test_l1_billed_principal_before_the_unbilled_fee():
    owed = pools_after(worked_account(entry("PAYMENT", "1000.00", "03-01")), "03-02")
    assert owed[Component.PURCHASE] == Decimal("9000.00")
    assert owed[Component.LATE_FEE] == Decimal("50.00")


def test_l2_principal_inside_past_due_after_a_partial_payment():
    account = worked_account(entry("PAYMENT", "1000.00", "04-10"))
    issued = account.nights(FIRST_NIGHT, d("05-05"))[d("05-05")].new_statement
    assert issued.past_due == Decimal("2246.91")
    assert issued.minimum_due - issued.past_due - issued.interest - issued.fees == Decimal("729.00")


LATE_RECORDED = {"value": "02-24", "recorded": "03-10"}


def test_l3_and_l7_a_payment_recorded_late_reverses_the_fee_and_corrects_the_interest():
    account = worked_account(entry("PAYMENT", "1000.00", "02-24", **LATE_RECORDED))
    books = account.nights(FIRST_NIGHT, d("04-05"))
    found = books[d("03-11")]
    assert [(e.kind, e.amount, e.value_date) for e in found.new_entries] == [
        ("CHARGE_REVERSAL", Decimal("-50.00"), d("02-26"))
    ]
    assert [step.amount for step in found.steps] == [Decimal("1000.00"), Decimal("1120.00")]
    assert found.standing(d("03-11")).bucket.label == "CURRENT"
    assert books[d("04-05")].new_statement.interest == Decimal("138.41")


def test_l4_paid_in_full_within_grace_bears_no_interest():
    account = worked_account(entry("PAYMENT", "10000.00", "02-28"), policies=GRACE_3)
    books = account.nights(FIRST_NIGHT, d("03-05"))
    assert books[d("03-05")].new_statement.interest == Decimal("0.00")


def test_l5_a_later_purchase_keeps_its_own_interest_free_days():
    account = worked_account(entry("PURCHASE", "1000.00", "02-10"))
    assert account.nights(FIRST_NIGHT, d("03-05"))[d("03-05")].new_statement.interest == Decimal("220.00")


def test_l6_billed_interest_bears_interest_until_repaid():
    account = worked_account(entry("PAYMENT", "10050.00", "03-05"), entry("PAYMENT", "220.00", "03-25"))
    books = account.nights(FIRST_NIGHT, d("04-05"))
    assert books[d("04-05")].new_statement.interest == Decimal("2.20")


def test_l8_a_changed_shortage_charges_the_fee_anew():
    account = worked_account(entry("PAYMENT", "500.00", "02-24", **LATE_RECORDED))
    found = account.nights(FIRST_NIGHT, d("03-11"))[d("03-11")]
    assert [(e.kind, e.amount, e.posting_date, e.value_date) for e in found.new_entries] == [
        ("CHARGE_REVERSAL", Decimal("-50.00"), d("03-11"), d("02-26")),
        ("LATE_FEE", Decimal("25.00"), d("03-11"), d("02-26")),
    ]


def test_l9_fees_paid_before_the_statement_are_not_in_its_minimum():
    account = worked_account(entry("PAYMENT", "10050.00", "03-01"), entry("PURCHASE", "5000.00", "03-03"))
    issued = account.nights(FIRST_NIGHT, d("03-05"))[d("03-05")].new_statement
    assert issued.minimum_due == Decimal("700.00")
    assert issued.interest == Decimal("200.00")


def test_l11_a_fee_whose_day_is_a_statement_date_is_billed_on_the_next():
    account = worked_account(terms=replace(CALENDAR_A, due_rule=DueOffset(27)))  # due 03-04, the day before S2
    books = account.nights(FIRST_NIGHT, d("04-05"))
    assert [(e.kind, e.amount) for e in books[d("03-05")].new_entries if e.kind == "LATE_FEE"] == [
        ("LATE_FEE", Decimal("50.00"))
    ]
    assert books[d("03-05")].new_statement.fees == Decimal("0.00")
    # with the fee of statement 2, due 04-01: 5 % of 2 120.00
    assert books[d("04-05")].new_statement.fees == Decimal("50.00") + Decimal("106.00")


def test_l12_a_residue_within_tolerance_bears_only_from_a_later_failure():
    policies = PolicyLine([Policy(valid_from=d("2000-01-01"), full_payment_tolerance_amount=Decimal("10.00"))])
    account = worked_account(
        entry("PAYMENT", "9995.00", "02-20"), entry("PURCHASE", "2000.00", "03-01"), policies=policies
    )
    books = account.nights(FIRST_NIGHT, d("04-05"))
    assert books[d("03-05")].new_statement.interest == Decimal("0.00")
    # 2 000.00 from 03-01 (35 days) and the residue 5.00 from the failed statement's date 03-05 (31 days)
    expected = Decimal("2000.00") * 35 * Decimal("0.0005") + Decimal("5.00") * 31 * Decimal("0.0005")
    assert books[d("04-05")].new_statement.interest == expected.quantize(Decimal("0.01"))


def test_published_example_of_a_partial_payment():
    """BoCom-style: 1 500 posted 30 May, 150 paid 25 June; 5 July bills 19.50 + 6.75 = 26.25."""
    account = worked_account()
    account.terms = replace(account.terms, first_statement_date=d("06-05"))
    account.entries = [entry("PURCHASE", "1500.00", "05-30"), entry("PAYMENT", "150.00", "06-25")]
    books = account.nights(d("05-31"), d("07-05"))
    assert books[d("07-05")].new_statement.interest == Decimal("26.25")


def test_a_capped_fee_gives_way_to_the_ceiling():
    """Cycle of 28 days: 10 000.00 x (24 % - 18.25 %) x 28 / 365 = 44.11, not 50.00."""
    capped = PolicyLine([Policy(valid_from=d("2000-01-01"), cost_ceiling_caps=True)])
    assert worked_account(policies=capped).nights(FIRST_NIGHT, d("02-26"))[d("02-26")].new_entries[0].amount == Decimal(
        "44.11"
    )
    assert worked_account().nights(FIRST_NIGHT, d("02-26"))[d("02-26")].new_entries[0].amount == Decimal("50.00")


def test_a_ceiling_below_the_interest_leaves_no_fee():
    policy = Policy(valid_from=d("2000-01-01"), cost_ceiling_caps=True, cost_ceiling_annual_rate=Decimal("0.18"))
    assert late_fee_ceiling(principal=Decimal("10000.00"), cycle_days=31, policy=policy) == Decimal("0.00")
