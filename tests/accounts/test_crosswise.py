"""A bank file and bulk payments that write the same at the same moment: one waits for the other, and never both."""

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from accounts.actions.bulk import post_payments
from accounts.intake.actions import take_in
from accounts.models import Delivery, LedgerEntry
from accounts.paying import Payment
from collections_app.shared import sql
from collections_app.shared.actor import Actor
from tests.accounts.cards import CALENDAR_A, d
from tests.accounts.database import store_account
from tests.accounts.desk import noon, open_desk

pytestmark = pytest.mark.django_db(transaction=True)
TELLER = Actor.command("test")
REFS = [f"R{place}" for place in range(6)]


@pytest.fixture
def slow():
    """Every row of the ledger takes its time, so that two who write meet in the middle."""
    sql.run(
        "CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN PERFORM pg_sleep(0.1); RETURN NEW; END $$"
    )
    sql.run("CREATE TRIGGER take_time BEFORE INSERT ON accounts_ledgerentry FOR EACH ROW EXECUTE FUNCTION take_time()")
    yield
    sql.run("DROP FUNCTION take_time CASCADE")


@pytest.fixture
def accounts():
    desk = open_desk(aged_to="02-26", nights_run=False)
    return [desk.no, store_account(CALENDAR_A, desk.account.product).account_no]


def at_once(*calls):
    gate = threading.Barrier(len(calls))

    def run(call):
        try:
            gate.wait()
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def bulk(pairs):
    said = {"amount": Decimal("10.00"), "value_date": d("02-24"), "posting_date": d("02-24")}
    payments = [Payment(account_no=number, source_ref=ref, **said) for number, ref in pairs]
    return lambda: post_payments(actor=TELLER, payments=payments, at=noon("02-26"))


def file(folder, text):
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    return lambda: take_in(path=path, actor=Actor.command("intake"), at=noon("02-26"))


def test_the_same_references_crosswise(slow, accounts, tmp_path):
    pairs = [(number, ref) for number in accounts for ref in REFS]
    lines = [f"{number},{ref},PAYMENT,,10.00,2025-02-24,2025-02-24,\n" for number, ref in pairs[::-1]]
    head = "account_no,source_ref,kind,component,amount,posting_date,value_date,reverses_ref\n"
    answers, delivery = at_once(bulk(pairs), file(tmp_path, head + "".join(lines)))
    assert delivery.status == Delivery.Status.DONE
    assert len(answers) == delivery.rows_new + delivery.rows_same == len(pairs)
    assert sum(answer.created for answer in answers) + delivery.rows_new == len(pairs)
    assert LedgerEntry.objects.filter(kind="PAYMENT").count() == len(pairs)


def test_numbers_follow_the_request_whatever_order_they_are_written_in(accounts):
    answers = bulk([(accounts[1], "Z"), (accounts[0], "B"), (accounts[0], "A")])()
    numbers = [answer.entry.pk for answer in answers]
    assert numbers == sorted(numbers)
