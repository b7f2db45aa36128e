"""Posting a payment: the action, its REST door, who may, and two callers at once."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection
from rest_framework.test import APIClient

from accounts.actions.payments import post_payment
from accounts.models import CardAccount, Installation, LedgerEntry, SuspectedDuplicate
from collections_app.events.models import Event
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from tests.accounts.cards import d
from tests.accounts.desk import noon, open_desk, roles_let_in

pytestmark = pytest.mark.django_db
TELLER = Actor.command("test")


@pytest.fixture
def desk():
    """The worked account on the business date 2025-02-26."""
    return open_desk(aged_to="02-26", nights_run=False)


@pytest.fixture
def aged_desk():
    """The same, its nights run: the first minimum of 1 000.00 is missed, M0, one late fee of 50.00."""
    return open_desk(aged_to="02-26")


def pay(desk, *, amount="1000.00", value="02-24", ref="P1", at="02-26", **more):
    return post_payment(
        actor=more.pop("actor", TELLER),
        account_no=desk.no,
        amount=Decimal(amount),
        value_date=d(value),
        source_ref=ref,
        at=noon(at),
        **more,
    )


def body(desk, **changes):
    return {
        "account_no": desk.no,
        "amount": "1000.00",
        "currency": "CNY",
        "value_date": "2025-02-24",
        "source_ref": "P1",
        **changes,
    }


def fields_of(answer):
    return [error["field"] for error in answer.json().get("errors", [])]


# -- the action ---------------------------------------------------------------------------------------------------


def test_the_next_night_takes_a_payment_in_and_judges_it_by_its_value_date(aged_desk):
    desk = aged_desk
    assert desk.bucket == "M0"
    posted = pay(desk)
    assert (posted.created, posted.takes_effect) == (True, d("02-27"))
    assert desk.bucket == "M0"
    desk.age_to("02-27")
    assert (desk.bucket, desk.balance) == ("CURRENT", "9000.00")
    assert [str(entry.amount) for entry in desk.entries("LATE_FEE", "CHARGE_REVERSAL")] == ["50.00", "-50.00"]


def test_the_entry_carries_its_dates_and_leaves_an_event(desk):
    entry = pay(desk, description="transfer").entry
    assert (entry.amount, entry.value_date, entry.posting_date, entry.recorded_on) == (
        Decimal("-1000.00"),
        d("02-24"),
        d("02-26"),
        d("02-26"),
    )
    event = Event.objects.get(kind="payment.posted")
    assert (event.account_id, event.actor, event.business_date) == (desk.account.pk, "command:test", d("02-26"))
    assert event.data["amount"] == "1000.00"


def test_the_same_reference_with_the_same_content_changes_nothing(desk):
    first = pay(desk)
    again = pay(desk, description="told differently", at="02-26")
    assert (again.created, again.entry.pk, again.takes_effect) == (False, first.entry.pk, first.takes_effect)
    assert Event.objects.filter(kind="payment.posted").count() == 1


def test_a_reference_repeated_on_a_later_day_is_still_the_same_payment(desk):
    first = pay(desk)
    Installation.objects.update(business_date=d("02-28"))
    assert pay(desk, at="02-28").entry.pk == first.entry.pk


@pytest.mark.parametrize("change", [{"amount": "999.99"}, {"value": "02-23"}, {"posting_date": d("02-25")}])
def test_the_same_reference_with_other_content_is_a_conflict(desk, change):
    pay(desk)
    with pytest.raises(Refused) as refused:
        pay(desk, **change)
    assert (refused.value.code, refused.value.field) == ("conflict", "source_ref")


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"amount": "0"}, "not_positive", "amount"),
        ({"amount": "-5"}, "not_positive", "amount"),
        ({"amount": "NaN"}, "not_positive", "amount"),
        ({"amount": "0.005"}, "too_precise", "amount"),
        ({"amount": "1e13"}, "amount_too_large", "amount"),
        ({"value": "02-27"}, "in_the_future", "value_date"),
        ({"posting_date": d("02-27")}, "in_the_future", "posting_date"),
        ({"value": "2024-12-01"}, "before_opening", "value_date"),
        ({"currency": "USD"}, "currency_mismatch", "currency"),
        ({"ref": "  "}, "missing", "source_ref"),
        ({"ref": "R" * 81}, "too_long", "source_ref"),
        ({"ref": "a\x00b"}, "invalid", "source_ref"),
        ({"ref": "4111 1111 1111 1111"}, "card_number", "source_ref"),
        ({"description": "卡号４１１１１１１１１１１１１１１１"}, "card_number", "description"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(desk, change, code, field):
    with pytest.raises(Refused) as refused:
        pay(desk, **change)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not desk.entries("PAYMENT")


def test_an_unknown_account_is_refused(desk):
    desk.account.account_no = "nobody"
    with pytest.raises(Refused) as refused:
        pay(desk)
    assert (refused.value.code, refused.value.field) == ("unknown_account", "account_no")


def test_money_for_a_closed_account_is_taken(desk):
    CardAccount.objects.update(status="CLOSED")
    assert pay(desk).created


def test_a_payment_that_looks_like_another_is_written_and_listed(desk):
    pay(desk)
    second = pay(desk, ref="P2")
    assert (second.created, second.suspected) == (True, ("P1",))
    listed = SuspectedDuplicate.objects.get()
    assert (listed.entry.source_ref, listed.other.source_ref, listed.status) == ("P2", "P1", "OPEN")


def test_another_amount_or_value_date_is_not_suspected(desk):
    pay(desk)
    assert pay(desk, ref="P2", amount="1000.01").suspected == ()
    assert pay(desk, ref="P3", value="02-25").suspected == ()


# -- the REST door ------------------------------------------------------------------------------------------------


def test_who_may_post(cast, desk):
    assert roles_let_in(cast, "/api/v1/payments", body(desk)) == {"lead", "manager", "integration"}
    assert cast.api("stranger").post("/api/v1/payments", body(desk)).status_code == 403
    assert APIClient().post("/api/v1/payments", body(desk)).status_code == 401


def test_the_door_answers_with_the_entry_and_when_it_takes_effect(cast, desk):
    caller = cast.api("integration")
    answer = caller.post("/api/v1/payments", body(desk))
    assert (answer.status_code, answer.data["created"], answer.data["takes_effect"]) == (201, True, "2025-02-27")
    assert (answer.data["entry"]["amount"], answer.data["entry"]["source_ref"]) == ("-1000.00", "P1")
    again = caller.post("/api/v1/payments/", body(desk))
    assert (again.status_code, again.data["created"]) == (200, False)
    assert again.data["entry"]["id"] == answer.data["entry"]["id"]


def test_other_content_under_the_same_reference_is_409(cast, desk):
    caller = cast.api("integration")
    caller.post("/api/v1/payments", body(desk))
    answer = caller.post("/api/v1/payments", body(desk, amount="1.00"))
    assert (answer.status_code, answer.json()["code"], fields_of(answer)) == (409, "conflict", ["source_ref"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"value_date": "2025-02-30"}, "value_date"),
        ({"value_date": 20250224}, "value_date"),
        ({"value_date": None}, "value_date"),
        ({"posting_date": "yesterday"}, "posting_date"),
        ({"amount": "12.345"}, "amount"),
        ({"amount": "-1.00"}, "amount"),
        ({"amount": "NaN"}, "amount"),
        ({"amount": "1" * 40}, "amount"),
        ({"amount": {"value": 1}}, "amount"),
        ({"currency": "XXX"}, "currency"),
        ({"currency": "USD"}, "currency"),
        ({"source_ref": "a\x00b"}, "source_ref"),
        ({"source_ref": "R" * 81}, "source_ref"),
        ({"source_ref": ["x"]}, "source_ref"),
        ({"description": "4111111111111111"}, "description"),
        ({"account_no": "nobody"}, "account_no"),
        ({"account_no": "4" * 41}, "account_no"),
        ({"valuedate": "2025-02-24"}, "valuedate"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_written(cast, desk, change, field):
    answer = cast.api("integration").post("/api/v1/payments", body(desk, **change))
    assert 400 <= answer.status_code < 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert fields_of(answer) == [field]
    assert not desk.entries("PAYMENT")


def test_a_refusal_speaks_the_callers_language(cast, desk):
    answer = cast.api("integration").post(
        "/api/v1/payments", body(desk, amount="-1.00"), headers={"Accept-Language": "zh-Hans"}
    )
    assert answer.json()["errors"][0]["message"] == "金额必须大于零。"


# -- two at once --------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_eight_callers_with_one_reference_write_one_payment():
    desk = open_desk(aged_to="02-01", nights_run=False)

    def call(_number):
        try:
            return pay(desk, value="02-01", at="02-01").created
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        created = list(pool.map(call, range(8)))
    assert sorted(created) == [False] * 7 + [True]
    assert LedgerEntry.objects.filter(kind="PAYMENT").count() == 1
    assert Event.objects.filter(kind="payment.posted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_callers_with_different_content_leave_one_payment_and_one_conflict():
    desk = open_desk(aged_to="02-01", nights_run=False)

    def call(amount):
        try:
            return pay(desk, amount=amount, value="02-01", at="02-01").created
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(call, ["10.00", "20.00"]))
    assert sorted(map(str, outcomes)) == ["True", "conflict"]
