"""A machine works an agent's day without a browser: every POST with a key, and every one of them sent twice."""

from itertools import count
from uuid import uuid4

import pytest

from accounts.models import LedgerEntry
from collections_app.arrangements.models import PromiseToPay
from collections_app.cases.models import CaseHold, Claim
from collections_app.cases.routing import reroute
from collections_app.compliance.models import Breach, Permit
from collections_app.contacts.models import Contact
from collections_app.people.models import Team, TeamAssignment
from collections_app.shared import clock
from tests.contacts.desk import NOW, RPC, File, open_file

pytestmark = pytest.mark.django_db
_keys = count(1)


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def machine(cast):
    """The REST client of a dialler that works in the front end."""
    front = Team.objects.get(code="FRONT")
    TeamAssignment.objects.create(user=cast.user("integration"), team=front, valid_from="2000-01-01", reason="HOME")
    return cast.api("integration")


def twice(client, path: str, body: dict, status: int) -> dict:
    """The answer to a POST that is sent again under its key, as after a lost connection."""
    header = {"Idempotency-Key": f"day-{next(_keys)}"}
    first = client.post(f"/api/v1/{path}", body, headers=header)
    assert first.status_code == status, first.content
    again = client.post(f"/api/v1/{path}", body, headers=header)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    return first.json() if first.content else {}


def queued(**more) -> File:
    """A case in its queue, with a number to call."""
    file = open_file(**more)
    reroute([file.case.pk])
    return file


def test_a_day_of_calls_without_a_browser(machine):
    small, large = queued(past_due="300.00"), queued(past_due="900.00", phone="13912345678")

    # The first case: a promise.
    mine = twice(machine, "next-case", {}, 201)
    assert mine["case"] == large.case.pk
    here = f"cases/{large.case.pk}"
    shown = machine.get(f"/api/v1/{here}").json()
    assert shown["case"]["past_due"] == "900.00", shown
    permit = twice(machine, f"{here}/permits", {"contact_point_id": large.point.pk, "claim_token": mine["token"]}, 201)
    assert permit["number"] == "13912345678"
    twice(machine, f"{here}/heartbeat", {"token": mine["token"]}, 200)
    said = twice(
        machine,
        f"{here}/contacts",
        {"outcome": "RPC_PTP", "reason": "FORGOT", "permit_token": permit["token"], "call_id": "PBX-1", **RPC},
        201,
    )
    assert (said["breach"], said["right_party"]) == (False, True)
    promised = {"amount": "900.00", "due_on": "2025-03-12", "speaker": "CARDHOLDER"}
    assert twice(machine, f"{here}/promises", promised, 201)["amount"] == "900.00"
    twice(machine, f"{here}/release", {"token": mine["token"], "kind": "DONE"}, 204)

    # The second: a dispute; the case rests and the day is over.
    mine = twice(machine, "next-case", {}, 201)
    assert mine["case"] == small.case.pk
    here = f"cases/{small.case.pk}"
    hold = twice(machine, f"{here}/holds", {"kind": "DISPUTE", "reason": "does not know the purchase"}, 201)
    refused = machine.post(f"/api/v1/{here}/permits", {"contact_point_id": small.point.pk})
    assert (refused.status_code, refused.json()["rule"]) == (409, "case_hold")
    twice(machine, f"{here}/release", {"token": mine["token"], "kind": "RETURN", "reason": "disputed"}, 204)
    assert machine.post("/api/v1/next-case", {}).status_code == 204

    # Somebody calls back and is found by number; what happened stands in the timeline.
    found = machine.get("/api/v1/find-by-number", {"number": "139 1234 5678"}).json()
    assert [match["case_id"] for match in found] == [large.case.pk]
    kinds = {entry["kind"] for entry in machine.get(f"/api/v1/cases/{large.case.pk}/timeline").json()["results"]}
    assert {"contact.logged", "promise.made"} <= kinds

    assert hold["kind"] == "DISPUTE"
    assert (Permit.objects.count(), Contact.objects.count(), PromiseToPay.objects.count()) == (1, 1, 1)
    assert sorted(CaseHold.objects.values_list("kind", flat=True)) == ["DISPUTE", "PROMISE"]
    assert not Claim.objects.exists()
    assert not Breach.objects.exists()


def test_a_call_with_its_promise_is_one_request_and_a_stale_claim_loses_nothing(machine, cast):
    file = queued(past_due="900.00")
    mine = twice(machine, "next-case", {}, 201)
    here = f"cases/{file.case.pk}"
    permit = twice(machine, f"{here}/permits", {"contact_point_id": file.point.pk, "claim_token": mine["token"]}, 201)
    twice(cast.api("lead"), f"{here}/take-over", {"reason": "a machine that hangs"}, 201)
    told = {
        "contact": {"submission": str(uuid4()), "outcome": "RPC_PTP", "permit_token": permit["token"], **RPC},
        "promise": {"amount": "900.00", "due_on": "2025-03-12", "speaker": "CARDHOLDER"},
        "claim_token": mine["token"],
    }
    for field, wrong in (("due_on", "2025-03-09"), ("amount", "900000.00"), ("speaker", "GATEKEEPER")):
        bad = {**told, "promise": {**told["promise"], field: wrong}}
        answer = machine.post(f"/api/v1/{here}/log", bad)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == f"promise.{field}"
        assert not Contact.objects.exists()
    logged = twice(machine, f"{here}/log", told, 201)
    assert (logged["claim_lost"], logged["contact"]["breach"]) == (True, False)
    assert (Contact.objects.count(), PromiseToPay.objects.count()) == (1, 1)
    beat = machine.post(f"/api/v1/{here}/heartbeat", {"token": mine["token"]})
    assert (beat.status_code, beat.json()["code"]) == (409, "claim_lost")


def test_a_payment_ends_the_work_on_a_case(machine):
    file = queued()
    mine = twice(machine, "next-case", {}, 201)
    LedgerEntry.objects.create(
        card_account=file.case.account,
        kind="PAYMENT",
        component="",
        amount="-500.00",
        posting_date=NOW.date(),
        value_date=NOW.date(),
        recorded_on=NOW.date(),
        recorded_by="test",
    )
    beat = twice(machine, f"cases/{file.case.pk}/heartbeat", {"token": mine["token"]}, 200)
    assert beat["news"] == "paid"
