"""Many payments in one request: every row answered, good rows landed, nothing posted twice."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection
from rest_framework.test import APIClient

from accounts.actions.bulk import post_payments
from accounts.models import LedgerEntry
from accounts.paying import Payment
from accounts.posting import Posted
from collections_app.events.models import Event
from collections_app.shared.actor import Actor
from tests.accounts.cards import CALENDAR_A, d
from tests.accounts.database import store_account
from tests.accounts.desk import noon, open_desk, roles_let_in

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/payments/bulk"


@pytest.fixture
def desk():
    return open_desk(aged_to="02-26", nights_run=False)


def row(desk, ref="P1", **changes):
    return {"account_no": desk.no, "amount": "10.00", "value_date": "2025-02-24", "source_ref": ref, **changes}


def test_every_row_is_answered_and_good_rows_land(cast, desk):
    rows = [
        row(desk),
        row(desk, "P2", account_no="nobody"),
        row(desk, "P3", amount="12.345"),
        row(desk, "P4", value_date="2026-01-01"),
        row(desk),
        row(desk, amount="11.00"),
        "no row at all",
        row(desk, "P5", amount="20.00", currency="CNY"),
        row(desk, "P6", valuedate="2025-02-24"),
        row(desk, "P7"),
    ]
    answer = cast.api("integration").post(ADDRESS, {"payments": rows})
    assert answer.status_code == 200
    assert {name: answer.data[name] for name in ("created", "same", "refused")} == {
        "created": 3,
        "same": 1,
        "refused": 6,
    }
    assert [(one["index"], one["status"], one["code"], one["field"]) for one in answer.data["rows"]] == [
        (0, "created", "", ""),
        (1, "refused", "unknown_account", "account_no"),
        (2, "refused", "max_decimal_places", "amount"),
        (3, "refused", "in_the_future", "value_date"),
        (4, "same", "", ""),
        (5, "refused", "conflict", "source_ref"),
        (6, "refused", "invalid", ""),
        (7, "created", "", ""),
        (8, "refused", "invalid", "valuedate"),
        (9, "created", "", ""),
    ]
    first, again, lookalike = (answer.data["rows"][place] for place in (0, 4, 9))
    assert first["entry"] == again["entry"] and first["takes_effect"] == "2025-02-27"
    assert lookalike["suspected_duplicates"] == ["P1"]
    assert [str(entry.amount) for entry in desk.entries("PAYMENT")] == ["-10.00", "-20.00", "-10.00"]
    assert Event.objects.filter(kind="payment.posted").count() == 3


def test_sent_again_nothing_is_posted_twice(cast, desk):
    caller, asked = cast.api("integration"), {"payments": [row(desk), row(desk, "P2", amount="11.00")]}
    first, again = caller.post(ADDRESS, asked), caller.post(ADDRESS, asked)
    assert (first.data["created"], again.data["same"]) == (2, 2)
    assert [one["entry"] for one in first.data["rows"]] == [one["entry"] for one in again.data["rows"]]


def test_a_single_payment_and_a_bulk_row_know_each_other(cast, desk):
    caller = cast.api("integration")
    single = caller.post("/api/v1/payments", row(desk))
    (known,) = caller.post(ADDRESS, {"payments": [row(desk)]}).data["rows"]
    assert (known["status"], known["entry"]) == ("same", single.data["entry"]["id"])


@pytest.mark.parametrize(
    "asked", [{}, {"payments": []}, {"payments": "x"}, {"rows": []}, [], {"payments": [{}] * 1001}]
)
def test_a_request_that_cannot_be_read_is_refused_whole(cast, asked):
    assert cast.api("integration").post(ADDRESS, asked, format="json").status_code == 400


def test_who_may_post(cast, desk):
    assert roles_let_in(cast, ADDRESS, {"payments": [row(desk)]}) == {"lead", "manager", "integration"}
    assert APIClient().post(ADDRESS, {"payments": []}).status_code == 401


def test_a_thousand_rows_take_as_many_statements_as_ten(cast, desk, django_assert_max_num_queries):
    caller = cast.api("integration")
    with django_assert_max_num_queries(20):
        answer = caller.post(ADDRESS, {"payments": [row(desk, f"R{n}", amount=f"{n + 1}.00") for n in range(1000)]})
    assert answer.data["created"] == 1000


@pytest.mark.django_db(transaction=True)
def test_requests_at_once_over_the_same_accounts_land_every_payment_once():
    one = open_desk(aged_to="02-26", nights_run=False)
    other = store_account(CALENDAR_A, one.account.product)
    rows = [
        Payment(account_no=number, amount=Decimal(n + 1), value_date=d("02-24"), source_ref=f"R{n}")
        for n in range(20)
        for number in (one.no, other.account_no)
    ]

    def call(turn):
        asked = rows if turn % 2 else rows[::-1]
        try:
            answers = post_payments(actor=Actor.command("test"), payments=asked, at=noon("02-26"))
            return sum(1 for answer in answers if isinstance(answer, Posted) and answer.created)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        created = list(pool.map(call, range(4)))
    assert sum(created) == 40
    assert LedgerEntry.objects.filter(kind="PAYMENT").count() == 40


# -- positions of many accounts -----------------------------------------------------------------------------------


def test_positions_of_many_accounts_come_in_the_order_asked(cast):
    desk = open_desk(aged_to="02-26")
    other = store_account(CALENDAR_A, desk.account.product)
    asked = {"account_nos": [other.account_no, "nobody", desk.no, desk.no]}
    answer = cast.api("integration").post("/api/v1/accounts/lookup", asked)
    assert [account["account_no"] for account in answer.data["accounts"]] == [other.account_no, desk.no]
    assert answer.data["unknown"] == ["nobody"]
    assert answer.data["accounts"][1]["position"]["bucket"] == "M0"


def test_a_restricted_file_is_unknown_to_who_is_not_cleared(cast, desk):
    type(desk.account.cardholder).objects.update(restriction="STAFF")
    answer = cast.api("agent").post("/api/v1/accounts/lookup", {"account_nos": [desk.no]})
    assert (answer.data["accounts"], answer.data["unknown"]) == ([], [desk.no])
