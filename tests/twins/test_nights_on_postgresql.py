"""The worked examples again, through nights on PostgreSQL: set-based SQL must leave what the pure rules leave."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import LedgerEntry, Position, Statement
from accounts.nightly.fingerprint import Shown, fingerprint
from accounts.rules.calendar import DueOffset
from accounts.rules.facts import Facts, Hold
from accounts.rules.policy import Policy, PolicyLine
from collections_app.nightly.models import NightProblem
from tests.accounts.cards import CALENDAR_A, GRACE_3, d, entry, worked_account
from tests.accounts.database import install, nights, product_following, store_account, store_facts
from tests.accounts.rules.test_worked_ledger import WORKED_LEDGER

pytestmark = pytest.mark.django_db(transaction=True)

BEARING_FEES = PolicyLine([Policy(valid_from=d("2000-01-01"), late_fee_bears_interest=True)])
TOLERANT = PolicyLine(
    [
        Policy(
            valid_from=d("2000-01-01"),
            overdue_tolerance_amount=Decimal("10.00"),
            full_payment_tolerance_amount=Decimal("10.00"),
            interest_stop_holds=frozenset({"FRAUD"}),
            fee_stop_holds=frozenset({"FRAUD"}),
        )
    ]
)
CHANGING = PolicyLine(
    [
        Policy(valid_from=d("2000-01-01")),
        Policy(
            valid_from=d("03-31"),
            daily_interest_rate=Decimal("0.000350"),
            minimum_ratio=Decimal("0.05"),
            late_fee_minimum_amount=Decimal("20.00"),
            grace_days=3,
            max_late_fees=3,
        ),
    ]
)
HOLD = Hold(kind="FRAUD", since=d("03-10"), until=None, recorded_on=d("03-12"))
DISPUTE = Hold(kind="DISPUTE", since=d("02-01"), until=None, recorded_on=d("02-01"), disputed_amount=Decimal("4000.00"))
PAID = entry("PAYMENT", "2000.00", "03-12")
FEE = entry("OTHER_FEE", "100.00", "02-10")

SCENARIOS = {
    "nothing paid": worked_account(),
    "paid in time": worked_account(entry("PAYMENT", "1000.00", "02-25")),
    "paid late": worked_account(entry("PAYMENT", "1000.00", "02-26")),
    "paid in full": worked_account(entry("PAYMENT", "10000.00", "02-25")),
    "rolls back": worked_account(entry("PAYMENT", "1000.00", "04-10")),
    "cures": worked_account(entry("PAYMENT", "2170.00", "04-10")),
    "principal first": worked_account(entry("PAYMENT", "1000.00", "05-27")),
    "overpaid, then buys": worked_account(
        entry("PAYMENT", "10500.00", "02-20"),
        entry("PURCHASE", "300.00", "03-01"),
        entry("PURCHASE", "900.00", "03-20"),
        entry("CASH_ADVANCE", "50.00", "03-20"),
    ),
    "two payments a day": worked_account(entry("PAYMENT", "700.00", "03-20"), entry("PAYMENT", "800.00", "03-20")),
    "recorded late": worked_account(entry("PAYMENT", "1000.00", "02-24", value="02-24", recorded="03-10")),
    "recorded late, partly": worked_account(entry("PAYMENT", "500.00", "02-24", recorded="03-10")),
    "recorded late, in full": worked_account(entry("PAYMENT", "10000.00", "02-24", recorded="03-10")),
    "weekend": worked_account(entry("PAYMENT", "600.00", "03-14", recorded="03-16")),
    "cash and fees": worked_account(
        entry("CASH_ADVANCE", "800.00", "02-12"),
        entry("OTHER_FEE", "8.00", "02-12"),
        entry("PAYMENT", "3000.00", "03-08"),
    ),
    "instalments": worked_account(entry("INSTALMENT", "500.00", "02-08"), entry("INSTALMENT", "500.00", "03-08")),
    "payment returned": worked_account(
        PAID, entry("PAYMENT_REVERSAL", "2000.00", "03-25", value="03-12", reverses=PAID.id)
    ),
    "refund": worked_account(entry("PURCHASE", "700.00", "02-10"), entry("REFUND", "700.00", "02-20")),
    "refund after the statement": worked_account(entry("REFUND", "2500.00", "02-20")),
    "fee waived": worked_account(FEE, entry("WAIVER", "100.00", "03-20", reverses=FEE.id)),
    "fee reversed": worked_account(FEE, entry("CHARGE_REVERSAL", "100.00", "03-20", value="02-10", reverses=FEE.id)),
    "fees bear interest": worked_account(policies=BEARING_FEES),
    "grace": worked_account(entry("PAYMENT", "1000.00", "02-28"), policies=GRACE_3),
    "residue": worked_account(
        entry("PAYMENT", "9995.00", "02-20"), entry("PURCHASE", "2000.00", "03-01"), policies=TOLERANT
    ),
    "rules change overnight": worked_account(policies=CHANGING),
    "fee on a statement date": worked_account(terms=replace(CALENDAR_A, due_rule=DueOffset(27))),
    "over the limit": worked_account(terms=replace(CALENDAR_A, credit_limit=Decimal("9000.00"))),
    "day 31": worked_account(
        terms=replace(CALENDAR_A, statement_day=31, due_rule=DueOffset(25), first_statement_date=d("01-31")),
        policies=GRACE_3,
    ),
    "interest stopped": replace(worked_account(policies=TOLERANT), holds=[HOLD]),
    "disputed": replace(worked_account(), holds=[DISPUTE]),
    "paid below the past due": worked_account(entry("PAYMENT", "9800.00", "03-10"), entry("REFUND", "400.00", "03-11")),
}
FIRST, LAST = d("01-21"), d("08-05")


def test_sql_leaves_what_the_rules_leave():
    install()
    accounts = {
        name: replace(account, entries=list(account.entries), statements=[]) for name, account in SCENARIOS.items()
    }
    products = {line: product_following(line) for line in {account.policies for account in accounts.values()}}
    stored = {}
    for name, account in accounts.items():
        stored[name] = store_account(account.terms, products[account.policies])
        store_facts(stored[name], Facts(account.entries, (), account.holds))
    apart = {}
    day = FIRST
    while day <= LAST:
        nights(day, day)
        left = dict(Position.objects.values_list("pk", "fingerprint"))
        for name, account in accounts.items():
            book = account.night(day)
            if left[stored[name].pk] != fingerprint(stored[name].pk, book, Shown.of(book)):
                apart.setdefault(name, day)
        day += timedelta(days=1)
    for name, account in accounts.items():
        if issued_in_database(stored[name]) != issued_by_rules(account):
            apart.setdefault(name, "statements")
        if charged_in_database(stored[name]) != posted_by_rules(account):
            apart.setdefault(name, "charges")
    assert apart == {}
    assert worked_ledger_of(stored["nothing paid"]) == WORKED_LEDGER
    assert not NightProblem.objects.exists()


def worked_ledger_of(account):
    """The rows of the reference table as the database holds them: statement by statement, the fee that followed."""
    charged = LedgerEntry.objects.filter(card_account=account, kind="LATE_FEE")
    fees = {seq: str(amount) for seq, amount in charged.values_list("statement_seq", "amount")}
    return [
        (
            f"{row.statement_date:%m-%d}",
            *map(str, (row.interest, row.balance, row.minimum_due, row.own_slice)),
            fees.get(row.seq),
        )
        for row in Statement.objects.filter(card_account=account).order_by("seq")
    ]


def issued_by_rules(account):
    return [(issued.seq, issued.balance, issued.minimum_due, issued.past_due) for issued in account.statements]


def posted_by_rules(account):
    return sorted((e.kind, e.amount, e.posting_date, e.value_date) for e in account.entries if e.by_night)


def issued_in_database(account):
    rows = Statement.objects.filter(card_account=account).order_by("seq")
    return list(rows.values_list("seq", "balance", "minimum_due", "past_due"))


def charged_in_database(account):
    rows = LedgerEntry.objects.filter(card_account=account, recorded_by="night")
    return sorted(rows.values_list("kind", "amount", "posting_date", "value_date"))
