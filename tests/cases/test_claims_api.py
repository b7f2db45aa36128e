"""An agent's day over REST: next case, claim, heartbeat, release, take-over."""

from uuid import uuid4

import pytest

from collections_app.cases.actions.holds import place_hold
from collections_app.cases.models import Claim
from collections_app.compliance.actions.stops import signal_stop
from collections_app.people.models import Team, TeamAssignment
from collections_app.shared import clock
from tests.accounts.desk import roles_let_in
from tests.cases.desk import NOW, later, waiting

pytestmark = pytest.mark.django_db
WORKERS = {"agent", "lead", "manager", "integration"}


@pytest.fixture(autouse=True)
def noon_at_the_desk(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def desk(cast):
    """The REST client of somebody who works in the front end: `desk("agent")`."""

    def client(role: str):
        front = Team.objects.get(code="FRONT")
        TeamAssignment.objects.get_or_create(
            user=cast.user(role), team=front, defaults={"valid_from": "2000-01-01", "reason": "HOME"}
        )
        return cast.api(role)

    return client


def test_a_machine_takes_one_case_after_the_other(desk):
    first, second = waiting(past_due="900.00"), waiting()
    machine = desk("integration")
    answers = [machine.post("/api/v1/next-case", {}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 204]
    assert [answer.json()["case"] for answer in answers[:2]] == [first.pk, second.pk]
    body = answers[0].json()
    assert body.keys() == {"case", "username", "token", "claimed_at", "expires_at", "news", "seen"}
    assert (body["username"], body["news"]) == ("integration.one", "")


def test_the_queue_can_be_named(desk):
    waiting()
    agent = desk("agent")
    assert agent.post("/api/v1/next-case", {"queue": "broken-promises"}).status_code == 204
    for code, refused in [("nowhere", "unknown_queue"), ("m2", "not_your_queue")]:
        answer = agent.post("/api/v1/next-case", {"queue": code})
        assert (answer.status_code, answer.json()["code"]) == (422, refused)
    assert agent.post("/api/v1/next-case", {"que": "m1"}).status_code == 400


def test_a_claim_lives_by_its_token(desk, monkeypatch):
    case = waiting()
    agent = desk("agent")
    token = agent.post(f"/api/v1/cases/{case.pk}/claim").json()["token"]
    monkeypatch.setattr(clock, "now", lambda: later(4))
    beaten = agent.post(f"/api/v1/cases/{case.pk}/heartbeat", {"token": token})
    assert (beaten.status_code, beaten.json()["expires_at"]) == (200, "2025-03-10T12:09:00+08:00")
    lost = agent.post(f"/api/v1/cases/{case.pk}/heartbeat", {"token": str(uuid4())})
    assert (lost.status_code, lost.json()["code"]) == (409, "claim_lost")
    assert agent.post(f"/api/v1/cases/{case.pk}/heartbeat", {"token": "no token"}).status_code == 400
    body = {"token": token, "kind": "SKIP", "reason": "speaks Hakka"}
    assert agent.post(f"/api/v1/cases/{case.pk}/release", {**body, "reason": ""}).json()["code"] == "missing"
    assert agent.post(f"/api/v1/cases/{case.pk}/release", body).status_code == 204
    assert not Claim.objects.exists()


def test_a_heartbeat_tells_what_came_from_elsewhere(desk, cast):
    case = waiting()
    signal_stop(actor=cast.actor("lead"), cardholder_id=case.cardholder_id, kind="ATTORNEY", at=NOW)
    agent = desk("agent")
    claimed = agent.post(f"/api/v1/cases/{case.pk}/claim").json()

    def beat(**more):
        return agent.post(f"/api/v1/cases/{case.pk}/heartbeat", {"token": claimed["token"], **more})

    quiet = beat(seen=claimed["seen"]).json()
    assert quiet["changes"] == beat().json()["changes"] == []
    place_hold(actor=cast.actor("lead"), case_id=case.pk, kind="DISPUTE", reason="a letter came", at=NOW)
    signal_stop(actor=cast.actor("lead"), cardholder_id=case.cardholder_id, kind="CEASE", note="by letter", at=NOW)
    told = beat(seen=quiet["seen"]).json()
    assert [(one["kind"], one["data"]) for one in told["changes"]] == [
        ("hold.placed", {"kind": "DISPUTE"}),
        ("signal.received", {"kind": "CEASE", "channel": ""}),
    ]
    assert beat(seen=told["seen"]).json()["changes"] == []
    assert beat(seen="yesterday").json()["errors"][0]["field"] == "seen"


def test_a_case_that_is_worked_says_by_whom(desk):
    case = waiting()
    desk("agent").post(f"/api/v1/cases/{case.pk}/claim")
    answer = desk("manager").post(f"/api/v1/cases/{case.pk}/claim")
    assert (answer.status_code, answer.json()["code"]) == (409, "claimed")
    assert answer.json()["detail"] == "The agent works on this case since 12:00."
    taken = desk("lead").post(f"/api/v1/cases/{case.pk}/take-over", {"reason": "the debtor asked for me"})
    assert (taken.status_code, taken.json()["username"]) == (201, "lead.one")


def test_who_may(cast):
    case = waiting()
    token = {"token": str(uuid4())}
    assert roles_let_in(cast, "/api/v1/next-case", {}) == WORKERS
    assert roles_let_in(cast, f"/api/v1/cases/{case.pk}/claim", {}) == WORKERS
    assert roles_let_in(cast, f"/api/v1/cases/{case.pk}/heartbeat", token) == WORKERS
    assert roles_let_in(cast, f"/api/v1/cases/{case.pk}/release", {**token, "kind": "DONE"}) == WORKERS
    assert roles_let_in(cast, f"/api/v1/cases/{case.pk}/take-over", {"reason": "x"}) == {"lead", "manager"}
