"""Statements, ledger entries and cardholders at the REST door."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.payments import post_payment
from accounts.models import ContactPoint, PersonalData
from collections_app.shared.actor import Actor
from collections_app.shared.crypto import encrypt
from tests.accounts.cards import d
from tests.accounts.desk import noon, open_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    """Statements of 2025-02-05 and 03-05; 400.00 paid on 03-01."""
    desk = open_desk(aged_to="03-01")
    post_payment(
        actor=Actor.command("test"),
        account_no=desk.no,
        amount=Decimal("400.00"),
        value_date=d("03-01"),
        source_ref="P1",
        at=noon("03-01"),
    )
    desk.age_to("03-05")
    return desk


def results(caller, address):
    answer = caller.get(address)
    assert answer.status_code == 200, answer.json()
    return answer.data["results"]


def test_statements_of_an_account_say_what_is_unpaid(cast, desk):
    rows = results(cast.api("agent"), f"/api/v1/statements?account_no={desk.no}")
    assert [(row["seq"], row["statement_date"], row["minimum_due"], row["unpaid"], row["missed"]) for row in rows] == [
        (1, "2025-02-05", "1000.00", "600.00", True),
        (2, "2025-03-05", rows[1]["minimum_due"], rows[1]["own_slice"], None),
    ]
    assert Decimal(rows[1]["minimum_due"]) == Decimal("600.00") + Decimal(rows[1]["own_slice"])


def test_entries_are_found_by_kind_reference_and_dates(cast, desk):
    caller, base = cast.api("agent"), f"/api/v1/ledger-entries?account_no={desk.no}"
    assert [row["kind"] for row in results(caller, base)] == ["PURCHASE", "LATE_FEE", "PAYMENT", "INTEREST"]
    assert [row["amount"] for row in results(caller, f"{base}&kind=LATE_FEE&kind=PAYMENT")] == ["50.00", "-400.00"]
    assert [row["source_ref"] for row in results(caller, f"{base}&source_ref=P1")] == ["P1"]
    assert [row["kind"] for row in results(caller, f"{base}&posted_from=2025-03-01")] == ["PAYMENT", "INTEREST"]
    assert [row["kind"] for row in results(caller, f"{base}&value_to=2025-02-01")] == ["PURCHASE"]
    holder = desk.account.cardholder.customer_no
    assert len(results(caller, f"/api/v1/ledger-entries?customer_no={holder}")) == 4
    assert [row["kind"] for row in results(caller, "/api/v1/ledger-entries?effective_on=2025-03-01&kind=PAYMENT")] == [
        "PAYMENT"
    ]


def test_a_caller_goes_on_after_the_last_row_it_has(cast, desk):
    caller = cast.api("integration")
    rows = results(caller, "/api/v1/ledger-entries?page_size=2")
    later = results(caller, f"/api/v1/ledger-entries?after_id={rows[-1]['id']}")
    assert [row["kind"] for row in [*rows, *later]] == ["PURCHASE", "LATE_FEE", "PAYMENT", "INTEREST"]
    assert results(caller, f"/api/v1/ledger-entries?after_id={10**30}") == []


def test_one_entry_shows_what_it_paid(cast, desk):
    payment = desk.entries("PAYMENT")[0]
    shown = cast.api("agent").get(f"/api/v1/ledger-entries/{payment.pk}").data
    assert shown["takes_effect"] == d("03-02")
    assert sum(Decimal(part["amount"]) for part in shown["allocations"]) == Decimal("400.00")
    assert cast.api("agent").get("/api/v1/ledger-entries/999999999").status_code == 404


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("kind=LATE_FEE", "kind"),
        ("source_ref=P1", "source_ref"),
        ("account_no=A1&kind=FEE", "kind"),
        ("account_no=A1&posted_from=2025-02-30", "posted_from"),
        ("account_no=a%00b", "account_no"),
        ("effective_on=soon", "effective_on"),
        ("after_id=x", "after_id"),
        ("after_id=-1", "after_id"),
    ],
)
def test_a_filter_that_cannot_be_or_would_read_the_whole_ledger_is_named(cast, query, field):
    answer = cast.api("agent").get(f"/api/v1/ledger-entries?{query}")
    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (400, [field])


def test_a_list_costs_a_fixed_number_of_queries(cast, desk):
    caller = cast.api("agent")
    for address in ("statements", "ledger-entries"):
        caller.get(f"/api/v1/{address}")
        with CaptureQueriesContext(connection) as captured:
            caller.get(f"/api/v1/{address}?account_no={desk.no}")
        assert len(captured) <= 4, [query["sql"] for query in captured]


def test_a_cardholder_is_shown_masked(cast, desk):
    holder = desk.account.cardholder
    PersonalData.objects.create(
        cardholder=holder, name="张三", id_type="RESIDENT_ID", id_number=encrypt("11010519491231002X")
    )
    ContactPoint.objects.create(
        cardholder=holder, kind="MOBILE", value=encrypt("13800138000"), value_hash="h", masked="138****8000"
    )
    caller = cast.api("agent")
    one = caller.get(f"/api/v1/cardholders/{holder.customer_no}").data
    assert (one["name"], one["id_number"], one["contact_points"][0]["masked"]) == (
        "张*",
        "110***********002X",
        "138****8000",
    )
    assert one["account_nos"] == [desk.no]
    listed = results(caller, f"/api/v1/cardholders?customer_no={holder.customer_no}")
    assert "id_number" not in listed[0]
    assert "13800138000" not in str(listed) + str(one)
    assert caller.get("/api/v1/cardholders/nobody").status_code == 404
