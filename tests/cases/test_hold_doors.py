"""Holds of a case in the browser and over REST."""

from datetime import timedelta

import pytest

from collections_app.cases.actions.holds import place_hold
from collections_app.cases.models import CaseHold
from collections_app.people.rules.roles import ROLES
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from tests.accounts.desk import roles_let_in
from tests.cases import files

pytestmark = pytest.mark.django_db
BODY = {"kind": "DISPUTE", "reason": "does not know the purchase"}
PLACERS = {"agent", "lead", "manager", "compliance", "integration"}
RELEASERS = {"lead", "manager", "compliance"}


@pytest.fixture
def held():
    return files.case()


def placed(case, kind="DISPUTE") -> CaseHold:
    return place_hold(actor=Actor.command("test"), case_id=case.pk, kind=kind, reason="why", at=clock.now())


def test_the_form_places_a_hold_and_leads_back(cast, held):
    client = cast.browser("agent")
    answer = client.post(f"/cases/{held.pk}/holds/", {**BODY, "until": "", "next": f"/cases/{held.pk}/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/cases/{held.pk}/")
    assert CaseHold.objects.get().kind == "DISPUTE"
    again = client.post(f"/cases/{held.pk}/holds/", {**BODY, "next": "https://elsewhere.example/"})
    assert again.status_code == 422
    assert "This case has such a hold already." in again.content.decode()


def test_the_page_lists_holds_with_who_and_why(cast, held):
    hold = placed(held, "COMPLAINT")
    text = cast.browser("agent").get(f"/cases/{held.pk}/holds/").content.decode()
    assert "complaint" in text and "system: test" in text
    assert "Why it ends" not in text
    assert "Why it ends" in cast.browser("lead").get(f"/cases/{held.pk}/holds/").content.decode()
    answer = cast.browser("lead").post(f"/cases/{held.pk}/holds/{hold.pk}/release/", {"reason": "answered"})
    assert answer.headers["Location"] == f"/cases/{held.pk}/holds/"
    after = cast.browser("agent").get(f"/cases/{held.pk}/holds/").content.decode()
    assert "answered" in after and "The lead" in after


def test_a_hold_ends_with_a_reason_and_on_its_own_case(cast, held):
    hold, client = placed(held), cast.browser("lead")
    assert client.post(f"/cases/{held.pk}/holds/{hold.pk}/release/", {"reason": " "}).status_code == 422
    assert client.post(f"/cases/{files.case().pk}/holds/{hold.pk}/release/", {"reason": "x"}).status_code == 404
    assert cast.browser("agent").post(f"/cases/{held.pk}/holds/{hold.pk}/release/", {"reason": "x"}).status_code == 422
    assert CaseHold.objects.get().released_at is None


def test_a_closed_case_says_so_and_a_hidden_one_is_a_404(cast):
    closed = files.case(closed_on=files.TODAY, close_reason="CURED")
    assert "This case was closed on" in cast.browser("agent").get(f"/cases/{closed.pk}/holds/").content.decode()
    assert cast.browser("agent").post(f"/cases/{closed.pk}/holds/", BODY).status_code == 422
    hidden = files.case(of=files.holder(restriction="VIP"))
    assert cast.browser("manager").get(f"/cases/{hidden.pk}/holds/").status_code == 404
    assert cast.api("manager").get(f"/api/v1/cases/{hidden.pk}/holds").status_code == 404


def test_rest_places_lists_and_releases(cast, held):
    address = f"/api/v1/cases/{held.pk}/holds"
    past = (clock.local_date() - timedelta(days=9)).isoformat()
    wrong = cast.api("agent").post(address, {**BODY, "until": past})
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["errors"][0]["field"]) == (
        422,
        "in_the_past",
        "until",
    )
    assert cast.api("agent").post(address, {**BODY, "kind": "PROMISE"}).status_code == 400
    made = cast.api("agent").post(address, BODY)
    assert (made.status_code, made.json()["kind"], made.json()["until"]) == (201, "DISPUTE", None)
    over = cast.api("lead").post(f"{address}/{made.json()['id']}/release", {"reason": "settled"})
    assert (over.status_code, over.json()["release_reason"]) == (200, "settled")
    assert [hold["id"] for hold in cast.api("quality").get(address).json()] == [made.json()["id"]]
    assert cast.api("lead").post(f"{address}/{made.json()['id']}/release", {"reason": "settled"}).status_code == 422


def test_who_may(cast, held):
    assert roles_let_in(cast, f"/api/v1/cases/{held.pk}/holds", BODY) == PLACERS
    hold = CaseHold.objects.get()
    address = f"/api/v1/cases/{held.pk}/holds/{hold.pk}/release"
    assert roles_let_in(cast, address, {"reason": "settled"}) == RELEASERS
    page = f"/cases/{held.pk}/holds/"
    may_look = {role for role in ROLES if cast.browser(role).get(page).status_code == 200}
    assert may_look == PLACERS | {"quality"}
