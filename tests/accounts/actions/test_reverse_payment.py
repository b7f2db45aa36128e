"""Reversing a payment: the action, its REST door, who may."""

from decimal import Decimal

import pytest

from accounts.actions.payments import post_payment, reverse_payment
from accounts.models import Installation
from collections_app.events.models import Event
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from tests.accounts.cards import d, entry
from tests.accounts.desk import noon, open_desk, roles_let_in

pytestmark = pytest.mark.django_db
TELLER = Actor.command("test")


@pytest.fixture
def desk():
    """Paid 1 000.00 on 2025-02-20; business date 02-26."""
    return paid(open_desk(aged_to="02-20", nights_run=False))


def paid(desk):
    post_payment(
        actor=TELLER,
        account_no=desk.no,
        amount=Decimal("1000.00"),
        value_date=d("02-20"),
        source_ref="P1",
        at=noon("02-20"),
    )
    Installation.objects.update(business_date=d("02-26"))
    return desk


def reverse(desk, *, reverses="P1", ref="R1", reason="returned by the paying bank", at="02-26", actor=TELLER):
    return reverse_payment(
        actor=actor, account_no=desk.no, reverses_ref=reverses, source_ref=ref, reason=reason, at=noon(at)
    )


def test_a_reversal_opens_the_bucket_again_with_the_next_night():
    desk = paid(open_desk(aged_to="02-20"))
    desk.age_to("02-26")
    assert (desk.bucket, desk.balance) == ("CURRENT", "9000.00")
    posted = reverse(desk)
    assert (posted.entry.value_date, posted.entry.amount, posted.takes_effect) == (d("02-20"), 1000, d("02-27"))
    assert desk.bucket == "CURRENT"
    desk.age_to("02-27")
    assert (desk.bucket, desk.balance) == ("M0", "10050.00")
    assert [str(fee.amount) for fee in desk.entries("LATE_FEE")] == ["50.00"]


def test_the_event_names_the_payment_taken_back(desk):
    posted = reverse(desk)
    event = Event.objects.get(kind="payment.reversed")
    assert (event.data["reverses"], event.data["amount"]) == (posted.entry.reverses_id, "1000.00")


def test_the_same_reversal_again_changes_nothing(desk):
    first = reverse(desk)
    again = reverse(desk)
    assert (again.created, again.entry.pk) == (False, first.entry.pk)


def test_a_payment_is_reversed_once_only(desk):
    reverse(desk)
    with pytest.raises(Refused) as refused:
        reverse(desk, ref="R2")
    assert (refused.value.code, refused.value.field) == ("already_reversed", "reverses_ref")


def test_a_reference_already_used_for_something_else_is_a_conflict(desk):
    with pytest.raises(Refused) as refused:
        reverse(desk, ref="P1")
    assert (refused.value.code, refused.value.field) == ("conflict", "source_ref")


def test_a_reversal_is_no_payment(desk):
    reverse(desk)
    with pytest.raises(Refused) as refused:
        reverse(desk, reverses="R1", ref="R2")
    assert (refused.value.code, refused.value.field) == ("not_a_payment", "reverses_ref")


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"reverses": "P9"}, "unknown_entry", "reverses_ref"),
        ({"reverses": ""}, "missing", "reverses_ref"),
        ({"reason": " "}, "missing", "reason"),
        ({"reason": "4111111111111111"}, "card_number", "reason"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(desk, change, code, field):
    with pytest.raises(Refused) as refused:
        reverse(desk, **change)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_the_rest_door_reverses_once_and_says_so_again(cast, desk):
    body = {"account_no": desk.no, "reverses_ref": "P1", "source_ref": "R1", "reason": "returned"}
    assert roles_let_in(cast, "/api/v1/payment-reversals", body) == {"manager", "integration"}
    answer = cast.api("manager").post("/api/v1/payment-reversals", body)
    assert (answer.status_code, answer.data["created"]) == (200, False)
    assert (answer.data["entry"]["kind"], answer.data["entry"]["amount"]) == ("PAYMENT_REVERSAL", "1000.00")


def test_the_door_names_wrong_fields(cast):
    desk = open_desk(entry("OTHER_FEE", "5.00", "01-25"), aged_to="02-01", nights_run=False)
    body = {"account_no": desk.no, "reverses_ref": "none", "source_ref": "R1", "reason": "returned"}
    answer = cast.api("manager").post("/api/v1/payment-reversals", body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "reverses_ref")
    assert len(cast.api("manager").post("/api/v1/payment-reversals", {}).json()["errors"]) == 4
