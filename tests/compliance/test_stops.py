"""Stop signals: received, lifted, at both doors; what they stop from when on."""

from datetime import timedelta

import pytest

from collections_app.compliance.actions.stops import lift_stop, signal_stop
from collections_app.compliance.models import StopSignal
from collections_app.events.models import Event
from tests.accounts.desk import roles_let_in
from tests.compliance.debtors import DESK, MORNING, PHONE, debtor, local
from tests.compliance.refusing import refused

pytestmark = pytest.mark.django_db
NEW = "/compliance/signals/new/"
LATER = MORNING + timedelta(hours=1)


def signal(someone, kind="CEASE", **more):
    more.setdefault("at", MORNING)
    return signal_stop(actor=more.pop("actor", DESK), cardholder_id=someone.holder.pk, kind=kind, **more)


def test_a_letter_stops_contact_from_when_we_received_it():
    someone = debtor()
    signal(someone, effective_at=local("2026-03-09 14:00"))
    someone.permit(local("2026-03-09 13:59"))
    refusal = someone.refusal(local("2026-03-09 14:00"))
    assert (refusal.rule, refusal.next_allowed_at) == ("cease", None)


def test_an_opt_out_stops_one_channel():
    someone = debtor()
    signal(someone, "OPT_OUT", channel="PHONE")
    assert someone.refusal(LATER).rule == "opt_out"
    someone.permit(LATER, channel="SMS")


def test_an_objection_holds_on_the_number_whoever_is_looked_for():
    first, second = debtor().with_context(lost=True), debtor("13900139000").with_context(lost=True)
    numbers = [who.number("13700137000", party=who.party("EMERGENCY_CONTACT")) for who in (first, second)]
    signal(first, "OBJECTION", number_hash=numbers[0].value_hash)
    for who, number in zip((first, second), numbers, strict=True):
        assert who.refusal(LATER, point=number, purpose="LOCATE").rule == "objection"


def test_the_same_signal_twice_is_one_signal():
    someone = debtor()
    first = signal(someone)
    assert signal(someone, at=LATER).pk == first.pk
    assert StopSignal.objects.count() == 1
    assert Event.objects.filter(kind="signal.received").count() == 1


def test_a_signal_that_was_received_earlier_than_known_is_kept_too():
    someone = debtor()
    signal(someone)
    signal(someone, effective_at=local("2026-03-08 09:00"), at=LATER)
    assert someone.refusal(local("2026-03-09 10:00")).rule == "cease"


def test_a_lifted_signal_stops_nothing_any_more(cast):
    someone = debtor()
    stop = signal(someone)
    lifted = lift_stop(actor=cast.actor("compliance"), signal_id=stop.pk, reason="taken back in writing", at=LATER)
    assert (lifted.lifted_at, lifted.lift_reason) == (LATER, "taken back in writing")
    someone.permit(LATER)
    again = {"actor": cast.actor("compliance"), "signal_id": stop.pk, "reason": "x", "at": LATER}
    assert refused(lift_stop, **again) == "already_over"
    assert [event.kind for event in Event.objects.order_by("id")][:2] == ["signal.received", "signal.lifted"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "PLEASE"}, "unknown_kind"),
        ({"kind": "OPT_OUT"}, "missing"),
        ({"kind": "CEASE", "channel": "PHONE"}, "invalid"),
        ({"kind": "OBJECTION"}, "missing"),
        ({"kind": "CEASE", "effective_at": LATER}, "in_the_future"),
        ({"kind": "CEASE", "note": "card 4111 1111 1111 1111"}, "card_number"),
    ],
)
def test_what_does_not_fit_is_refused(changes, code):
    assert refused(signal, someone=debtor(), **changes) == code


def test_a_restricted_file_is_not_found(cast):
    assert refused(signal, someone=debtor(restriction="VIP"), actor=cast.actor("agent")) == "not_found"


# -- the REST door -----------------------------------------------------------------------------------------------


def test_a_signal_comes_in_and_is_lifted_at_the_rest_door(cast):
    someone = debtor()
    body = {"customer_no": someone.holder.customer_no, "kind": "OPT_OUT", "channel": "PHONE"}
    answer = cast.api("agent").post("/api/v1/stop-signals", body)
    assert answer.status_code == 201, answer.json()
    kept = answer.json()
    assert (kept["kind"], kept["channel"], kept["of_one_number"]) == ("OPT_OUT", "PHONE", False)
    address = f"/api/v1/stop-signals/{kept['id']}/lift"
    assert cast.api("lead").post(address, {"reason": "x"}).status_code == 403
    lifted = cast.api("compliance").post(address, {"reason": "taken back"}).json()
    assert lifted["lift_reason"] == "taken back"
    listed = cast.api("agent").get("/api/v1/stop-signals", {"open": "true"}).json()["results"]
    assert listed == []


def test_an_objection_names_a_contact_point(cast):
    someone = debtor()
    number = someone.number("13700137000", party=someone.party("EMPLOYER"))
    body = {"customer_no": someone.holder.customer_no, "kind": "OBJECTION"}
    assert cast.api("agent").post("/api/v1/stop-signals", body).json()["errors"][0]["field"] == "number"
    kept = cast.api("agent").post("/api/v1/stop-signals", {**body, "contact_point": number.pk})
    assert kept.json()["of_one_number"] is True
    assert PHONE not in str(kept.json())
    stranger = cast.api("agent").post("/api/v1/stop-signals", {**body, "contact_point": 0})
    assert (stranger.status_code, stranger.json()["errors"][0]["field"]) == (404, "contact_point")


def test_an_unknown_customer_is_named(cast):
    answer = cast.api("agent").post("/api/v1/stop-signals", {"customer_no": "nobody", "kind": "CEASE"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (404, "customer_no")


def test_who_may_record_and_lift(cast):
    desk = {"agent", "lead", "manager", "integration"}
    assert roles_let_in(cast, "/api/v1/stop-signals", {}) == {*desk, "compliance"}
    assert roles_let_in(cast, "/api/v1/stop-signals/0/lift", {"reason": "x"}) == {"manager", "compliance"}


# -- the compliance page ----------------------------------------------------------------------------------------------


def test_a_letter_on_the_compliance_officers_desk_is_recorded_by_customer_number(cast):
    someone, browser = debtor(), cast.browser("compliance")
    given = {"customer_no": someone.holder.customer_no, "kind": "CEASE", "effective_at": "2026-03-09T14:00"}
    assert browser.get(NEW).status_code == 200
    assert browser.post(NEW, given | {"note": "letter"}).url == "/compliance/?kind=signals"
    kept = StopSignal.objects.get()
    assert (kept.cardholder, kept.effective_at, kept.note) == (someone.holder, local("2026-03-09 14:00"), "letter")
    assert someone.refusal(MORNING).rule == "cease"


def test_a_third_party_who_objects_is_named_by_his_number(cast):
    someone = debtor()
    theirs = someone.number("13700137000", party=someone.party("EMPLOYER"))
    given = {"customer_no": someone.holder.customer_no, "kind": "OBJECTION", "number": "137 0013 7000"}
    cast.browser("compliance").post(NEW, given)
    assert StopSignal.objects.get().number_hash == theirs.value_hash


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"customer_no": "NOBODY"}, "There is no cardholder with this customer number."),
        ({"effective_at": "2090-01-01T10:00"}, "This moment has not come yet."),
        ({"kind": "OPT_OUT"}, "Say which channel is not wanted."),
        ({"kind": "OBJECTION"}, "Say whose number it is."),
        ({"kind": "OBJECTION", "number": "who?"}, "This is no phone number."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(cast, changes, said):
    given = {"customer_no": debtor().holder.customer_no, "kind": "CEASE", "note": "letter of Monday"}
    answer = cast.browser("compliance").post(NEW, given | changes)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "letter of Monday" in answer.content.decode()
    assert not StopSignal.objects.exists()


def test_who_may_record_one_there(cast):
    everybody = ("agent", "lead", "manager", "quality", "compliance", "administrator")
    assert {role for role in everybody if cast.browser(role).get(NEW).status_code == 200} == {"manager", "compliance"}
