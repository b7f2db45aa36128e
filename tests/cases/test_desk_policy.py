"""The desk policy: versions, what is refused at its field, its page, REST, and that the desk follows it."""

import pytest
from django.urls import reverse

from collections_app.cases.actions.claims import claim
from collections_app.cases.actions.desk_policy import write_desk_policy
from collections_app.cases.forms.desk_policy import LABELS
from collections_app.cases.models import DeskPolicy
from collections_app.cases.queries.policy import POLICIES, desk_policy
from collections_app.events.models import Event
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from tests.accounts.cards import d
from tests.cases.desk import NOW, agent, later, waiting

pytestmark = pytest.mark.django_db
NUMBERS = {
    "reopen_within_days": 60,
    "lease_seconds": 600,
    "undo_minutes": 15,
    "rest_minutes": 60,
    "skip_minutes": 60,
}


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def write(cast, valid_from="2025-03-11", reason="two shifts", role="manager", **changed):
    numbers = {**NUMBERS, **changed}
    return write_desk_policy(actor=cast.actor(role), valid_from=d(valid_from), numbers=numbers, reason=reason, at=NOW)


def test_a_claim_lasts_as_long_as_the_policy_of_its_day_says(cast):
    write(cast)
    works, case = agent(), waiting()
    assert claim(actor=works, case_id=case.pk, at=NOW).expires_at == later(5)
    tomorrow = later(24 * 60)
    other = waiting()
    assert claim(actor=works, case_id=other.pk, at=tomorrow).expires_at == later(24 * 60 + 10)
    assert desk_policy(d("2025-03-10")).rest_minutes == 120
    data = Event.objects.get(kind="desk_policy.written").data
    assert data["changed"] == ["lease_seconds", "rest_minutes"]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"valid_from": "2025-03-10"}, "not_after_today", "valid_from"),
        ({"lease_seconds": 59}, "out_of_range", "lease_seconds"),
        ({"lease_seconds": 300, "rest_minutes": 120}, "same", None),
        ({"reason": " "}, "missing", "reason"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast, given, code, field):
    with pytest.raises(Refused) as caught:
        write(cast, **given)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert not DeskPolicy.objects.filter(reason="two shifts").exists()


def test_a_second_one_on_the_same_day_is_refused(cast):
    write(cast)
    with pytest.raises(Refused) as caught:
        write(cast, lease_seconds=900)
    assert (caught.value.code, caught.value.field) == ("taken", "valid_from")


def test_who_may(cast):
    with pytest.raises(Refused) as caught:
        write(cast, role="agent")
    assert caught.value.code == "forbidden"
    assert cast.browser("lead").get(reverse("new-desk-policy")).status_code == 403


def test_the_page_names_every_number_and_the_form_writes_one(cast):
    assert LABELS.keys() == POLICIES.ranges.keys()
    browser = cast.browser("manager")
    assert reverse("desk-policy") in browser.get(reverse("queues")).content.decode()
    form = browser.get(reverse("new-desk-policy")).context["form"]
    assert form.initial["lease_seconds"] == "300"
    sent = {**NUMBERS, "valid_from": "2025-03-11", "reason": "two shifts"}
    wrong = browser.post(reverse("new-desk-policy"), {**sent, "lease_seconds": "1"})
    assert wrong.status_code == 422 and wrong.context["form"].errors["lease_seconds"]
    assert browser.post(reverse("new-desk-policy"), sent).status_code == 302
    page = browser.get(reverse("desk-policy"))
    assert page.context["versions"][0].reason == "two shifts"
    assert "600" in page.content.decode()
    table = browser.get(reverse("desk-policy") + "?format=csv").content.decode("utf-8-sig").splitlines()
    assert table[0].split(",")[1] == "2025-03-11"


def test_the_same_over_rest(cast):
    manager = cast.api("manager")
    body = {**NUMBERS, "valid_from": "2025-03-11", "reason": "two shifts"}
    made = manager.post("/api/v1/desk-policies", body)
    assert (made.status_code, made.json()["lease_seconds"]) == (201, 600)
    assert manager.get("/api/v1/desk-policies").json()[0]["id"] == made.json()["id"]
    assert manager.post("/api/v1/desk-policies", {**body, "rest_minutes": -1}).status_code == 400
    assert cast.api("agent").post("/api/v1/desk-policies", body).status_code == 403
