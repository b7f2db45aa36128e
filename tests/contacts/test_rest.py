"""A dialler's call over REST: asking for a permit, logging, listing, correcting; who may."""

from datetime import date, time
from uuid import uuid4

import pytest

from collections_app.cases.actions.claims import claim
from collections_app.compliance.models import ContactProfile, Permit
from collections_app.contacts.models import Contact
from collections_app.shared import clock
from tests.accounts.desk import roles_let_in

from .desk import RPC, number, open_file, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_day():
    """A policy whose window is the whole day: the REST door takes the hour from the clock."""
    profile = ContactProfile.objects.get(code="CN_CBA_2026")
    version = profile.versions.order_by("-valid_from").first()
    version.pk, version.valid_from = None, date(2026, 11, 1)
    version.window_opens, version.window_closes = time(0), time(23, 59, 59, 999999)
    version.save()
    return version


def address(file, part: str) -> str:
    return f"/api/v1/cases/{file.case.pk}/{part}"


def test_a_dialler_asks_calls_and_logs(cast, open_day):
    file, dialler = open_file(phone="13912345678"), cast.api("integration")
    token = claim(actor=cast.actor("integration", channel="api"), case_id=file.case.pk, at=clock.now()).token
    asked = dialler.post(address(file, "permits"), {"contact_point_id": file.point.pk, "claim_token": str(token)})
    permit = asked.json()
    assert (asked.status_code, permit["number"], permit["masked"]) == (201, "13912345678", "139****5678")
    body = {
        "submission": str(uuid4()),
        "outcome": "RPC_REFUSAL",
        "reason": "UNWILLING",
        "permit_token": permit["token"],
        "happened_at": permit["issued_at"],
        "call_id": "PBX-1",
        "note": "tomorrow",
        "willingness": "REFUSES",
        **RPC,
    }
    logged = dialler.post(address(file, "contacts"), body)
    assert (logged.status_code, logged.json()["breach"], logged.json()["right_party"]) == (201, False, True)
    assert [(fact["kind"], fact["value"]) for fact in logged.json()["facts"]] == [("WILLINGNESS", "REFUSES")]
    again = dialler.post(address(file, "contacts"), body)
    assert (again.json()["id"], Contact.objects.count()) == (logged.json()["id"], 1)


def test_a_refusal_is_a_409_that_says_why_and_from_when(cast):
    file, agent = open_file(bucket=0), cast.api("agent")
    claim(actor=cast.actor("agent"), case_id=file.case.pk, at=clock.now())
    said = agent.post(address(file, "permits"), {"contact_point_id": file.point.pk})
    body = said.json()
    assert (said.status_code, said["Content-Type"]) == (409, "application/problem+json")
    assert (body["code"], body["rule"]) == ("contact_refused", "no_agent_call_in_m0")
    assert body["detail"]
    assert body["refusal"]["masked"] == file.point.masked
    assert "next_allowed_at" in body
    assert not Permit.objects.exists()


def test_a_machine_sees_which_number_may_be_called_and_from_when_the_others(cast, open_day):
    file = open_file()
    number(file.case.cardholder, party=person(file.case.cardholder))
    number(file.case.cardholder, status="INVALID")
    of_him, retired, third = cast.api("integration").get(address(file, "numbers")).json()
    assert (of_him["contact_point_id"], of_him["allowed"], of_him["rule"]) == (file.point.pk, True, "")
    assert (of_him["tries_today"], of_him["cap"], of_him["masked"]) == (0, 6, file.point.masked)
    assert of_him["until"]
    assert (retired["allowed"], retired["rule"], retired["next_allowed_at"]) == (False, "number_invalid", None)
    assert (third["third_party"], third["purpose"], third["rule"]) == (True, "LOCATE", "third_party_not_lost")
    assert third["text"]
    assert cast.api("agent").get(address(file, "numbers"), {"purpose": "CHAT"}).status_code == 400
    secret = open_file(restriction="VIP")
    assert cast.api("agent").get(address(secret, "numbers")).status_code == 404


def test_what_may_be_asked_again_says_when(cast, open_day):
    file, lead = open_file(), cast.api("lead")
    for _ in range(6):
        assert lead.post(address(file, "permits"), {"contact_point_id": file.point.pk}).status_code == 201
    said = lead.post(address(file, "permits"), {"contact_point_id": file.point.pk})
    assert said.json()["rule"] == "number_day_cap"
    assert 0 < int(said["Retry-After"]) <= 86400
    assert said.json()["next_allowed_at"] is not None


def test_without_a_claim_it_is_refused_in_plain_words(cast):
    file = open_file()
    said = cast.api("agent").post(address(file, "permits"), {"contact_point_id": file.point.pk})
    assert (said.status_code, said.json()["code"]) == (422, "not_claimed")
    stale = {"contact_point_id": file.point.pk, "claim_token": str(uuid4())}
    assert cast.api("agent").post(address(file, "permits"), stale).json()["code"] == "claim_lost"


def test_a_breach_is_stored_and_said(cast):
    file = open_file()
    body = {"outcome": "NO_ANSWER", "contact_point_id": file.point.pk}
    logged = cast.api("agent").post(address(file, "contacts"), body)
    assert (logged.status_code, logged.json()["breach"], logged.json()["permit"]) == (201, True, None)


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"outcome": "NOBODY"}, 422, "outcome"),
        ({"outcome": None}, 400, "outcome"),
        ({"colour": "red"}, 400, "colour"),
        ({"note": "4111111111111111"}, 400, "note"),
        ({"number": "none", "contact_point_id": None}, 422, "number"),
        ({"follow_up_at": "2020-01-01T00:00:00Z"}, 422, "follow_up_at"),
        ({"call_id": "x" * 81}, 400, "call_id"),
        ({"happened_at": "2126-01-01T00:00:00Z"}, 422, "happened_at"),
    ],
)
def test_what_is_wrong_is_named(cast, change, status, field):
    file = open_file()
    body = {"outcome": "NO_ANSWER", "contact_point_id": file.point.pk} | change
    said = cast.api("agent").post(address(file, "contacts"), body)
    assert (said.status_code, said.json()["errors"][0]["field"]) == (status, field)
    assert not Contact.objects.exists()


def test_everything_that_is_wrong_is_named_at_once(cast):
    file = open_file()
    body = {"outcome": "RPC_REFUSAL", "contact_point_id": file.point.pk, "role": "CARDHOLDER"}
    said = cast.api("agent").post(address(file, "contacts"), body).json()
    assert [(one["field"], one["code"]) for one in said["errors"]] == [
        ("reason", "missing"),
        ("verified_by", "not_verified"),
    ]
    assert said["code"] == "missing"


def test_the_lists_are_filtered_and_paged(cast):
    file, other, agent = open_file(), open_file(), cast.actor("agent")
    for outcome in ("NO_ANSWER", "BUSY", "BUSY"):
        file.log(agent, outcome)
    other.log(agent, "DISPUTE", reason="UNKNOWN", inbound=True, **RPC)
    secret = open_file(restriction="VIP")
    client = cast.api("quality")
    page = client.get(address(file, "contacts"), {"page_size": 2}).json()
    assert [row["outcome"] for row in page["results"]] == ["BUSY", "BUSY"]
    assert [row["outcome"] for row in client.get(page["next"]).json()["results"]] == ["NO_ANSWER"]
    found = client.get("/api/v1/contacts", {"inbound": "true"}).json()["results"]
    assert [(row["case_id"], row["outcome_name"]) for row in found] == [(other.case.pk, "Disputes the debt")]
    assert len(client.get("/api/v1/contacts", {"breach": "true"}).json()["results"]) == 3
    assert len(client.get("/api/v1/contacts", {"case": file.case.pk, "outcome": "BUSY"}).json()["results"]) == 2
    assert client.get("/api/v1/contacts", {"colour": "red"}).status_code == 400
    assert client.get(address(secret, "contacts")).status_code == 404
    one = Contact.objects.earliest("id")
    assert client.get(f"/api/v1/contacts/{one.pk}").json()["number"] == file.point.masked
    assert client.get("/api/v1/contacts/0").status_code == 404


def test_contacts_of_a_restricted_file_are_not_listed(cast):
    secret, manager = open_file(), cast.actor("manager")
    contact = secret.log(manager)
    secret.case.cardholder.restriction = "STAFF"
    secret.case.cardholder.save(update_fields=["restriction"])
    client = cast.api("manager")
    assert client.get("/api/v1/contacts").json()["results"] == []
    assert client.get(f"/api/v1/contacts/{contact.pk}").status_code == 404


def test_a_list_asks_a_fixed_number_of_queries(cast, django_assert_max_num_queries):
    file, agent, client = open_file(), cast.actor("agent"), cast.api("quality")
    for _ in range(3):
        file.log(agent, "DISPUTE", reason="UNKNOWN", inbound=True, note="x", **RPC)
    with django_assert_max_num_queries(12):
        assert len(client.get(address(file, "contacts")).json()["results"]) == 3


def test_a_correction_over_rest(cast):
    file, agent = open_file(), cast.actor("agent")
    wrong = file.log(agent, "WRONG_NUMBER")
    body = {"outcome": "BUSY", "why_corrected": "wrong line"}
    said = cast.api("agent").post(f"/api/v1/contacts/{wrong.pk}/corrections", body)
    assert (said.status_code, said.json()["to_undo"], said.json()["done"]) == (201, ["NUMBER_INVALID"], [])
    assert (said.json()["contact"]["corrects"], said.json()["contact"]["why_corrected"]) == (wrong.pk, "wrong line")
    standing = cast.api("agent").get(address(file, "contacts"), {"standing": "true"}).json()["results"]
    assert [row["outcome"] for row in standing] == ["BUSY"]
    again = cast.api("agent").post(f"/api/v1/contacts/{wrong.pk}/corrections", body)
    assert (again.status_code, again.json()["code"]) == (422, "already_corrected")
    assert cast.api("agent").post("/api/v1/contacts/0/corrections", body).status_code == 404


def test_who_may(cast):
    file = open_file()
    wrong = file.log(cast.actor("agent"))
    workers = {"agent", "lead", "manager", "integration"}
    assert roles_let_in(cast, address(file, "contacts"), {}) == workers
    assert roles_let_in(cast, address(file, "permits"), {}) == workers
    assert roles_let_in(cast, f"/api/v1/contacts/{wrong.pk}/corrections", {}) == workers
    assert cast.api("administrator").get("/api/v1/contacts").status_code == 403
