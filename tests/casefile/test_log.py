"""A contact with its promise and its hold: together or not at all, and the truth is never lost."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from collections_app.arrangements.entry import PromiseEntry
from collections_app.arrangements.models import PromiseToPay
from collections_app.casefile.actions import log
from collections_app.casefile.entry import HoldEntry
from collections_app.cases.actions.claims import claim, take_over
from collections_app.cases.models import Case, CaseHold, Claim
from collections_app.contacts.models import Contact
from collections_app.shared.errors import Refused
from tests.accounts.cards import d
from tests.accounts.desk import roles_let_in
from tests.cases.desk import NOW, agent
from tests.contacts.desk import RPC, entry, open_file

pytestmark = pytest.mark.django_db


def promised(amount="200.00", due="03-12", **more):
    return PromiseEntry(submission=uuid4(), amount=Decimal(amount), due_on=d(due), **more)


def said(outcome="RPC_PTP", **more):
    return entry(outcome, **{"inbound": True, "reason": "CASH_FLOW_TIMING", **RPC, **more})


def test_contact_and_promise_are_one_and_point_at_each_other():
    file, actor = open_file(), agent()
    told = said()
    logged = log(actor=actor, case_id=file.case.pk, entry=told, promise=promised(), at=NOW)
    assert logged.promise.contact_id == logged.contact.pk
    assert (logged.promise.channel, logged.promise.reason) == ("PHONE", "CASH_FLOW_TIMING")
    assert file.again().promise_due_on == d("03-12")


@pytest.mark.parametrize(
    ("promise", "field"),
    [(promised(due="03-09"), "promise.due_on"), (promised("900.00"), "promise.amount")],
)
def test_a_promise_that_is_refused_stores_nothing_and_names_its_field(promise, field):
    file = open_file()
    with pytest.raises(Refused) as refused:
        log(actor=agent(), case_id=file.case.pk, entry=said(), promise=promise, at=NOW)
    assert refused.value.field == field
    assert not Contact.objects.exists()


def told_at_once(**parts):
    with pytest.raises(Refused) as refused:
        log(actor=agent(), at=NOW, **parts)
    return {(one.field, one.code) for one in refused.value.each}


def test_everything_that_is_wrong_with_every_part_is_said_at_once():
    file = open_file()
    wrong = told_at_once(
        case_id=file.case.pk,
        entry=said(verified_by="", follow_up_at=NOW - timedelta(days=1), note="card 4111111111111111"),
        promise=promised("900.00", due="03-09", speaker="EMPLOYER"),
        hold=HoldEntry(kind="NEVER", reason=" ", until=d("03-09")),
    )
    assert wrong == {
        ("contact.verified_by", "not_verified"),
        ("contact.follow_up_at", "in_the_past"),
        ("contact.note", "card_number"),
        ("promise.speaker", "not_a_debtor"),
        ("promise.due_on", "in_the_past"),
        ("promise.amount", "over_the_debt"),
        ("hold.kind", "unknown_kind"),
        ("hold.reason", "missing"),
        ("hold.until", "in_the_past"),
    }
    assert not Contact.objects.exists()
    assert not PromiseToPay.objects.exists()


def test_on_a_closed_case_each_part_that_cannot_be_says_so():
    file = open_file()
    Case.objects.update(closed_on=d("03-10"), close_reason="CURED")
    hold = HoldEntry(kind="DISPUTE", reason="never had the card")
    wrong = told_at_once(case_id=file.case.pk, entry=said(verified_by=""), promise=promised(), hold=hold)
    expected = {("contact.verified_by", "not_verified"), ("promise", "case_closed"), ("hold", "case_closed")}
    assert wrong == expected


def test_sent_again_after_a_refusal_everything_is_stored_under_the_same_submission():
    file, actor, told = open_file(), agent(), said()
    bad = replace(promised(due="03-09"), submission=told.submission)
    with pytest.raises(Refused):
        log(actor=actor, case_id=file.case.pk, entry=told, promise=bad, at=NOW)
    good = replace(bad, due_on=d("03-12"))
    logged = log(actor=actor, case_id=file.case.pk, entry=told, promise=good, at=NOW + timedelta(minutes=1))
    assert logged.contact.submission == logged.promise.submission == told.submission


def test_a_second_press_stores_nothing_more():
    file, actor, told = open_file(), agent(), said("HANG_UP_UNVERIFIED", role="", verified_by="", reason="")
    hold = HoldEntry(kind="COMPLAINT", reason="shouted at")
    first = log(actor=actor, case_id=file.case.pk, entry=told, hold=hold, at=NOW)
    again = log(actor=actor, case_id=file.case.pk, entry=told, hold=hold, at=NOW + timedelta(seconds=1))
    assert (again.contact.pk, again.hold.pk) == (first.contact.pk, first.hold.pk)
    assert (Contact.objects.count(), CaseHold.objects.count()) == (1, 1)


def test_the_hold_an_outcome_places_is_the_one_asked_for():
    file, told = open_file(), said("DISPUTE", reason="DISPUTE_AMOUNT")
    hold = HoldEntry(kind="DISPUTE", reason="never had the card")
    logged = log(actor=agent(), case_id=file.case.pk, entry=told, hold=hold, at=NOW)
    assert logged.hold == CaseHold.objects.get()
    assert CaseHold.objects.get().reason == "never had the card"


def test_a_hold_that_stood_before_is_still_refused():
    file = open_file()
    hold = HoldEntry(kind="DISPUTE", reason="never had the card")
    log(actor=agent(), case_id=file.case.pk, entry=said(), hold=hold, at=NOW)
    with pytest.raises(Refused) as refused:
        log(actor=agent(), case_id=file.case.pk, entry=said(), hold=hold, at=NOW)
    assert (refused.value.code, refused.value.field) == ("already_held", "hold.kind")


def test_a_hold_that_is_refused_stores_no_contact():
    file = open_file()
    with pytest.raises(Refused) as refused:
        log(actor=agent(), case_id=file.case.pk, entry=said(), hold=HoldEntry(kind="NEVER", reason="x"), at=NOW)
    assert (refused.value.code, refused.value.field) == ("unknown_kind", "hold.kind")
    assert not Contact.objects.exists()


def test_with_its_token_the_claim_is_done():
    file, actor = open_file(), agent()
    held = claim(actor=actor, case_id=file.case.pk, at=NOW)
    logged = log(actor=actor, case_id=file.case.pk, entry=said("NO_ANSWER"), claim_token=held.token, at=NOW)
    assert not logged.claim_lost
    assert not Claim.objects.exists()


def test_a_claim_that_was_lost_stops_no_contact_and_stays_with_its_new_holder():
    file, actor, lead = open_file(), agent(), agent(role="lead")
    held = claim(actor=actor, case_id=file.case.pk, at=NOW)
    take_over(actor=lead, case_id=file.case.pk, reason="urgent", at=NOW)
    logged = log(actor=actor, case_id=file.case.pk, entry=said(), claim_token=held.token, at=NOW)
    assert logged.claim_lost
    assert Contact.objects.get() == logged.contact
    assert Claim.objects.get().user_id == lead.user_id


def test_who_may_log_over_rest(cast):
    file = open_file()
    assert roles_let_in(cast, f"/api/v1/cases/{file.case.pk}/log", {}) == {"agent", "lead", "manager", "integration"}


def test_over_rest_a_contact_brings_its_promise(cast, monkeypatch):
    monkeypatch.setattr("collections_app.shared.clock.now", lambda: NOW)
    file = open_file()
    contact = {"submission": str(uuid4()), "outcome": "RPC_PTP", "inbound": True, **RPC}
    promise = {"amount": "200.00", "due_on": "2025-03-09", "speaker": "CARDHOLDER"}
    caller, address = cast.api("integration"), f"/api/v1/cases/{file.case.pk}/log"
    refused = caller.post(address, {"contact": contact, "promise": promise})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "promise.due_on")
    both = caller.post(address, {"contact": {**contact, "verified_by": ""}, "promise": {**promise, "amount": "900.00"}})
    fields = [error["field"] for error in both.json()["errors"]]
    assert (both.status_code, fields) == (422, ["contact.verified_by", "promise.due_on", "promise.amount"])
    logged = caller.post(address, {"contact": contact, "promise": {**promise, "due_on": "2025-03-12"}})
    assert logged.status_code == 201, logged.json()
    assert logged.json()["promise"]["submission"] == contact["submission"]
    assert (logged.json()["hold"], logged.json()["claim_lost"]) == (None, False)
    assert PromiseToPay.objects.count() == Contact.objects.count() == 1
