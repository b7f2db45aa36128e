"""Promises over REST: take, read, list, cancel, results; who may."""

from uuid import uuid4

import pytest

from collections_app.arrangements.models import PromiseToPay
from collections_app.people.rules.roles import ROLES
from collections_app.shared import clock
from tests.accounts.desk import noon, roles_let_in
from tests.arrangements.nights import settle
from tests.arrangements.promised import paid, promised
from tests.cases.files import account, case, holder

pytestmark = pytest.mark.django_db
BODY = {"amount": "1000.00", "due_on": "2025-03-12", "speaker": "CARDHOLDER"}


@pytest.fixture
def m1(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: noon("03-10"))
    return case(past_due="3000.00")


def take(cast, case, role="agent", **changed):
    return cast.api(role).post(f"/api/v1/cases/{case.pk}/promises", {**BODY, **changed}, format="json")


def test_a_promise_is_taken_once_per_submission(cast, m1, monkeypatch):
    submission = str(uuid4())
    first = take(cast, m1, submission=submission, reason="FORGOT", channel="PHONE")
    assert first.status_code == 201
    body = first.json()
    assert (body["status"], body["amount"], body["credited"], body["taken_by"]) == (
        "OPEN",
        "1000.00",
        "0.00",
        "agent.one",
    )
    assert body["account_nos"] == [m1.account.account_no]
    assert body["instalments"] == [
        {
            "seq": 1,
            "due_on": "2025-03-12",
            "amount": "1000.00",
            "credited": "0.00",
            "status": "OPEN",
            "settled_on": None,
        }
    ]
    monkeypatch.setattr(clock, "now", lambda: noon("03-11"))
    again = take(cast, m1, submission=submission)
    assert (again.status_code, again.json()["id"]) == (200, body["id"])


def test_instalments_and_accounts_may_be_named(cast, m1):
    second = account(m1.cardholder, past_due="500.00")
    parts = [{"due_on": "2025-03-12", "amount": "600.00"}, {"due_on": "2025-04-12", "amount": "400.00"}]
    body = {**BODY, "instalments": parts, "account_nos": [second.account_no, m1.account.account_no]}
    del body["due_on"]
    answer = cast.api("agent").post(f"/api/v1/cases/{m1.pk}/promises", body, format="json")
    assert answer.status_code == 201
    assert [part["due_on"] for part in answer.json()["instalments"]] == ["2025-03-12", "2025-04-12"]
    assert PromiseToPay.objects.get().account_ids == sorted([second.pk, m1.account_id])


def test_a_refusal_names_its_field(cast, m1):
    answer = take(cast, m1, due_on="2025-03-18")
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"field": "due_on", "code": "too_late", "message": "The latest day that may be promised now is 17 Mar 2025."}
    ]
    assert take(cast, m1, account_nos=["NONE"]).json()["code"] == "not_of_this_case"
    assert take(cast, m1, contact=7).json()["errors"][0]["field"] == "contact"
    assert take(cast, case(of=holder(restriction="VIP"))).status_code == 404


def test_the_list_has_filters_and_refuses_others(cast, m1):
    mine = promised(m1, actor=cast.actor("agent"))
    other = promised(case(past_due="3000.00"), due="03-15")
    promised(case(of=holder(restriction="VIP"), past_due="3000.00"))
    client = cast.api("agent")

    def ids(**asked):
        return [row["id"] for row in client.get("/api/v1/promises", asked).json()["results"]]

    assert ids() == [other.pk, mine.pk]
    assert ids(case=m1.pk) == ids(taken_by="agent.one") == ids(due_to="2025-03-12") == [mine.pk]
    assert ids(status="KEPT") == []
    assert ids(customer_no=other.cardholder.customer_no) == [other.pk]
    assert client.get("/api/v1/promises", {"colour": "red"}).status_code == 400


def test_one_promise_is_read_by_whoever_may_see_its_case(cast, m1):
    made = promised(m1)
    assert cast.api("quality").get(f"/api/v1/promises/{made.pk}").json()["customer_no"] == m1.cardholder.customer_no
    hidden = promised(case(of=holder(restriction="VIP"), past_due="3000.00"))
    assert cast.api("quality").get(f"/api/v1/promises/{hidden.pk}").status_code == 404


def test_a_promise_is_cancelled(cast, m1):
    made = promised(m1)
    answer = cast.api("lead").post(f"/api/v1/promises/{made.pk}/cancel", {"reason": "wrong case"})
    assert (answer.status_code, answer.json()["status"], answer.json()["ended_reason"]) == (
        200,
        "CANCELLED",
        "wrong case",
    )
    again = cast.api("lead").post(f"/api/v1/promises/{made.pk}/cancel", {"reason": "wrong case"})
    assert (again.status_code, again.json()["code"]) == (422, "not_open")


def test_results_are_counted_by_group(cast, m1):
    promised(m1, actor=cast.actor("agent"))
    paid(m1.account, "600.00", "03-12")
    settle("03-14")
    asked = {"first": "2025-03-01", "last": "2025-03-31", "group": "agent"}
    (line,) = cast.api("lead").get("/api/v1/promise-results", asked).json()
    assert line == {
        "group": "agent.one",
        "currency": "CNY",
        "matured": 1,
        "kept": 0,
        "partly_kept": 1,
        "broken": 0,
        "kept_rate": "0.000000",
        "promised": "1000.00",
        "credited": "600.00",
        "amount_rate": "0.600000",
    }
    assert cast.api("lead").get("/api/v1/promise-results", {"first": "2025-03-01"}).status_code == 400
    assert cast.api("lead").get("/api/v1/promise-results", {**asked, "group": "moon"}).status_code == 400


def test_who_may(cast, m1):
    made = promised(m1)
    assert roles_let_in(cast, f"/api/v1/cases/{m1.pk}/promises", {}) == {"agent", "lead", "manager", "integration"}
    assert roles_let_in(cast, f"/api/v1/promises/{made.pk}/cancel", {}) == {"lead", "manager"}
    seeing = {role for role in ROLES if cast.api(role).get("/api/v1/promises").status_code == 200}
    assert seeing == {"agent", "lead", "manager", "quality", "compliance", "integration"}
    assert cast.nobody.get("/api/v1/promises").status_code == 401
