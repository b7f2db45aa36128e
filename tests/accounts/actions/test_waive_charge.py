"""Waiving and reversing charges: the actions, their REST doors, who may, and what the nights make of it."""

from decimal import Decimal

import pytest

from accounts.actions.waivers import reverse_charge, waive_charge
from accounts.models import CardAccount, LedgerEntry, Slice
from collections_app.events.models import Event
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from tests.accounts.cards import d, entry
from tests.accounts.desk import noon, open_desk, roles_let_in

pytestmark = pytest.mark.django_db
TELLER = Actor.command("test")


@pytest.fixture
def desk():
    """A yearly fee of 100.00 posted on 2025-02-10, business date 03-10; no night has run."""
    return open_desk(entry("OTHER_FEE", "100.00", "02-10"), aged_to="03-10", nights_run=False)


def fee_of(desk, kind="OTHER_FEE"):
    return desk.entries(kind)[0]


def waive(desk, *, amount="30.00", ref="W1", charge=None, at="03-10", reason="first time late"):
    return waive_charge(
        actor=TELLER,
        account_no=desk.no,
        charge_id=charge or fee_of(desk).pk,
        amount=Decimal(amount),
        source_ref=ref,
        reason=reason,
        at=noon(at),
    )


def reverse(desk, *, ref="C1", charge=None, at="03-10"):
    return reverse_charge(
        actor=TELLER,
        account_no=desk.no,
        charge_id=charge or fee_of(desk).pk,
        source_ref=ref,
        reason="charged by mistake",
        at=noon(at),
    )


# -- waivers --------------------------------------------------------------------------------------------------------


def test_waivers_of_one_charge_never_exceed_it(desk):
    assert waive(desk, amount="30.00").entry.amount == Decimal("-30.00")
    assert waive(desk, amount="70.00", ref="W2").created
    with pytest.raises(Refused) as refused:
        waive(desk, amount="0.01", ref="W3")
    assert (refused.value.code, refused.value.field) == ("exceeds_charge", "amount")


def test_a_waiver_names_its_charge_and_leaves_an_event(desk):
    posted = waive(desk)
    assert (posted.entry.reverses, posted.entry.component, posted.takes_effect) == (
        fee_of(desk),
        "OTHER_FEE",
        d("03-11"),
    )
    event = Event.objects.get(kind="charge.waived")
    assert (event.data["amount"], event.data["charge"]) == ("30.00", fee_of(desk).pk)


def test_the_same_waiver_again_changes_nothing_and_another_amount_is_a_conflict(desk):
    first = waive(desk)
    assert (waive(desk).created, waive(desk).entry.pk) == (False, first.entry.pk)
    with pytest.raises(Refused, match="reference"):
        waive(desk, amount="31.00")


def test_a_waived_fee_lowers_the_slice_that_billed_it():
    desk = open_desk(aged_to="03-05")
    late_fee = fee_of(desk, "LATE_FEE")
    assert Slice.objects.get(card_account=desk.account, seq=2).unpaid == Decimal("1170.00")
    waive(desk, charge=late_fee.pk, amount="50.00", at="03-05")
    desk.age_to("03-06")
    assert Slice.objects.get(card_account=desk.account, seq=2).unpaid == Decimal("1120.00")
    assert desk.entries("CHARGE_REVERSAL") == []


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"charge": 987654321}, "unknown_entry", "charge"),
        ({"amount": "100.01"}, "exceeds_charge", "amount"),
        ({"amount": "0"}, "not_positive", "amount"),
        ({"reason": ""}, "missing", "reason"),
        ({"ref": "4111111111111111"}, "card_number", "source_ref"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(desk, change, code, field):
    with pytest.raises(Refused) as refused:
        waive(desk, **change)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_purchase_is_no_charge(desk):
    with pytest.raises(Refused) as refused:
        waive(desk, charge=fee_of(desk, "PURCHASE").pk)
    assert (refused.value.code, refused.value.field) == ("not_a_charge", "charge")


def test_where_the_bank_keeps_the_charges_its_feed_brings_the_waiver(desk):
    CardAccount.objects.update(charges_by="BANK")
    with pytest.raises(Refused) as refused:
        waive(desk)
    assert refused.value.code == "kept_by_bank"


def test_the_rest_door_waives(cast, desk):
    body = {
        "account_no": desk.no,
        "charge": fee_of(desk).pk,
        "amount": "30.00",
        "source_ref": "W1",
        "reason": "kindness",
    }
    assert roles_let_in(cast, "/api/v1/waivers", body) == {"manager"}
    answer = cast.api("manager").post("/api/v1/waivers", {**body, "source_ref": "W2"})
    assert (answer.status_code, answer.data["entry"]["amount"], answer.data["entry"]["kind"]) == (
        201,
        "-30.00",
        "WAIVER",
    )
    wrong = cast.api("manager").post("/api/v1/waivers", {**body, "charge": "x", "amount": "0.001"})
    assert [error["field"] for error in wrong.json()["errors"]] == ["charge", "amount"]


# -- reversals ------------------------------------------------------------------------------------------------------


def test_a_reversed_charge_keeps_its_value_date(desk):
    posted = reverse(desk)
    assert (posted.entry.amount, posted.entry.value_date, posted.entry.posting_date) == (
        Decimal("-100.00"),
        d("02-10"),
        d("03-10"),
    )
    assert Event.objects.filter(kind="charge.reversed").count() == 1


def test_a_charge_is_reversed_once_only_and_not_after_a_waiver(desk):
    first = reverse(desk)
    assert reverse(desk).entry.pk == first.entry.pk
    with pytest.raises(Refused) as refused:
        reverse(desk, ref="C2")
    assert refused.value.code == "already_reversed"
    with pytest.raises(Refused) as refused:
        waive(desk)
    assert refused.value.code == "already_reversed"


def test_a_charge_waived_in_part_is_not_reversed(desk):
    waive(desk)
    with pytest.raises(Refused) as refused:
        reverse(desk)
    assert (refused.value.code, refused.value.field) == ("already_waived", "charge")


def test_the_night_does_not_charge_a_reversed_late_fee_again():
    desk = open_desk(aged_to="02-26")
    fee = fee_of(desk, "LATE_FEE")
    reverse(desk, charge=fee.pk, at="02-26")
    desk.age_to("03-05")
    assert [str(entry.amount) for entry in desk.entries("LATE_FEE")] == ["50.00"]
    assert (desk.bucket, desk.balance) == ("M1", "10220.00")


def test_the_rest_door_reverses_a_charge(cast, desk):
    body = {"account_no": desk.no, "charge": fee_of(desk).pk, "source_ref": "C1", "reason": "mistake"}
    assert roles_let_in(cast, "/api/v1/charge-reversals", body) == {"manager"}
    answer = cast.api("manager").post("/api/v1/charge-reversals", body)
    assert (answer.status_code, answer.data["created"]) == (200, False)
    assert LedgerEntry.objects.filter(kind="CHARGE_REVERSAL").count() == 1
