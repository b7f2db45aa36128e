"""Placing and releasing holds, charging an account off: actions, REST doors, who may, what the nights make of it."""

from decimal import Decimal

import pytest

from accounts.actions.holds import charge_off, place_hold, release_hold
from accounts.models import AccountHold, CardAccount, Position
from accounts.rules.policy import Policy, PolicyLine
from collections_app.events.models import Event
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from tests.accounts.cards import d
from tests.accounts.desk import noon, open_desk, roles_let_in

pytestmark = pytest.mark.django_db
LEAD = Actor.command("test")
STOPPING = PolicyLine([Policy(valid_from=d("2000-01-01"), fee_stop_holds=frozenset({"FRAUD", "CHARGE_OFF"}))])


@pytest.fixture
def desk():
    """The worked account on the business date 2025-02-20; no night has run."""
    return open_desk(aged_to="02-20", nights_run=False)


def place(desk, *, kind="FRAUD", reason="card reported stolen", at="02-20", **more):
    return place_hold(actor=LEAD, account_no=desk.no, kind=kind, reason=reason, at=noon(at), **more)


def release(hold, *, at, **more):
    return release_hold(actor=LEAD, hold_id=hold.pk, reason="settled", at=noon(at), **more)


# -- placing --------------------------------------------------------------------------------------------------------


def test_a_hold_stops_the_late_fee_and_never_the_bucket():
    desk = open_desk(policies=STOPPING, aged_to="02-05")
    place(desk, at="02-05")
    desk.age_to("02-26")
    assert (desk.bucket, desk.entries("LATE_FEE")) == ("M0", [])


def test_a_disputed_amount_leaves_the_next_minimum():
    desk = open_desk(aged_to="02-01")
    place(desk, kind="DISPUTE", disputed_amount=Decimal("4000.00"), at="02-01")
    desk.age_to("02-05")
    assert desk.account.statements.get(seq=1).minimum_due == Decimal("600.00")


def test_a_hold_leaves_an_event_and_who_placed_it(desk):
    hold = place(desk, until=d("03-20"))
    assert (hold.since, hold.until, hold.recorded_on, hold.recorded_by) == (
        d("02-20"),
        d("03-20"),
        d("02-20"),
        "command:test",
    )
    assert Event.objects.get(kind="hold.placed").data["kind"] == "FRAUD"


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"kind": "NAP"}, "unknown_kind", "kind"),
        ({"kind": "CHARGE_OFF"}, "unknown_kind", "kind"),
        ({"disputed_amount": Decimal("5.00")}, "not_a_dispute", "disputed_amount"),
        ({"kind": "DISPUTE", "disputed_amount": Decimal("-1")}, "not_positive", "disputed_amount"),
        ({"since": d("02-21")}, "in_the_future", "since"),
        ({"since": d("2024-01-01")}, "before_opening", "since"),
        ({"until": d("02-19")}, "ends_before_it_begins", "until"),
        ({"reason": ""}, "missing", "reason"),
        ({"reason": "4111111111111111"}, "card_number", "reason"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(desk, change, code, field):
    with pytest.raises(Refused) as refused:
        place(desk, **change)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_the_same_hold_is_placed_once_but_two_disputes_may_be_open(desk):
    place(desk)
    with pytest.raises(Refused) as refused:
        place(desk)
    assert refused.value.code == "already_held"
    place(desk, kind="DISPUTE", disputed_amount=Decimal("10.00"))
    place(desk, kind="DISPUTE", disputed_amount=Decimal("20.00"))
    assert AccountHold.objects.count() == 3


def test_the_rest_door_places_and_lists_holds(cast, desk):
    body = {"account_no": desk.no, "kind": "DISPUTE", "disputed_amount": "800.00", "reason": "does not know it"}
    assert roles_let_in(cast, "/api/v1/holds", body) == {"lead", "manager"}
    answer = cast.api("agent").get("/api/v1/holds", {"account_no": desk.no, "open": "true"})
    assert [(row["kind"], row["disputed_amount"], row["until"]) for row in answer.data["results"]] == [
        ("DISPUTE", "800.00", None)
    ]
    wrong = cast.api("lead").post("/api/v1/holds", {**body, "kind": "CHARGE_OFF", "since": "2025-02-31"})
    assert [error["field"] for error in wrong.json()["errors"]] == ["kind", "since"]


# -- releasing ------------------------------------------------------------------------------------------------------


def test_a_released_hold_ends_with_its_last_day_and_fees_come_again():
    desk = open_desk(policies=STOPPING, aged_to="02-05")
    hold = place(desk, at="02-05")
    desk.age_to("02-26")
    release(hold, at="02-26")
    desk.age_to("03-26")
    assert [str(fee.amount) for fee in desk.entries("LATE_FEE")] == ["106.00"]
    hold.refresh_from_db()
    assert (hold.until, hold.until_recorded_on) == (d("02-26"), d("02-26"))


def test_a_hold_is_released_once_only(desk):
    hold = place(desk)
    release(hold, at="02-20")
    with pytest.raises(Refused) as refused:
        release(hold, at="02-20")
    assert refused.value.code == "already_over"


@pytest.mark.parametrize(("until", "code"), [("02-21", "in_the_future"), ("02-09", "ends_before_it_begins")])
def test_the_last_day_lies_between_the_first_and_today(desk, until, code):
    hold = place(desk, since=d("02-10"))
    with pytest.raises(Refused) as refused:
        release(hold, at="02-20", until=d(until))
    assert (refused.value.code, refused.value.field) == (code, "until")


def test_the_rest_door_releases(cast, desk):
    hold = place(desk)
    address = f"/api/v1/holds/{hold.pk}/release"
    assert cast.api("agent").post(address, {"reason": "settled"}).status_code == 403
    answer = cast.api("lead").post(address, {"reason": "settled"})
    assert (answer.status_code, answer.data["until"]) == (200, "2025-02-20")
    assert cast.api("lead").post(address, {"reason": "settled"}).status_code == 422
    assert cast.api("lead").post("/api/v1/holds/99999999999999999999/release", {"reason": "x"}).status_code == 404


# -- charge-off -----------------------------------------------------------------------------------------------------


def test_a_charge_off_is_a_status_that_stops_fees_and_keeps_bucket_and_debt():
    desk = open_desk(policies=STOPPING, aged_to="02-26")
    charge_off(actor=LEAD, account_no=desk.no, reason="committee", at=noon("02-26"))
    desk.age_to("03-26")
    account = CardAccount.objects.get(pk=desk.account.pk)
    assert (account.status, account.status_since) == ("CHARGED_OFF", d("02-26"))
    assert (desk.bucket, len(desk.entries("LATE_FEE"))) == ("M1", 1)
    assert Position.objects.get(pk=account.pk).balance > 0


def test_an_account_is_charged_off_once_and_only_when_it_owes(desk):
    with pytest.raises(Refused) as refused:
        charge_off(actor=LEAD, account_no=desk.no, reason="committee", at=noon("02-20"))
    assert refused.value.code == "nothing_owed"
    owing = open_desk(aged_to="02-01")
    charge_off(actor=LEAD, account_no=owing.no, reason="committee", at=noon("02-01"))
    with pytest.raises(Refused) as refused:
        charge_off(actor=LEAD, account_no=owing.no, reason="committee", at=noon("02-01"))
    assert refused.value.code == "already_charged_off"
    with pytest.raises(Refused) as refused:
        release(AccountHold.objects.get(kind="CHARGE_OFF"), at="02-01")
    assert refused.value.code == "charged_off"


def test_the_rest_door_charges_off(cast):
    desk = open_desk(aged_to="02-01")
    body = {"account_no": desk.no, "reason": "committee"}
    assert roles_let_in(cast, "/api/v1/charge-offs", body) == {"manager"}
    account = cast.api("agent").get(f"/api/v1/accounts/{desk.no}")
    assert (account.data["status"], account.data["holds"][0]["kind"]) == ("CHARGED_OFF", "CHARGE_OFF")
