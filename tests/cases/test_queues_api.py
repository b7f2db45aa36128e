"""Queues and reassignments over REST."""

import pytest

from collections_app.cases.models import Case, Reassignment
from collections_app.shared import clock
from tests.accounts.desk import roles_let_in
from tests.cases.desk import NOW, agent, later, waiting

pytestmark = pytest.mark.django_db
LARGE = {
    "name_en": "Large",
    "name_zh": "大额",
    "conditions": [{"field": "past_due", "operator": "at_least", "value": "5000"}],
    "order": ["past_due_largest"],
    "teams": ["SENIOR"],
}
GIVE = {"queue": "m1", "to_team": "MID", "reason": "support in July"}


@pytest.fixture(autouse=True)
def noon_at_the_desk(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def lead(cast):
    return cast.api("lead")


def test_queues_are_listed_with_how_they_stand(cast):
    waiting()
    listed = cast.api("agent").get("/api/v1/queues").json()
    assert [queue["code"] for queue in listed][:2] == ["broken-promises", "tracing"]
    m1 = next(queue for queue in listed if queue["code"] == "m1")
    assert (m1["version"]["number"], m1["version"]["teams"]) == (1, ["FRONT"])
    assert (m1["figures"]["cases"], m1["figures"]["callable"], m1["figures"]["due"]) == (1, 1, 0)
    assert cast.api("agent").get("/api/v1/queues/m1").json() == m1
    assert cast.api("agent").get("/api/v1/queues/m9").status_code == 404


def test_a_queue_is_opened_changed_ranked_and_closed(lead):
    assert lead.post("/api/v1/queues", {"code": "large", **LARGE}, format="json").status_code == 201
    changed = lead.post("/api/v1/queues/large/versions", {**LARGE, "capacity": 50, "based_on": 1}, format="json")
    assert (changed.status_code, changed.json()["version"]["capacity"]) == (201, 50)
    assert [v["number"] for v in lead.get("/api/v1/queues/large/versions").json()] == [2, 1]
    stale = lead.post("/api/v1/queues/large/versions", {**LARGE, "based_on": 1}, format="json")
    assert (stale.status_code, stale.json()["code"]) == (409, "conflict")
    assert lead.post("/api/v1/queues/large/rank", {"up": True}).json()["rank"] == 70
    assert lead.post("/api/v1/queues/large/state", {"is_active": False}).json()["is_active"] is False


def test_conditions_are_counted_before_they_are_a_queue(lead):
    waiting()
    wide = [{"field": "bucket", "operator": "in", "value": ["M1"]}]
    assert lead.post("/api/v1/queues/count", {"conditions": wide}).json() == {"fit": 1, "elsewhere": 1, "here": 0}
    asked = {"conditions": wide, "queue": "m1"}
    assert lead.post("/api/v1/queues/count", asked).json() == {"fit": 1, "elsewhere": 0, "here": 1}
    none = [{"field": "bucket", "operator": "in", "value": ["M4"]}]
    assert lead.post("/api/v1/queues/count", {"conditions": none}).json()["fit"] == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"conditions": [{"field": "past_due", "operator": "is", "value": "5"}]}, "conditions.0.operator"),
        ({"conditions": [], "queue": "m9"}, "queue"),
        ({}, "conditions"),
    ],
)
def test_what_cannot_be_counted_is_named(lead, body, field):
    assert lead.post("/api/v1/queues/count", body).json()["errors"][0]["field"] == field


def test_who_writes_queues_counts(cast):
    assert roles_let_in(cast, "/api/v1/queues/count", {"conditions": []}) == {"lead", "manager"}


def test_a_wrong_condition_is_named(lead):
    wrong = {"code": "x", **LARGE, "conditions": [{"field": "past_due", "operator": "is", "value": "5"}]}
    answer = lead.post("/api/v1/queues", wrong, format="json")
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_condition")
    assert answer.json()["errors"][0]["field"] == "conditions.0.operator"


def test_cases_are_given_away_after_a_look_and_taken_back(lead, monkeypatch):
    cases = [waiting() for _ in range(3)]
    body = {**GIVE, "most": 2}
    seen = lead.post("/api/v1/reassignments/preview", {k: v for k, v in body.items() if k != "reason"}, format="json")
    assert seen.json() == {
        "count": 2,
        "by_queue": {"m1": 2},
        "by_team": {"": 2},
        "by_agent": {"": 2},
        "worked_now": 0,
        "sample": [cases[0].pk, cases[1].pk],
    }
    made = lead.post("/api/v1/reassignments", body, format="json")
    assert (made.status_code, made.json()["cases"], made.json()["to_team"]) == (201, 2, "MID")
    monkeypatch.setattr(clock, "now", lambda: later(1))
    undone = lead.post(f"/api/v1/reassignments/{made.json()['id']}/undo")
    assert (undone.status_code, undone.json()["restored"]) == (200, 2)
    assert not Case.objects.exclude(team=None).exists()
    listed = lead.get("/api/v1/reassignments").json()["results"]
    assert [row["undone_by"] for row in listed] == [Reassignment.objects.get().undone_by]


def test_an_agent_is_named_by_his_log_in_name(lead):
    works = agent(team="MID")
    case = waiting()
    body = {"case_ids": [case.pk], "to_agent": "nobody.here", "reason": "x"}
    refused = lead.post("/api/v1/reassignments", body, format="json")
    assert (refused.json()["code"], refused.json()["errors"][0]["field"]) == ("unknown_agent", "to_agent")
    name = Case._meta.get_field("agent").related_model.objects.get(pk=works.user_id).username
    made = lead.post("/api/v1/reassignments", {**body, "to_agent": name.upper()}, format="json")
    assert (made.json()["to_agent"], made.json()["to_team"]) == (name, "MID")


def test_who_may(cast):
    editors = {"lead", "manager"}
    assert roles_let_in(cast, "/api/v1/queues", {}) == editors
    for address in ("versions", "rank", "state"):
        assert roles_let_in(cast, f"/api/v1/queues/m1/{address}", {}) == editors
    for address in ("", "/preview", "/1/undo"):
        assert roles_let_in(cast, f"/api/v1/reassignments{address}", {}) == editors
    assert cast.api("agent").get("/api/v1/reassignments").status_code == 403
    assert cast.api("administrator").get("/api/v1/queues").status_code == 403
